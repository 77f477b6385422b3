import type { ColumnSchema, Schema, TableSchema } from "./schema.js";

/**
 * The schema as text for data/README.md: for every table what it is, where it is from, how groups were
 * assigned, and its columns. `isSynthetic` tells which tables are not the reader's own. Made from
 * data_schema.yaml, so that it cannot say something else.
 */
export function dataReadme(schema: Schema, isSynthetic: (table: string) => boolean = () => true): string {
  const head = [
    "# The tables",
    "",
    "Every table here is synthetic unless you give your own (`npm start -- --data DIR`): notebook 01 makes them",
    "and their truth, always the same. The columns are declared in `data_schema.yaml`; this page and",
    "`data_schema.json` are made from it. Notebook 01 writes `raw/`, 02 `interim/` and features, 03 and 04 the",
    "rest of `processed/`.",
    "",
  ];
  return [...head, ...schema.tables.map((table) => tableSection(table, isSynthetic(table.name)))].join("\n");
}

function tableSection(table: TableSchema, synthetic: boolean): string {
  const treatment = table.columns.find(({ role }) => role === "treatment");
  const groups: Record<TableSchema["assignment"], string> = {
    random: "at random",
    "by rule": "by somebody's rule, not at random",
    none: "none: nothing in this table is the effect of a campaign",
  };
  const facts = [
    ["Source", synthetic ? table.source : "your own file"],
    ["Grain", `${table.grain}, key ${table.key.map(code).join(", ")}`],
    [
      "Groups",
      groups[table.assignment] +
        (treatment ? `; ${code(treatment.name)} = ${treatment.control} is the control group` : ""),
    ],
    [
      "Rows",
      table.rows === null || !synthetic
        ? "as many as your file has"
        : `${table.rows.toLocaleString("en-US")}, synthetic`,
    ],
    ["Currency", table.currency],
  ];
  return [
    `## ${code(table.file)}: ${table.title}`,
    "",
    ...facts.map(([name, value]) => `- ${name}: ${value}`),
    "",
    "| column | type and unit | meaning | range or values | missing means | role |",
    "|---|---|---|---|---|---|",
    ...table.columns.map(columnRow),
    "",
  ].join("\n");
}

function columnRow(column: ColumnSchema): string {
  const inFile = column.file === column.name ? "" : `, in the file ${code(column.file)}`;
  const cells = [
    `${code(column.name)}${inFile}`,
    column.unit === null ? column.type : `${column.type}, ${column.unit}`,
    column.meaning,
    allowedText(column),
    column.missing,
    column.control === null ? column.role : `${column.role}, control ${column.control}`,
  ];
  return `| ${cells.map((cell) => cell.replaceAll("|", "\\|")).join(" | ")} |`;
}

function allowedText({ levels, range }: ColumnSchema): string {
  if (levels !== null) return levels.join(", ");
  if (range === null) return "any";
  if (range.high === null) return `${range.low} or more`;
  return range.low === null ? `${range.high} or less` : `${range.low} to ${range.high}`;
}

function code(name: string): string {
  return `\`${name}\``;
}

/**
 * The same schema as JSON Schema (draft 2020-12): `$defs` has one object per table, which describes one row as
 * it is after loading, under snake_case names. The name in the file, unit and role stand in `x-` keys.
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
  return {
    title: table.title,
    description: `${table.grain}; ${table.source}`,
    type: "object",
    properties: Object.fromEntries(table.columns.map((column) => [column.name, columnObject(column)])),
    required: table.columns.map(({ name }) => name),
    "x-file": table.file,
    "x-key": table.key,
    "x-assignment": table.assignment,
    "x-currency": table.currency,
  };
}

function columnObject(column: ColumnSchema): object {
  const type = column.type === "text" || column.type === "date" ? "string" : column.type;
  const canMiss = !["id", "treatment", "outcome"].includes(column.role);
  const levels = column.levels?.map((level) => (type === "string" ? level : Number(level)));
  return {
    description: column.meaning,
    type: canMiss ? [type, "null"] : type,
    ...(column.type === "date" && { format: "date" }),
    ...(levels && { enum: canMiss ? [...levels, null] : levels }),
    ...(column.range?.low != null && { minimum: column.range.low }),
    ...(column.range?.high != null && { maximum: column.range.high }),
    "x-file": column.file,
    "x-unit": column.unit ?? undefined,
    "x-role": column.role,
    "x-control": column.control ?? undefined,
    "x-missing": column.missing,
  };
}
