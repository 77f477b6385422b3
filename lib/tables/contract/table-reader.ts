import { readColumn } from "./column-reader.js";
import { checkCovariates, withPurposes } from "./metric-reader.js";
import { nameProblem } from "./names.js";
import { PLAN_KEYS, readPlan } from "./plan-reader.js";
import {
  ASSIGNMENTS,
  type ColumnSchema,
  type FillRule,
  type ForeignKey,
  KEY_FIGURE_STATISTICS,
  type KeyFigure,
  NUMERIC_TYPES,
  type TableSchema,
} from "./schema.js";
import type { Keys, Place } from "./yaml-place.js";

const TABLE_KEYS: Keys = {
  needed: ["title", "file", "family", "currency", "grain", "assignment", "source", "columns"],
  optional: [
    ...["key", "rows", "truth_of", "population", "period", "decimal", "missing_as", "sheet"],
    ...["foreign_keys", "key_figures"],
    ...PLAN_KEYS,
  ],
};

/** Reads one table of a schema. What it says about other tables is looked at by checkReferences, when all are read. */
export function readTable(place: Place): TableSchema {
  place.expectKeys(TABLE_KEYS);
  const wrongName = nameProblem(place.key);
  if (wrongName !== null) place.refuse(wrongName);
  const columns = withPurposes(place.at("columns").entries().map(readColumn), place.at("columns"));
  const table: TableSchema = {
    name: place.key,
    title: place.at("title").text(),
    file: place.at("file").text(),
    family: place.at("family").text(),
    currency: place.at("currency").text(),
    grain: place.at("grain").text(),
    key: place.at("key").texts(),
    foreignKeys: place.at("foreign_keys").items().map(readForeignKey),
    assignment: place.at("assignment").oneOf(ASSIGNMENTS),
    plan: readPlan(place, columns),
    population: place.at("population").optionalText(),
    period: place.at("period").optionalText(),
    keyFigures: place
      .at("key_figures")
      .entries()
      .map((figure) => readKeyFigure(figure, columns)),
    decimal: place.at("decimal").oneOf([".", ","]),
    missingAs: place.at("missing_as").items().map(readMissing),
    sheet: place.at("sheet").optionalText(),
    rows: place.at("rows").optional((rows) => rows.wholeAboveZero()),
    source: place.at("source").text(),
    truthOf: place.at("truth_of").optionalText(),
    columns,
  };
  checkFiles(table, place);
  checkKey(table, place);
  checkTreatments(table, place);
  checkFills(table, place);
  checkCovariates(columns, place.at("columns"));
  return table;
}

function readMissing(place: Place): string {
  const isText = place.given && place.text().trim() !== "";
  if (!isText) place.refuse(`expected a text, got ${place.shown()}; write null in quotes`);
  return place.text();
}

function readForeignKey(place: Place): ForeignKey {
  place.expectKeys({ needed: ["columns", "table"], optional: ["to"] });
  const columns = place.at("columns").texts();
  const to = place.at("to").optional((list) => list.texts()) ?? columns;
  if (columns.length === 0 || columns.length !== to.length) {
    place.refuse(`expected as many columns as there are in to, got ${columns.length} and ${to.length}`);
  }
  return { columns, table: place.at("table").text(), to };
}

function readKeyFigure(place: Place, columns: readonly ColumnSchema[]): KeyFigure {
  place.expectKeys({ needed: ["is"], optional: [...KEY_FIGURE_STATISTICS, "where"] });
  const given = KEY_FIGURE_STATISTICS.filter((statistic) => place.at(statistic).given);
  const [statistic = "missing"] = given;
  const of = place.at(statistic);
  const column = columns.find(({ name }) => name === of.content);
  if (given.length !== 1) {
    place.refuse(`expected one of ${KEY_FIGURE_STATISTICS.join(", ")}, got ${given.length}`);
  } else if (column === undefined) refuseColumn(of);
  else if (!["missing", "distinct"].includes(statistic) && !NUMERIC_TYPES.includes(column.type)) {
    of.refuse(`only a number has a ${statistic}, and the type of ${column.name} is ${column.type}`);
  }
  const is = place.at("is");
  if (is.given && !Number.isFinite(is.content)) is.refuse(`expected a number, got ${is.shown()}`);
  return {
    name: place.key,
    statistic,
    column: column?.name ?? "",
    where: readConditions(place.at("where"), columns),
    is: Number(is.content),
  };
}

