import type { ColumnSchema, ColumnType, DateOrder } from "../contract/schema.js";
import { parseSchema } from "../contract/schema-reader.js";
import { type GuessedColumn, starterSchema } from "../contract/starter-schema.js";
import { DataError } from "../data-error.js";
import type { Database } from "../database.js";
import type { Decimal, NumberForm } from "./amounts.js";
import type { DateForm } from "./dates.js";
import { columnNames, openText } from "./delimited.js";
import type { SourceText } from "./source-text.js";
import { cellOf, dateFormOf, type Reading } from "./typed.js";
import { typingOf } from "./typing.js";

/** Rows that are looked at. What only a later row contradicts is told when the file is read. */
const ROWS_LOOKED_AT = 100_000;
/** A text with more different values than this is taken for a name and not for a level. */
const MOST_LEVELS = 12;

/** The narrowest first: what is a whole number is a number, too. */
const TYPES: readonly ColumnType[] = ["integer", "number", "money", "duration", "date", "datetime"];
const AMOUNTS: readonly ColumnType[] = ["integer", "number", "money"];

const NO_LEADING_ZERO = "[+-]?(0|[^0+-].*|0[^0-9].*)";
/** What a cell must look like, too: 00123 is no number but a name, and neither is 021 345 678 money, nor CUS123. */
const NO_NAME: Partial<Record<ColumnType, string>> = {
  integer: NO_LEADING_ZERO,
  number: NO_LEADING_ZERO,
  money: ".*[\\p{Sc},.].*|[+-]?(0|[1-9][0-9]*)",
};

/** What the columns of a file look like, and how its numbers are written. */
export interface GuessedColumns {
  readonly columns: readonly GuessedColumn[];
  readonly decimal: Decimal;
}

/**
 * What the columns of a text look like, by its first 100,000 rows. A type is the narrowest as which every filled cell of
 * the column can be read. Decimal commas are looked for where no commas stand between columns, and declared when more
 * columns are numbers so.
 *
 * Throws DataError when the header is blank or two columns have one name.
 */
export async function guessColumns(database: Database, source: SourceText): Promise<GuessedColumns> {
  const { isText } = source;
  const { names, delimiter } = columnNames(source);
  const reading = await firstRows({ database, source, names });
  const guess = async (decimal: Decimal): Promise<GuessedColumns> => {
    const columns: GuessedColumn[] = [];
    for (const column of reading.schema.columns) {
      columns.push(await guessColumn(reading, column, { decimal, isText }));
    }
    return { columns, decimal };
  };
  const guesses = [await guess(".")];
  if (isText && delimiter !== ",") guesses.push(await guess(","));
  await database.run("DROP TABLE guessed");
  const amounts = ({ columns }: GuessedColumns): number =>
    columns.filter(({ type }) => AMOUNTS.includes(type)).length;
  return guesses.reduce((best, next) => (amounts(next) > amounts(best) ? next : best));
}

/** The first rows, read as a table is whose columns are all texts. */
async function firstRows(given: {
  database: Database;
  source: SourceText;
  names: readonly string[];
}): Promise<Reading> {
  const { database, source, names } = given;
  const plain = { type: "text", dates: null, levels: [], unique: false } as const;
  const columns = [...new Set(names)].map((file) => ({ ...plain, file }));
  const table = { file: source.file, stem: "guessed", decimal: ".", columns, problems: [] } as const;
  const [schema] = parseSchema(starterSchema([table]), source.file).tables;
  const text = openText(source, schema);
  await database.run(
    `CREATE OR REPLACE TABLE guessed AS SELECT * FROM ${text.rows("skip")} LIMIT ${ROWS_LOOKED_AT}`,
    text.parameters,
  );
  return { database, schema, text: { ...text, rows: () => "guessed", parameters: {} } };
}

async function guessColumn(
  reading: Reading,
  column: ColumnSchema,
  numbers: NumberForm,
): Promise<GuessedColumn> {
  const { form, dates } = await datesOf(reading, column);
  const cell = cellOf(reading, column);
  const values = new Map(
    [...TYPES, "text" as const].map((type) => [
      type,
      typingOf({ ...column, type }, { form, ...numbers }).value(cell),
    ]),
  );
  const fits = [...values].map(([type, value]) => {
    const pattern = NO_NAME[type] ?? ".*";
    return `COUNT(*) FILTER (WHERE ${value} IS NOT NULL AND REGEXP_FULL_MATCH(TRIM(${cell}), '${pattern}', 's')) AS ${type}`;
  });
  const { columns: fitting } = await reading.database.query(`SELECT ${fits.join(",\n  ")} FROM guessed`);
  const known = Number(fitting.text[0]);
  const type = TYPES.find((one) => known > 0 && Number(fitting[one][0]) === known) ?? "text";
  const { levels, unique } = await valuesOf(reading.database, values.get(type)!);
  const isFlag = type === "integer" && levels.join() === "0,1";
  const isDate = type === "date" || type === "datetime";
  const written = type === "text" || isFlag ? levels : [];
  return { file: column.file, type, dates: isDate ? dates : null, levels: written, unique };
}

/** How a column writes its dates. Where day or month could be first, the day is, and the order must be declared. */
async function datesOf(
  reading: Reading,
  column: ColumnSchema,
): Promise<{ form: DateForm | null; dates: DateOrder | null }> {
  try {
    return { form: await dateFormOf(reading, column), dates: null };
  } catch (error) {
    if (!(error instanceof DataError)) throw error;
    const dates = "day-month-year";
    return { form: await dateFormOf(reading, { ...column, dates }), dates };
  }
}

/** The values of a column when they are few, in their most frequent spelling, and whether no row shares or lacks one. */
async function valuesOf(
  database: Database,
  value: string,
): Promise<{ levels: readonly string[]; unique: boolean }> {
  const { columns } = await database.query(
    `SELECT COUNT(*) = COUNT(DISTINCT ${value}) AS is_unique FROM guessed`,
  );
  const { columns: found } = await database.query(
    `SELECT TRIM(CAST(${value} AS STRING)) AS level FROM guessed WHERE ${value} IS NOT NULL
GROUP BY level ORDER BY COUNT(*) DESC, level LIMIT ${10 * MOST_LEVELS}`,
  );
  const spellings = new Map<string, string>();
  for (const level of Array.from(found.level, String)) {
    const plain = level.toLowerCase();
    if (!spellings.has(plain)) spellings.set(plain, level);
  }
  const levels = spellings.size <= MOST_LEVELS ? [...spellings.values()].sort() : [];
  return { levels, unique: String(columns.is_unique[0]) === "true" };
}
