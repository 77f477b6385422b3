import type { ColumnSchema } from "../contract/schema.js";
import { typedLiteral } from "../literals.js";
import { medianFill } from "../medians.js";
import { type Cleaning, changeColumns, declaring, holderOf } from "./cleaning.js";

/** What stands where nothing stood: its SQL, and in words. */
interface Filling {
  readonly sql: string;
  readonly words: string;
  /** The SQL can be NULL: then there is nothing to fill in, and the value stays missing. */
  readonly mayFail?: boolean;
}

/**
 * Fills missing values where `fill` is declared, and remembers in NAME_missing where it did: 1 where a value was missing
 * and now is not. A ratio without a denominator fills nothing and flags nothing.
 */
export async function fillMissing(cleaning: Cleaning): Promise<Cleaning> {
  let next = cleaning;
  for (const column of declaring(cleaning, (c) => c.cleaning.fill !== null)) {
    const { name } = column;
    const holder = holderOf(next, name);
    const { sql, words, mayFail } = await fillingOf(next, column);
    const filled = mayFail ? `${holder} IS NULL AND ${sql} IS NOT NULL` : `${holder} IS NULL`;
    next = await changeColumns(next, {
      rule: `fill a missing ${name} with ${words}`,
      verb: "filled",
      values: { [name]: `COALESCE(${holder}, ${sql})` },
      flags: { [`${name}_missing`]: `CASE WHEN ${filled} THEN 1 ELSE 0 END` },
    });
  }
  return next;
}

async function fillingOf(
  cleaning: Cleaning,
  { name, type, cleaning: rules }: ColumnSchema,
): Promise<Filling> {
  const fill = rules.fill!;
  if (fill.by === "value") return { sql: typedLiteral(type, fill.value), words: fill.value };
  if (fill.by === "ratio") {
    const [numerator, denominator] = [fill.numerator, fill.denominator].map((c) => holderOf(cleaning, c));
    const sql = `CAST(${numerator} AS DOUBLE) / NULLIF(CAST(${denominator} AS DOUBLE), 0)`;
    return { sql, words: `${fill.numerator} by ${fill.denominator}`, mayFail: true };
  }
  const rows = { database: cleaning.database, table: cleaning.view };
  const column = { column: holderOf(cleaning, name), type };
  if (fill.within === null) {
    const { sql, overall } = await medianFill(rows, column);
    return { sql, words: `the median, ${overall}` };
  }
  const groupType = cleaning.schema.columns.find((c) => c.name === fill.within)!.type;
  const group = { column: holderOf(cleaning, fill.within), type: groupType };
  const { sql, overall, withoutGroup } = await medianFill(rows, column, group);
  const rest =
    withoutGroup === 0 ? "" : `; in ${withoutGroup} rows without such a group the median, ${overall}`;
  return { sql, words: `the median of its ${fill.within}${rest}` };
}
