import {
  type ColumnSchema,
  type ColumnType,
  type ExperimentPlan,
  hasArms,
  type Schema,
  type TableSchema,
} from "./schema.js";

/**
 * The schema as JSON Schema (draft 2020-12): `$defs` has one object per table, which describes one sound row under
 * snake_case names. A date, datetime and text are strings; a duration is a number of seconds. What JSON Schema has no
 * word for stands in `x-` keys.
 */
export function schemaAsJsonSchema(schema: Schema): string {
  const document = {
    $schema: "https://json-schema.org/draft/2020-12/schema",
    title: "One row of each table",
    $defs: Object.fromEntries(schema.tables.map((table) => [table.name, tableObject(table)])),
  };
  return `${JSON.stringify(document, null, 2)}\n`;
}

function tableObject(table: TableSchema): object {
  const figures = table.keyFigures.map(({ name, statistic, column, where, is }) => [
    name,
    { [statistic]: column, where, is },
  ]);
  return {
    title: table.title,
    description: `${table.grain}; ${table.source}`,
    type: "object",
    properties: Object.fromEntries(table.columns.map((column) => [column.name, columnObject(table, column)])),
    required: table.columns.filter(({ optional }) => !optional).map(({ name }) => name),
    "x-file": table.file,
    "x-sheet": table.sheet ?? undefined,
    "x-decimal": table.decimal === "." ? undefined : table.decimal,
    "x-missing-as": someOf(table.missingAs),
    "x-family": table.family,
    "x-key": table.key,
    "x-foreign-keys": someOf(table.foreignKeys),
    "x-truth-of": table.truthOf ?? undefined,
    "x-assignment": table.assignment,
    ...planObject(table.plan),
    "x-population": table.population ?? undefined,
    "x-period": table.period ?? undefined,
    "x-rows": table.rows ?? undefined,
    "x-key-figures": figures.length > 0 ? Object.fromEntries(figures) : undefined,
    "x-currency": table.currency,
  };
}

/** A list, or nothing to write when it is empty. */
function someOf<T>(list: readonly T[]): readonly T[] | undefined {
  return list.length > 0 ? list : undefined;
}

const JSON_TYPES: Readonly<Record<ColumnType, "string" | "integer" | "number">> = {
  integer: "integer",
  number: "number",
  money: "number",
  duration: "integer",
  text: "string",
  date: "string",
  datetime: "string",
};

function columnObject(table: TableSchema, column: ColumnSchema): object {
  const type = JSON_TYPES[column.type];
  const canMiss =
    column.optional || (!["treatment", "outcome"].includes(column.role) && !table.key.includes(column.name));
  const levels = column.levels?.map((level) => (type === "string" ? level : Number(level)));
  return {
    description: column.meaning,
    type: canMiss ? [type, "null"] : type,
    ...(column.type === "date" && { format: "date" }),
    ...(levels && { enum: canMiss ? [...levels, null] : levels }),
    ...(column.range?.low != null && { minimum: column.range.low }),
    ...(column.range?.high != null && { maximum: column.range.high }),
    "x-type": column.type,
    "x-file": column.file,
    "x-unit": column.unit ?? undefined,
    "x-role": column.role,
    "x-control": column.control ?? undefined,
    "x-dates": column.dates ?? undefined,
    "x-spellings": Object.keys(column.spellings).length > 0 ? column.spellings : undefined,
    "x-missing": column.missing,
    "x-cleaning": cleaningObject(column.cleaning),
    "x-metric": (hasArms(table) && column.metric) || undefined,
    "x-bands": column.bands ?? undefined,
    "x-after-assignment": column.afterAssignment || undefined,
  };
}

function planObject({ shares, randomisedBy, assignedOn, followedUntil }: ExperimentPlan): object {
  return {
    "x-shares": shares ?? undefined,
    "x-randomised-by": randomisedBy ?? undefined,
    "x-assigned-on": assignedOn ?? undefined,
    "x-followed-until": followedUntil ?? undefined,
  };
}

/** The rules that are declared: those that do something. */
function cleaningObject(cleaning: ColumnSchema["cleaning"]): object | undefined {
  const declared = Object.entries(cleaning).filter(
    ([, rule]) => rule !== null && rule !== false && rule !== "keep",
  );
  return declared.length > 0 ? Object.fromEntries(declared) : undefined;
}
