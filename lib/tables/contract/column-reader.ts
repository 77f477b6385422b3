import { METRIC_KEYS, readBands, readMetric } from "./metric-reader.js";
import { nameProblem } from "./names.js";
import {
  type CleaningRules,
  COLUMN_TYPES,
  type ColumnSchema,
  type ColumnType,
  DATE_ORDERS,
  type FillRule,
  NUMERIC_TYPES,
  OUTSIDE_RULES,
  ROLES,
} from "./schema.js";
import type { Keys, Place } from "./yaml-place.js";

const CLEANING_KEYS: readonly string[] = ["case", "fill", "outside", "needed", "winsorise"];
const COLUMN_KEYS: Keys = {
  needed: ["type", "meaning", "role", "missing"],
  optional: [
    ...["file", "unit", "levels", "range", "spellings", "control", "dates", "optional"],
    ...CLEANING_KEYS,
    ...METRIC_KEYS,
    ...["bands", "after_assignment"],
  ],
};

/** Reads one column of a table, and refuses what does not fit its type and role. */
export function readColumn(place: Place): ColumnSchema {
  place.expectKeys(COLUMN_KEYS);
  const wrongName = nameProblem(place.key);
  if (wrongName !== null) place.refuse(wrongName);
  const spellings = place.at("spellings").entries();
  const column: ColumnSchema = {
    name: place.key,
    file: place.at("file").optionalText() ?? place.key,
    type: place.at("type").oneOf(COLUMN_TYPES),
    unit: place.at("unit").optionalText(),
    meaning: place.at("meaning").text(),
    role: place.at("role").oneOf(ROLES),
    levels: place.at("levels").optional((levels) => levels.texts()),
    range: place.at("range").optional(readRange),
    spellings: Object.fromEntries(spellings.map((entry) => [entry.key, entry.text()])),
    control: place.at("control").optionalText(),
    missing: place.at("missing").text(),
    optional: place.at("optional").flag(),
    dates: place.at("dates").optional((dates) => dates.oneOf(DATE_ORDERS)),
    cleaning: readCleaning(place),
    metric: readMetric(place),
    bands: place.at("bands").optional(readBands),
    afterAssignment: place.at("after_assignment").flag(),
  };
  checkValues(column, place);
  checkTreatment(column, place);
  checkOutcome(column, place);
  checkCleaning(column, place);
  checkBands(column, place);
  return column;
}

function readRange(place: Place): ColumnSchema["range"] {
  const [low, high] = place.pair("[lowest, highest] with null for an open end");
  if (low !== null && high !== null && low > high) {
    place.refuse(`upside down, the lowest value ${low} is above the highest ${high}`);
  }
  return { low, high };
}

function readCleaning(place: Place): CleaningRules {
  return {
    titleCase: place.at("case").optional((word) => word.oneOf(["title"])) !== null,
    fill: place.at("fill").optional(readFill),
    outside: place.at("outside").oneOf(OUTSIDE_RULES),
    needed: place.at("needed").flag(),
    winsorise: place.at("winsorise").optional(readPercentiles),
  };
}

function readFill(place: Place): FillRule {
  if (place.content === "median") return { by: "median", within: null };
  const [way, ...more] = place.entries();
  if (more.length === 0 && way?.key === "median_by") return { by: "median", within: way.text() };
  if (more.length === 0 && way?.key === "ratio_of") {
    const [numerator = "", denominator = ""] = way.texts();
    return { by: "ratio", numerator, denominator };
  }
  if (more.length > 0 || way?.key !== "value") {
    const ways = "median, { median_by: column }, { ratio_of: [column, column] } or { value: text }";
    place.refuse(`expected ${ways}, got ${place.shown()}`);
  }
  return { by: "value", value: way?.text() ?? "" };
}

function readPercentiles(place: Place): { low: number; high: number } {
  const [low, high] = place.pair("two fractions such as [0.01, 0.99]");
  const [from, to] = [low ?? Number.NaN, high ?? Number.NaN];
  if (!(from >= 0 && from < to && to <= 1)) {
    place.refuse(`expected fractions with 0 <= lowest < highest <= 1, got ${place.shown()}`);
  }
  return { low: from, high: to };
}

function checkValues({ type, levels, range, dates, spellings }: ColumnSchema, place: Place): void {
  const isNumeric = NUMERIC_TYPES.includes(type);
  const isDate = type === "date" || type === "datetime";
  const only = (what: string): string => `only ${what}, and the type is ${type}`;
  place.refuseIf(range !== null && !isNumeric, "range", only("a number has a range"));
  place.refuseIf(dates !== null && !isDate, "dates", only("a date or a datetime has an order of its parts"));
  checkLevels({ type, levels, range }, place);
  // A column without levels takes any value, but what a spelling means must still be known for a text.
  for (const meant of Object.values(spellings)) {
    const known = levels?.includes(meant) ?? type !== "text";
    place.refuseIf(!known, "spellings", `"${meant}" is not one of the levels`);
  }
}

