import type { ClusterCell, ExperimentSummary } from "../../types.js";
import { numbersOf } from "../columns.js";
import type { Database } from "../database.js";
import { amountNamed, type Experiment, rowsQuery } from "./experiment-rows.js";
import { type Amount, exactSum } from "./experiment-sums.js";

/** What the units of an experiment show that its rows cannot. */
export interface Clusters {
  readonly clusters: readonly ClusterCell[];
  readonly severalArms: ExperimentSummary["severalArms"];
  /** Units of each arm, in the order of the experiment's arms. */
  readonly units: readonly number[];
}

/**
 * Sums of each unit's total, by arm and size of the unit, where a column says what was assigned as a whole. A row without
 * a value in that column is a unit of its own; a unit of which no row counts for a metric is not in that metric's cells.
 */
export async function readClusters(
  database: Database,
  experiment: Experiment,
  amounts: ReadonlyMap<string, Amount>,
): Promise<Clusters> {
  const units = unitsQuery(experiment, amounts);
  const clusters: ClusterCell[] = [];
  for (const place of experiment.metrics.keys()) {
    clusters.push(...(await metricClusters(database, experiment, { place, units, amounts })));
  }
  const { columns } = await database.query(
    `SELECT COUNT(*) AS units, COUNT(*) FILTER (WHERE arms > 1) AS several
FROM (SELECT unit, COUNT(*) AS arms FROM (${units}) AS units WHERE unit IS NOT NULL GROUP BY unit) AS counted`,
  );
  const byArm = await database.query(`SELECT arm, COUNT(*) AS n FROM (${units}) AS units GROUP BY arm`);
  const places = [...numbersOf(byArm, "arm")];
  return {
    clusters,
    severalArms: { units: Number(columns.units[0]), inSeveral: Number(columns.several[0]) },
    units: experiment.arms.map((_, place) => numbersOf(byArm, "n")[places.indexOf(place)] ?? 0),
  };
}

/** One row for each unit and arm, with `size0` and `total0` of each metric. */
function unitsQuery(experiment: Experiment, amounts: ReadonlyMap<string, Amount>): string {
  const totals = experiment.metrics.flatMap(({ name }, i) => {
    const { rows, largest } = amountNamed(name, amounts);
    return [`COUNT(y${i}) AS size${i}`, `${exactSum(`y${i}`, rows * largest)} AS total${i}`];
  });
  const alone = experiment.metrics.flatMap((_, i) => [`CASE WHEN y${i} IS NULL THEN 0 ELSE 1 END`, `y${i}`]);
  return `SELECT arm, unit, ${totals.join(", ")}
FROM (${rowsQuery(experiment, amounts)}) AS rows_of_units
WHERE arm IS NOT NULL AND unit IS NOT NULL
GROUP BY arm, unit
UNION ALL
SELECT arm, unit, ${alone.join(", ")}
FROM (${rowsQuery(experiment, amounts)}) AS rows_alone
WHERE arm IS NOT NULL AND unit IS NULL`;
}

async function metricClusters(
  database: Database,
  { arms, metrics }: Experiment,
  { place, units, amounts }: { place: number; units: string; amounts: ReadonlyMap<string, Amount> },
): Promise<ClusterCell[]> {
  const { name } = metrics[place];
  const { rows, largest, parts } = amountNamed(name, amounts);
  const { columns } = await database.query(`SELECT MAX(ABS(total${place})) AS most FROM (${units}) AS units`);
  const most = Number(columns.most[0]) || 0;
  const result = await database.query(
    `SELECT arm, size${place} AS size, COUNT(*) AS clusters,
  ${exactSum(`total${place}`, rows * largest, parts)} AS sum,
  ${exactSum(`total${place} * total${place}`, rows * most ** 2, parts ** 2)} AS sum_squares
FROM (${units}) AS units
WHERE size${place} > 0
GROUP BY arm, size${place}
ORDER BY arm, size${place}`,
  );
  const [arm, size, clusters, sum, sumSquares] = ["arm", "size", "clusters", "sum", "sum_squares"].map(
    (column) => numbersOf(result, column),
  );
  return Array.from(arm, (armPlace, row) => ({
    ...{ metric: name, arm: arms[armPlace], size: size[row], clusters: clusters[row] },
    ...{ sum: sum[row], sumSquares: sumSquares[row] },
  }));
}
