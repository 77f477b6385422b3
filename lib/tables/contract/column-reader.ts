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

const COLUMN_KEYS: Keys = {
  needed: ["type", "meaning", "role", "missing"],
  optional: [
    ...["file", "unit", "levels", "range", "spellings", "control", "dates", "optional"],
    ...["case", "fill", "outside", "needed", "winsorise"],
  ],
};

/** Reads one column of a table, and refuses what does not fit its type and role. */
export function readColumn(place: Place): ColumnSchema {
  place.expectKeys(COLUMN_KEYS);
  const wrongName = nameProblem(place.key);
  if (wrongName !== null) place.refuse(wrongName);
  const column: ColumnSchema = {
    name: place.key,
    file: place.at("file").optionalText() ?? place.key,
    type: place.at("type").oneOf(COLUMN_TYPES),
    unit: place.at("unit").optionalText(),
    meaning: place.at("meaning").text(),
    role: place.at("role").oneOf(ROLES),
    levels: place.at("levels").given ? place.at("levels").texts() : null,
    range: place.at("range").given ? readRange(place.at("range")) : null,
    spellings: readSpellings(place.at("spellings")),
    control: place.at("control").optionalText(),
    missing: place.at("missing").text(),
    optional: place.at("optional").flag(),
    dates: place.at("dates").given ? place.at("dates").oneOf(DATE_ORDERS) : null,
    cleaning: readCleaning(place),
  };
  checkValues(column, place);
  checkTreatment(column, place);
  checkOutcome(column, place);
  checkCleaning(column, place);
  return column;
}

function readRange(place: Place): ColumnSchema["range"] {
  const [low, high] = place.pair("[lowest, highest] with null for an open end");
  if (low !== null && high !== null && low > high) {
    place.refuse(`upside down, the lowest value ${low} is above the highest ${high}`);
  }
  return { low, high };
}

function readSpellings(place: Place): Record<string, string> {
  return Object.fromEntries(place.entries().map((entry) => [entry.key, entry.text()]));
}

function readCleaning(place: Place): CleaningRules {
  const winsorise = place.at("winsorise");
  return {
    titleCase: place.at("case").given && place.at("case").oneOf(["title"]) === "title",
    fill: place.at("fill").given ? readFill(place.at("fill")) : null,
    outside: place.at("outside").given ? place.at("outside").oneOf(OUTSIDE_RULES) : "keep",
    needed: place.at("needed").flag(),
    winsorise: winsorise.given ? readPercentiles(winsorise) : null,
  };
}

function readFill(place: Place): FillRule {
  if (place.content === "median") return { median: true, within: null };
  const [way, ...more] = place.entries();
  if (more.length === 0 && way?.key === "median_by") return { median: true, within: way.text() };
  if (more.length > 0 || way?.key !== "value") {
    place.refuse(`expected median, { median_by: column } or { value: text }, got ${place.shown()}`);
  }
  return { median: false, value: way?.text() ?? "" };
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
  if (range !== null && !NUMERIC_TYPES.includes(type)) {
    place.at("range").refuse(`only a number has a range, and the type is ${type}`);
  }
  if (dates !== null && type !== "date" && type !== "datetime") {
    place.at("dates").refuse(`only a date or a datetime has an order of its parts, and the type is ${type}`);
  }
  if (levels !== null && new Set(levels).size < Math.max(levels.length, 1)) {
    place.at("levels").refuse("expected different values, at least one");
  }
  const noNumbers = levels?.filter((level) => NUMERIC_TYPES.includes(type) && !isNumber(type, level)) ?? [];
  for (const level of noNumbers) place.at("levels").refuse(`"${level}" is not a value of type ${type}`);
  // A column without levels takes any value, but what a spelling means must still be known for a text.
  const isKnown = (meant: string): boolean => levels?.includes(meant) ?? type !== "text";
  for (const meant of Object.values(spellings).filter((meant) => !isKnown(meant))) {
    place.at("spellings").refuse(`"${meant}" is not one of the levels`);
  }
}

function checkTreatment({ role, levels, control, optional }: ColumnSchema, place: Place): void {
  if (role !== "treatment") {
    if (control !== null) place.at("control").refuse(`only a treatment has one, and the role is ${role}`);
    return;
  }
  if (optional) place.at("optional").refuse("a treatment is never optional");
  if (control === null) place.at("role").refuse("a treatment needs control, the level that was left alone");
  if (levels === null) place.at("role").refuse("a treatment needs levels, the names of its arms");
  if (levels?.length === 1) place.at("levels").refuse("a treatment needs two arms at least");
  if (control !== null && levels !== null && !levels.includes(control)) {
    place.at("control").refuse(`"${control}" is not one of the levels`);
  }
}

function checkOutcome({ role, type, levels }: ColumnSchema, place: Place): void {
  if (role !== "outcome") return;
  if (!NUMERIC_TYPES.includes(type)) {
    place.at("type").refuse(`an outcome is a number, 0 and 1 for no and yes, and the type is ${type}`);
  }
  if (levels !== null && [...levels].sort().join() !== "0,1") {
    place.at("levels").refuse("an outcome has the levels [0, 1], or none when it is any number");
  }
}

/** Groups and outcomes stay as they were found: a repaired one would be an invented result. */
function checkCleaning(column: ColumnSchema, place: Place): void {
  const { type, role, levels, range, cleaning } = column;
  const { titleCase, fill, outside, winsorise } = cleaning;
  const isNumeric = NUMERIC_TYPES.includes(type);
  if (role === "treatment" || role === "outcome") {
    for (const rule of ["case", "fill", "outside", "needed", "winsorise"]
      .map((key) => place.at(key))
      .filter((r) => r.given)) {
      rule.refuse(`cleaning never changes a column whose role is ${role}`);
    }
  }
  if (titleCase && type !== "text") place.at("case").refuse(`only a text has one, and the type is ${type}`);
  if (winsorise && !isNumeric)
    place.at("winsorise").refuse(`only numbers have percentiles, and the type is ${type}`);
  if (outside !== "keep" && range === null) place.at("outside").refuse("the column has no range");
  if (fill?.median && !isNumeric)
    place.at("fill").refuse(`only numbers have a median, and the type is ${type}`);
  if (fill !== null && !fill.median) {
    const fits = levels?.includes(fill.value) ?? (!isNumeric || isNumber(type, fill.value));
    if (!fits)
      place.at("fill").refuse(`"${fill.value}" is not ${levels ? "one of the levels" : `of type ${type}`}`);
  }
}

function isNumber(type: ColumnType, text: string): boolean {
  const value = text.trim() === "" ? Number.NaN : Number(text);
  return type === "integer" || type === "duration" ? Number.isSafeInteger(value) : Number.isFinite(value);
}