function checkLevels(
  { type, levels, range }: Pick<ColumnSchema, "type" | "levels" | "range">,
  place: Place,
): void {
  if (levels === null) return;
  const { low, high } = range ?? { low: null, high: null };
  const plain = levels.map((level) => level.trim().toLowerCase());
  place.refuseIf(levels.length === 0, "levels", "expected different values, at least one");
  for (const [i, level] of levels.entries()) {
    const first = plain.indexOf(plain[i]);
    const alike = `"${levels[first]}" and "${level}" differ in case or blanks only; a spelling of a level stands in spellings`;
    const again = levels[first] === level ? "expected different values, at least one" : alike;
    place.refuseIf(first < i, "levels", again);
    place.refuseIf(!isValue(type, level), "levels", `"${level}" is not a value of type ${type}`);
    const isOutside = Number(level) < (low ?? -Infinity) || Number(level) > (high ?? Infinity);
    place.refuseIf(isOutside, "levels", `"${level}" is outside of the range`);
  }
}

function checkTreatment({ role, levels, control, optional }: ColumnSchema, place: Place): void {
  if (role !== "treatment") {
    place.refuseIf(control !== null, "control", `only a treatment has one, and the role is ${role}`);
    return;
  }
  place.refuseIf(optional, "optional", "a treatment is never optional");
  place.refuseIf(control === null, "role", "a treatment needs control, the level that was left alone");
  place.refuseIf(levels === null, "role", "a treatment needs levels, the names of its arms");
  place.refuseIf(levels?.length === 1, "levels", "a treatment needs two arms at least");
  const unknown = control !== null && levels !== null && !levels.includes(control);
  place.refuseIf(unknown, "control", `"${control}" is not one of the levels`);
}

function checkOutcome({ role, type, levels }: ColumnSchema, place: Place): void {
  if (role !== "outcome") return;
  const isNumeric = NUMERIC_TYPES.includes(type);
  place.refuseIf(
    !isNumeric,
    "type",
    `an outcome is a number, 0 and 1 for no and yes, and the type is ${type}`,
  );
  const binary = levels === null || [...levels].sort().join() === "0,1";
  place.refuseIf(!binary, "levels", "an outcome has the levels [0, 1], or none when it is any number");
}

/** A group that an outcome makes would be a result of the campaign, and none of those to whom it was sent. */
function checkBands({ type, role, levels, bands, afterAssignment }: ColumnSchema, place: Place): void {
  if (bands === null) return;
  const isNumeric = NUMERIC_TYPES.includes(type);
  const isKnownBefore = ["feature", "segment", "cluster"].includes(role);
  place.refuseIf(!isNumeric, "bands", `only a number is cut into bands, and the type is ${type}`);
  place.refuseIf(
    !isKnownBefore,
    "bands",
    `only a feature, segment or cluster has bands, and the role is ${role}`,
  );
  place.refuseIf(levels !== null, "bands", "a column with levels has its groups already");
  place.refuseIf(afterAssignment, "bands", "what is known after the assignment makes no groups of customers");
}

/** Groups and outcomes stay as they were found: a repaired one would be an invented result. */
function checkCleaning({ type, role, levels, range, cleaning }: ColumnSchema, place: Place): void {
  const { titleCase, fill, outside, winsorise } = cleaning;
  const isNumeric = NUMERIC_TYPES.includes(type);
  const isKept = role === "treatment" || role === "outcome";
  for (const key of CLEANING_KEYS) {
    const given = place.at(key).given;
    place.refuseIf(isKept && given, key, `cleaning never changes a column whose role is ${role}`);
  }
  const only = (what: string): string => `only ${what}, and the type is ${type}`;
  place.refuseIf(titleCase && type !== "text", "case", only("a text has one"));
  place.refuseIf(winsorise !== null && !isNumeric, "winsorise", only("numbers have percentiles"));
  place.refuseIf(outside !== "keep" && range === null, "outside", "the column has no range");
  if (fill?.by === "median") place.refuseIf(!isNumeric, "fill", only("numbers have a median"));
  if (fill?.by === "ratio") place.refuseIf(type !== "number", "fill", only("a number can be a ratio"));
  if (fill?.by === "value") {
    const fits = levels?.includes(fill.value) ?? isValue(type, fill.value);
    const what = levels ? "one of the levels" : `of type ${type}`;
    place.refuseIf(!fits, "fill", `"${fill.value}" is not ${what}`);
  }
}

/** Whether a column of this type can hold the value; a text is taken as it is. */
function isValue(type: ColumnType, text: string): boolean {
  if (type === "text") return true;
  if (type === "date" || type === "datetime") return isMoment(type, text);
  const value = text.trim() === "" ? Number.NaN : Number(text);
  return type === "integer" || type === "duration" ? Number.isSafeInteger(value) : Number.isFinite(value);
}

/** Days and moments are written in a schema as ISO 8601 does, whatever the file's own form. */
export function isMoment(type: "date" | "datetime", text: string): boolean {
  const [, day, time = ""] = /^(\d{4}-\d\d-\d\d)((?: \d\d:\d\d:\d\d)?)$/.exec(text) ?? [];
  if (day === undefined || (type === "date" && time !== "")) return false;
  const moment = new Date(`${day}T${time.trim() || "00:00:00"}Z`);
  return !Number.isNaN(moment.getTime()) && moment.toISOString().startsWith(day);
}
