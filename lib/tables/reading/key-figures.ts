import type { KeyFigure, TableSchema } from "../contract/schema.js";
import type { Database } from "../database.js";
import { textLiteral } from "../literals.js";
import type { QualityFinding } from "./quality.js";

/**
 * Compares a loaded table with the key figures that the schema gives for it. One that differs, rounded to the digits that
 * the schema writes, stops the run: this is another table, or another version of it, than was described.
 */
export async function keyFigureFindings(
  database: Database,
  { name: table, keyFigures }: TableSchema,
): Promise<readonly QualityFinding[]> {
  if (keyFigures.length === 0) return [];
  const values = keyFigures.map((figure, i) => `${statisticOf(figure)} AS figure_${i}`);
  const { columns } = await database.query(`SELECT ${values.join(",\n  ")}\nFROM ${table}`);
  return keyFigures.flatMap((figure, i) => {
    const found = Number(columns[`figure_${i}`][0]);
    const digits = `${figure.is}`.split(".")[1]?.length ?? 0;
    if (Number(found.toFixed(digits)) === figure.is) return [];
    return [
      {
        table,
        column: figure.column,
        kind: "key figure",
        rule: `key figure "${figure.name}": expected ${figure.is}`,
        count: 0,
        place: "all rows",
        value: Number.isNaN(found) ? "no value" : found.toFixed(digits + 2),
        meant: null,
        grade: "stop",
      },
    ];
  });
}

function statisticOf({ statistic, column, where }: KeyFigure): string {
  const conditions = Object.entries(where).map(([name, value]) => `${name} = ${textLiteral(value)}`);
  const filter = (more: readonly string[] = []): string =>
    `FILTER (WHERE ${["1 = 1", ...conditions, ...more].join(" AND ")})`;
  if (statistic === "missing") return `COUNT(*) ${filter([`${column} IS NULL`])}`;
  if (statistic === "distinct") return `COUNT(DISTINCT ${column}) ${filter()}`;
  const aggregate = { mean: "AVG", sum: "SUM", min: "MIN", max: "MAX" }[statistic];
  return `${aggregate}(CAST(${column} AS DOUBLE)) ${filter()}`;
}
