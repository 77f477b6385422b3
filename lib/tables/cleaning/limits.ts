import type { ColumnSchema } from "../contract/schema.js";
import { numberLiteral } from "../literals.js";
import { percentiles } from "../percentiles.js";
import { rangeCondition } from "../reading/checks.js";
import { type Cleaning, changeColumns, declaring, holderOf, setRowsAside } from "./cleaning.js";

/** Marks values out of range in NAME_outside where `outside: flag` is declared; a missing value is not outside. */
export async function flagOutside(cleaning: Cleaning): Promise<Cleaning> {
  let next = cleaning;
  for (const column of declaring(cleaning, (c) => c.cleaning.outside === "flag")) {
    const outside = rangeCondition(holderOf(next, column.name), column.range!);
    next = await changeColumns(next, {
      rule: `flag ${outsideWords(column)}`,
      verb: "flagged",
      values: {},
      flags: { [`${column.name}_outside`]: `CASE WHEN ${outside} THEN 1 ELSE 0 END` },
    });
  }
  return next;
}

/** Sets rows aside whose value is out of range, where `outside: set aside` is declared; a missing value stays. */
export async function setAsideOutside(cleaning: Cleaning): Promise<Cleaning> {
  let next = cleaning;
  for (const column of declaring(cleaning, (c) => c.cleaning.outside === "set aside")) {
    const outside = rangeCondition(holderOf(next, column.name), column.range!);
    next = await setRowsAside(next, {
      rule: `set aside ${outsideWords(column)}`,
      columns: [column.name],
      keep: `${holderOf(next, column.name)} IS NULL OR NOT (${outside})`,
      reason: `'${outsideWords(column)}'`,
    });
  }
  return next;
}

/** Sets rows aside in which a column that is declared `needed` has no value. */
export async function setAsideMissing(cleaning: Cleaning): Promise<Cleaning> {
  const columns = declaring(cleaning, (c) => c.cleaning.needed).map(({ name }) => name);
  if (columns.length === 0) return cleaning;
  const missing = columns.map((name) => `WHEN ${holderOf(cleaning, name)} IS NULL THEN '${name} is missing'`);
  return setRowsAside(cleaning, {
    rule: "set aside rows without a needed value",
    columns,
    keep: columns.map((name) => `${holderOf(cleaning, name)} IS NOT NULL`).join(" AND "),
    reason: `CASE ${missing.join(" ")} END`,
  });
}

/** Sets what lies beyond two percentiles to the percentile (Winsor): the row stays, its extreme does not. */
export async function winsorise(cleaning: Cleaning): Promise<Cleaning> {
  let rest = declaring(cleaning, (c) => c.cleaning.winsorise !== null);
  let next = cleaning;
  while (rest.length > 0) {
    const { low, high } = rest[0].cleaning.winsorise!;
    const isAlike = ({ cleaning: { winsorise: limits } }: ColumnSchema): boolean =>
      limits?.low === low && limits.high === high;
    const values: Record<string, string> = {};
    for (const column of rest.filter(isAlike)) values[column.name] = await capped(next, column, [low, high]);
    const rule = `winsorise at the percentiles ${percentileName(low)} and ${percentileName(high)}`;
    next = await changeColumns(next, { rule, verb: "capped", values });
    rest = rest.filter((column) => !isAlike(column));
  }
  return next;
}

async function capped(
  cleaning: Cleaning,
  { name, type }: ColumnSchema,
  fractions: readonly number[],
): Promise<string> {
  const column = holderOf(cleaning, name);
  const rows = { database: cleaning.database, table: cleaning.view };
  const [lowest, highest] = (await percentiles(rows, column, fractions)).map((value) =>
    type === "money" ? value.toFixed(2) : numberLiteral(value),
  );
  const value = type === "money" ? column : `CAST(${column} AS DOUBLE)`;
  return `CASE WHEN ${column} < ${lowest} THEN ${lowest} WHEN ${column} > ${highest} THEN ${highest} ELSE ${value} END`;
}

/** 0.07 is 7, and not the 7.000000000000001 of a product of doubles. */
function percentileName(fraction: number): string {
  return String(Number((fraction * 100).toPrecision(12)));
}

function outsideWords({ name, range }: ColumnSchema): string {
  if (range?.high == null) return `${name} below ${range?.low}`;
  return range.low === null
    ? `${name} above ${range.high}`
    : `${name} outside of ${range.low} to ${range.high}`;
}
