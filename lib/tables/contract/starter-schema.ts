import { schemaName } from "./names.js";
import type { ColumnType, DateOrder } from "./schema.js";

/** What can be seen of a file before anybody said what it holds. */
export interface GuessedTable {
  /** File name. */
  readonly file: string;
  /** Name without ending. */
  readonly stem: string;
  readonly decimal: "." | ",";
  readonly columns: readonly GuessedColumn[];
  /** Why the file cannot be read by this schema; none when it can. */
  readonly problems: readonly string[];
}

export interface GuessedColumn {
  /** Name in the file. */
  readonly file: string;
  readonly type: ColumnType;
  /** The order of its dates' parts, taken for granted where they do not tell; else null. */
  readonly dates: DateOrder | null;
  /** Its values, when they are few and are texts or 0 and 1; else empty. */
  readonly levels: readonly string[];
  /** No value is missing or there twice. */
  readonly unique: boolean;
}

/** Types of which a unique value names a row; a unique amount of money does not. */
const KEY_TYPES: readonly ColumnType[] = ["integer", "text"];

const HEAD = `# A schema to start from, made from the columns of your files. Your files can be read by it as it is, where no comment
# says why not; complete it:
#   the column that says who was contacted: role: treatment, levels, and control (the level that was left alone)
#   what the campaign should change: role: outcome (levels [0, 1], or a number without levels)
#   money earned and spent: role: value, role: cost, with a unit; days: role: time; groups of customers: role: segment
#   missing_as: [NA] for the table where such a text means an empty cell; the column then may be a number and not a text
#   assignment: random, by rule or self-chosen, as customers got into the groups; with random say what was planned:
#     shares: { mail: 0.5, none: 0.5 }, and randomised_by: the household or store, where it was assigned as a whole
#   what must not get worse: metric: guardrail, better: lower, margin (how much worse it may get); age: bands: [30, 45, 60]
#   what the columns mean, what an empty cell means, and the columns that you do not need: take them out
tables:`;

/**
 * A schema of the reader's files as YAML text that readSchema takes as it is: types as they look, every column a feature,
 * no treatment, and comments that say what only the reader knows.
 *
 * Types and levels are guesses from the values; a number may well be a name, and a text with few values a treatment.
 *
 * @example
 * starterSchema([{ file: "mail.csv", stem: "mail", columns }]); // "# A schema to start from, …"
 */
export function starterSchema(tables: readonly GuessedTable[]): string {
  const taken: string[] = [];
  const sections = tables.map((table) => {
    const name = schemaName(table.stem, taken);
    taken.push(name);
    return tableText(name, table);
  });
  return `${[HEAD, ...sections].join("\n")}\n`;
}

function tableText(name: string, { file, decimal, columns, problems }: GuessedTable): string {
  const names: string[] = [];
  for (const column of columns) names.push(schemaName(column.file, names));
  const key = columns.findIndex(({ type, unique }) => unique && KEY_TYPES.includes(type));
  return [
    `  ${name}:`,
    ...(problems.length === 0 ? [] : ["    # The file cannot be read so yet:"]),
    ...problems.map((problem) => `    #   ${problem.replace(/[\r\n]+/g, " ")}`),
    `    title: ${JSON.stringify(file)}`,
    `    file: ${JSON.stringify(file)}`,
    "    family: own",
    "    currency: not said yet",
    "    grain: one row per customer # or per purchase, call, day",
    ...(key < 0 ? [] : [`    key: [${names[key]}] # no value is there twice`]),
    "    assignment: none # no effect is measured before this and a treatment are declared",
    "    source: your own file",
    ...(decimal === "." ? [] : ['    decimal: "," # 3,5 is three and a half']),
    "    columns:",
    ...columns.map((column, i) => columnText(names[i], column, i === key ? "id" : "feature")),
  ].join("\n");
}

function columnText(
  name: string,
  { file, type, dates, levels }: GuessedColumn,
  role: "id" | "feature",
): string {
  const written = levels.map((level) => (type === "text" ? JSON.stringify(level) : level));
  const parts = [
    ...(file === name ? [] : [`file: ${JSON.stringify(file)}`]),
    `type: ${type}`,
    "meaning: not said yet",
    `role: ${role}`,
    ...(levels.length === 0 || role === "id" ? [] : [`levels: [${written.join(", ")}]`]),
    ...(dates === null ? [] : [`dates: ${dates}`]),
    "missing: not known",
  ];
  const doubt = dates === null ? "" : " # or month-day-year: no day is above 12, so say which";
  return `      ${name}: { ${parts.join(", ")} }${doubt}`;
}
