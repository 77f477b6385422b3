import { textLiteral } from "../literals.js";
import { meantLevel } from "../reading/quality.js";
import { type Cleaning, changeColumns, declaring, holderOf } from "./cleaning.js";

/** A rule lists every text that it changes; with more different ones than this the column holds no levels. */
const MOST_LEVELS = 10_000;

/** Writes levels with capital first letters where `case: title` is declared. */
export async function titleCase(cleaning: Cleaning): Promise<Cleaning> {
  const columns = declaring(cleaning, (column) => column.cleaning.titleCase).map(({ name }) => name);
  if (columns.length === 0) return cleaning;
  const values: Record<string, string> = {};
  for (const column of columns) values[column] = await relabelled(cleaning, column, asTitle);
  return changeColumns(cleaning, {
    rule: `write ${columns.join(" and ")} in title case`,
    verb: "titled",
    values,
  });
}

/**
 * Writes every level as the schema spells it: other case, blanks around it, and the spellings that are declared. Other
 * columns than texts, and ids, have their spellings applied while they are read.
 */
export async function oneSpelling(cleaning: Cleaning): Promise<Cleaning> {
  const hasLevels = declaring(cleaning, (c) => c.type === "text" && c.role !== "id" && c.levels !== null);
  let next = cleaning;
  for (const column of hasLevels) {
    // A schema may know the level PhD and ask for title case: then Phd is the one spelling.
    const spelt = column.cleaning.titleCase ? asTitle : (level: string): string => level;
    const sql = await relabelled(next, column.name, (value) => spelt(meantLevel(column, value) ?? value));
    const declared = Object.keys(column.spellings).length > 0;
    if (!declared && sql === holderOf(next, column.name)) continue;
    const rule = `write ${column.name} in one spelling`;
    next = await changeColumns(next, { rule, verb: "spelt", values: { [column.name]: sql } });
  }
  return next;
}

/** Every run of letters with a capital first and small letters after it: "2n Cycle" is "2N Cycle". */
function asTitle(value: string): string {
  return value.trim().replace(/\p{L}+/gu, (word) => word[0].toUpperCase() + word.slice(1).toLowerCase());
}

/** SQL of a column with each of its texts as `meant` writes it: the column itself when all stay as they are. */
async function relabelled(
  cleaning: Cleaning,
  column: string,
  meant: (value: string) => string,
): Promise<string> {
  const holder = holderOf(cleaning, column);
  const { columns, rows } = await cleaning.database.query(
    `SELECT DISTINCT ${holder} AS level FROM ${cleaning.view}
WHERE ${holder} IS NOT NULL ORDER BY level LIMIT ${MOST_LEVELS + 1}`,
  );
  if (rows > MOST_LEVELS) {
    const problem = `more than ${MOST_LEVELS} different texts, too many for levels and title case`;
    throw new RangeError(`table ${cleaning.schema.name}, column "${column}": ${problem}`);
  }
  const changes = Array.from(columns.level, String).filter((level) => meant(level) !== level);
  if (changes.length === 0) return holder;
  const cases = changes.map((level) => `WHEN ${textLiteral(level)} THEN ${textLiteral(meant(level))}`);
  return `CASE ${holder} ${cases.join(" ")} ELSE ${holder} END`;
}