function readConditions(place: Place, columns: readonly ColumnSchema[]): Record<string, string> {
  const conditions = place.entries();
  for (const condition of conditions) {
    const column = columns.find(({ name }) => name === condition.key);
    if (column === undefined) condition.refuse(`"${condition.key}" is not a column of the table`);
    const isNumber = column !== undefined && NUMERIC_TYPES.includes(column.type);
    const fits =
      column?.levels?.includes(condition.text()) ?? (!isNumber || Number.isFinite(condition.content));
    if (!fits) condition.refuse(`"${condition.text()}" is not a value of this column`);
  }
  return Object.fromEntries(conditions.map((condition) => [condition.key, condition.text()]));
}

/** A column of the file is read once, as one thing. */
function checkFiles({ columns }: TableSchema, place: Place): void {
  for (const [i, { name, file }] of columns.entries()) {
    const other = columns.slice(0, i).find((column) => column.file === file);
    if (other === undefined) continue;
    place.at("columns").at(name).at("file").refuse(`"${file}" is the file's name of ${other.name} already`);
  }
}

function checkKey({ key, columns }: TableSchema, place: Place): void {
  const unknown = place
    .at("key")
    .items()
    .filter((_, i) => !columns.some(({ name }) => name === key[i]));
  for (const item of unknown) refuseColumn(item);
  for (const { name } of columns.filter((column) => column.optional && key.includes(column.name))) {
    place.at("columns").at(name).at("optional").refuse("a column of the key is never optional");
  }
}

function checkTreatments({ columns }: TableSchema, place: Place): void {
  const treatments = columns.filter(({ role }) => role === "treatment").map(({ name }) => name);
  if (treatments.length < 2) return;
  const second = place.at("columns").at(treatments[1]).at("role");
  second.refuse(`two treatments, ${treatments.join(" and ")}: a table has one at most`);
}

function checkFills({ columns }: TableSchema, place: Place): void {
  for (const { name, cleaning } of columns) {
    const unknown = neededBy(cleaning.fill).filter(
      (needed) => needed === name || !columns.some((other) => other.name === needed),
    );
    for (const needed of unknown) {
      place.at("columns").at(name).at("fill").refuse(`"${needed}" is not another column of the table`);
    }
  }
}

function neededBy(fill: FillRule | null): readonly string[] {
  if (fill?.by === "ratio") return [fill.numerator, fill.denominator];
  return fill?.by === "median" && fill.within !== null ? [fill.within] : [];
}

function refuseColumn(place: Place): void {
  place.refuse(`"${place.text()}" is not a column of the table`);
}

/** Refuses foreign keys and a truth that lead to a table or column that is in none of the known tables. */
export function checkReferences(table: TableSchema, place: Place, known: readonly TableSchema[]): void {
  const tableNamed = (at: Place): TableSchema | undefined => {
    const found = known.find(({ name }) => name === at.content);
    if (found === undefined) at.refuse(`"${at.text()}" is not a table of the schema`);
    return found;
  };
  if (table.truthOf !== null) tableNamed(place.at("truth_of"));
  for (const [i, item] of place.at("foreign_keys").items().entries()) {
    const { columns, to } = table.foreignKeys[i];
    const other = tableNamed(item.at("table"));
    const columnNamed = (name: string, of?: TableSchema): ColumnSchema | undefined => {
      const found = of?.columns.find((column) => column.name === name);
      if (of !== undefined && found === undefined) item.refuse(`"${name}" is not a column of ${of.name}`);
      return found;
    };
    for (const [at, name] of columns.entries()) {
      const [from, target] = [columnNamed(name, table), columnNamed(to[at], other)];
      if (from === undefined || target === undefined || from.type === target.type) continue;
      item.refuse(`${name} is of type ${from.type} and ${other?.name}.${target.name} of type ${target.type}`);
    }
  }
}
