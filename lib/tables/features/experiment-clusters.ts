import type { ClusterCell, ClusterLimits, ExperimentSummary } from "../../types.js";
import { numbersOf, textsOf } from "../columns.js";
import type { ColumnSchema } from "../contract/schema.js";
import type { Database } from "../database.js";
import { EVERYBODY, type Group } from "./experiment-groups.js";
import { amountNamed, type Experiment, levelName, rowsQuery } from "./experiment-rows.js";
import { type Amount, exactSum } from "./experiment-sums.js";

/** What the units of an experiment show that its rows cannot. */
export interface Clusters {
  readonly clusters: readonly ClusterCell[];
  readonly severalArms: ExperimentSummary["severalArms"];
  /** Units of each arm, in the order of the experiment's arms. */
  readonly units: readonly number[];
}

const LIMITS: ClusterLimits = { worth: 10, together: 1000 };

/**
 * Sums of each unit's total, by arm and size of the unit, where a column says what was assigned as a whole: of everybody,
 * and of each level of every segment. A row without a value in that column is a unit of its own; a unit of which no row
 * counts for a metric is not in that metric's cells.
 */
export async function readClusters(
  database: Database,
  experiment: Experiment,
  amounts: ReadonlyMap<string, Amount>,
): Promise<Clusters> {
  const clusters: ClusterCell[] = [];
  for (const metric of experiment.metrics) {
    clusters.push(...(await metricClusters(database, experiment, { metric, amounts })));
  }
  return { clusters, ...(await countUnits(database, experiment)) };
}

async function countUnits(database: Database, experiment: Experiment): Promise<Omit<Clusters, "clusters">> {
  const rows = `(${rowsQuery({ ...experiment, metrics: [], segments: [] }, new Map())}) AS rows_of_units`;
  const { columns } = await database.query(
    `SELECT COUNT(*) AS units, COUNT(*) FILTER (WHERE arms > 1) AS several
FROM (SELECT unit, COUNT(DISTINCT arm) AS arms FROM ${rows}
  WHERE arm IS NOT NULL AND unit IS NOT NULL GROUP BY unit) AS counted`,
  );
  const byArm = await database.query(
    `SELECT arm, COUNT(DISTINCT unit) + COUNT(*) FILTER (WHERE unit IS NULL) AS n
FROM ${rows} WHERE arm IS NOT NULL GROUP BY arm`,
  );
  const places = [...numbersOf(byArm, "arm")];
  return {
    severalArms: { units: Number(columns.units[0]), inSeveral: Number(columns.several[0]) },
    units: experiment.arms.map((_, place) => numbersOf(byArm, "n")[places.indexOf(place)] ?? 0),
  };
}

/** The units' cells of one column of numbers: see readClusters. */
export async function metricClusters(
  database: Database,
  experiment: Experiment,
  { metric, amounts }: { metric: ColumnSchema; amounts: ReadonlyMap<string, Amount> },
): Promise<ClusterCell[]> {
  const { arms, segments } = experiment;
  const amount = amountNamed(metric.name, amounts);
  const units = unitsQuery({ ...experiment, metrics: [metric] }, amounts);
  const { columns } = await database.query(`WITH ${units} SELECT MAX(ABS(total)) AS most FROM units`);
  const unit = { ...amount, largest: Number(columns.most[0]) || 0 };
  const result = await database.query(
    `WITH ${units}, ${FEW}
SELECT arm, units.segment, units.level, size, COUNT(*) AS clusters,
  ${exactSum("total", [amount])} AS sum,
  ${exactSum("total * total", [unit, unit])} AS sum_squares
FROM units LEFT JOIN few ON few.segment = units.segment AND few.level IS NOT DISTINCT FROM units.level
GROUP BY arm, units.segment, units.level, size, CASE WHEN few.segment IS NOT NULL THEN number END
ORDER BY units.segment, units.level, arm, size, sum`,
  );
  const names = ["arm", "segment", "size", "clusters", "sum", "sum_squares"];
  const [arm, segment, size, clusters, sums, squares] = names.map((name) => numbersOf(result, name));
  const levels = textsOf(result, "level");
  return Array.from(sums, (sum, row) => ({
    ...{ metric: metric.name, arm: arms[arm[row]], ...groupAt(segments[segment[row]], levels[row]) },
    ...{ size: size[row], clusters: clusters[row], sum },
    // Squares are rounded to a step that fits the largest; no squares are less than those of equal totals.
    sumSquares: Math.max(squares[row], sum ** 2 / clusters[row]),
  }));
}

function groupAt(segment: ColumnSchema | undefined, level: string | null): Group {
  return segment === undefined ? EVERYBODY : { segment: segment.name, level: levelName(segment, level) };
}

/**
 * A row for each unit, arm and group: `size` and `total` of the only metric. `segment` is the group's place among the
 * segments, -1 for everybody.
 */
function unitsQuery(experiment: Experiment, amounts: ReadonlyMap<string, Amount>): string {
  const { metrics, segments } = experiment;
  const amount = amountNamed(metrics[0].name, amounts);
  const places = [-1, ...segments.keys()].map((place) => `(${place})`);
  const texts = segments.map((_, i) => `WHEN ${i} THEN CAST(level${i} AS STRING)`);
  const level = texts.length === 0 ? "CAST(NULL AS STRING)" : `CASE segment ${texts.join(" ")} END`;
  return `placed AS (
  SELECT arm, unit, segment, ${level} AS level, y0
  FROM (${rowsQuery(experiment, amounts)}) AS rows_of_units
  CROSS JOIN (VALUES ${places.join(", ")}) AS places(segment)
  WHERE arm IS NOT NULL AND y0 IS NOT NULL
), units AS (
  SELECT *, ROW_NUMBER() OVER () AS number
  FROM (
    SELECT arm, segment, level, COUNT(*) AS size, ${exactSum("y0", [{ ...amount, parts: 1 }])} AS total
    FROM placed WHERE unit IS NOT NULL GROUP BY arm, unit, segment, level
    UNION ALL
    SELECT arm, segment, level, 1, y0 FROM placed WHERE unit IS NULL
  ) AS each_unit
)`;
}

/** The groups in which an arm has few units, or units worth few equally large ones. */
const FEW = `few AS (
  SELECT segment, level
  FROM (
    SELECT arm, segment, level, COUNT(*) AS clusters,
      CAST(SUM(size) AS DOUBLE) * CAST(SUM(size) AS DOUBLE) / CAST(SUM(size * size) AS DOUBLE) AS worth
    FROM units GROUP BY arm, segment, level
  ) AS by_arm
  GROUP BY segment, level
  HAVING MIN(worth) < ${LIMITS.worth} AND SUM(clusters) <= ${LIMITS.together}
)`;
