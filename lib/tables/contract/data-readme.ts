import { cleaningInWords } from "./cleaning-words.js";
import { type ColumnSchema, hasArms, type Schema, type TableSchema } from "./schema.js";

/**
 * The schema as text for data/README.md: for every table what it is, where it is from, who is in it, how groups were
 * assigned, its columns with what cleaning does to them, and its key figures. Made from data_schema.yaml, so that it
 * cannot say something else.
 */
export function dataReadme(schema: Schema): string {
  const head = [
    "# The tables",
    "",
    "Every table here is synthetic unless you give your own (`npm start -- --data DIR`): notebook 01 makes them",
    "and their truth, always the same. The columns are declared in `data_schema.yaml`; this page and",
    "`data_schema.json` are made from it. Notebook 01 writes `raw/`, 02 `interim/` and features, 03 and 04 the",
    "rest of `processed/`.",
    "",
  ];
  return [...head, ...schema.tables.map(tableSection)].join("\n");
}

function tableSection(table: TableSchema): string {
  const cleaned = table.columns.some((column) => cleaningInWords(column) !== null);
  const headings = ["column", "type and unit", "meaning", "range or values", "missing means", "role"];
  const rows = [
    headings,
    headings.map(() => "---"),
    ...table.columns.map((column) => columnCells(column, table)),
  ];
  const cleaning = ["cleaning", "---", ...table.columns.map((column) => cleaningInWords(column) ?? "none")];
  const lines = rows.map((cells, i) => tableLine(cleaned ? [...cells, cleaning[i]] : cells));
  return [
    `## ${code(table.file)}: ${table.title}`,
    "",
    ...factsOf(table).map(([name, value]) => `- ${name}: ${value}`),
    "",
    ...lines,
    "",
    ...keyFigureLines(table),
  ].join("\n");
}

/** What stands above the columns; a fact that the schema does not give is left out. */
function factsOf(table: TableSchema): readonly (readonly [string, string])[] {
  const names = (columns: readonly string[]): string => columns.map(code).join(", ");
  const links = table.foreignKeys.map(
    ({ columns, table: other, to }) => `${names(columns)} is ${names(to)} of ${code(other)}`,
  );
  const facts: readonly (readonly [string, string | null])[] = [
    ["Source", table.source],
    ["In it", table.population],
    ["Grain", `${table.grain}, ${table.key.length > 0 ? `key ${names(table.key)}` : "without a key"}`],
    ["Belongs to", links.join("; ") || null],
    ["Groups", groupsInWords(table)],
    ["Planned", planInWords(table)],
    ["Rows", table.rows?.toLocaleString("en-US") ?? "as many as the file has"],
    ["Period", table.period],
    ["Currency", table.currency],
  ];
  return facts.flatMap(([name, value]) => (value === null ? [] : [[name, value] as const]));
}

function groupsInWords({ assignment, columns }: TableSchema): string {
  const treatment = columns.find(({ role }) => role === "treatment");
  const words: Record<TableSchema["assignment"], string> = {
    random: "at random",
    "by rule": "by somebody's rule, not at random",
    "self-chosen": "chosen by the customers themselves, not at random",
    none: "none: nothing in this table is the effect of a campaign",
  };
  const control = treatment ? `; ${code(treatment.name)} = ${treatment.control} is the control group` : "";
  return words[assignment] + control;
}

function planInWords({ plan }: TableSchema): string | null {
  const { shares, randomisedBy, assignedOn, followedUntil } = plan;
  const planned = shares && Object.entries(shares).map(([arm, share]) => `${share} in ${arm}`);
  const facts = [
    planned && `shares ${planned.join(", ")}`,
    randomisedBy && `assigned by ${code(randomisedBy)}, all its rows alike`,
    assignedOn && `assigned on ${code(assignedOn)}`,
    followedUntil && `followed until ${followedUntil}`,
  ];
  return facts.filter((fact) => fact !== null).join("; ") || null;
}

function columnCells(column: ColumnSchema, table: TableSchema): string[] {
  const inFile = column.file === column.name ? "" : `, in the file ${code(column.file)}`;
  return [
    `${code(column.name)}${inFile}`,
    column.unit === null ? column.type : `${column.type}, ${column.unit}`,
    column.meaning,
    allowedText(column),
    column.optional ? `${column.missing}; the column may be absent` : column.missing,
    hasArms(table) ? roleInWords(column) : column.role,
  ];
}

/** The role, and what an outcome or value decides. */
function roleInWords({ role, control, metric, afterAssignment }: ColumnSchema): string {
  const facts = [
    role,
    afterAssignment && "known after the assignment",
    control && `control ${control}`,
    metric && `${metric.purpose} metric`,
    metric?.better === "lower" && "lower is better",
    metric?.margin && `margin ${metric.margin}`,
    metric?.covariate && `covariate ${code(metric.covariate)}`,
    metric?.windowDays && `within ${metric.windowDays} days`,
  ];
  return facts.filter((fact) => typeof fact === "string").join(", ");
}

function tableLine(cells: readonly string[]): string {
  return `| ${cells.map((cell) => cell.replaceAll("|", "\\|")).join(" | ")} |`;
}

function allowedText(column: ColumnSchema): string {
  const cut = column.bands === null ? "" : `; cut at ${column.bands.join(", ")}`;
  return rangeText(column) + cut;
}

function rangeText({ levels, range }: ColumnSchema): string {
  if (levels !== null) return levels.join(", ");
  if (range === null) return "any";
  if (range.high === null) return `${range.low} or more`;
  return range.low === null ? `${range.high} or less` : `${range.low} to ${range.high}`;
}

function keyFigureLines({ keyFigures }: TableSchema): string[] {
  if (keyFigures.length === 0) return [];
  const lines = keyFigures.map(({ name, statistic, column, where, is }) => {
    const conditions = Object.entries(where).map(([other, value]) => `${code(other)} is ${value}`);
    const rows = conditions.length === 0 ? "" : ` where ${conditions.join(" and ")}`;
    return `- ${name}: ${is} (${statistic} of ${code(column)}${rows})`;
  });
  return ["Key figures, checked whenever the table is read:", "", ...lines, ""];
}

function code(name: string): string {
  return `\`${name}\``;
}
