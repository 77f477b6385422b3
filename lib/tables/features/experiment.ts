import type { ExperimentSummary } from "../../types.js";
import type { TableSchema } from "../contract/schema.js";
import type { Database } from "../database.js";
import { balanceAmounts, readBalance } from "./experiment-balance.js";
import { readCells } from "./experiment-cells.js";
import { readClusters } from "./experiment-clusters.js";
import { covariateOf, type ExperimentOptions, experimentOf, metricOf } from "./experiment-rows.js";
import { readAmounts } from "./experiment-sums.js";

/**
 * Everything that the analysis of an experiment needs from a table of the database: counts and sums of every metric by arm
 * and by level of every segment, of the units that were assigned as a whole, and of what was known before.
 *
 * Customers whose window is open are pending, those without a value missing; in each cell n, pending and missing are all
 * its rows. Sums are the same to the last digit whatever the order of the rows and the number of threads, and no value
 * of one cell changes the digits of another. Of money (in cents) and whole numbers they are exact while the sizes of what is
 * added up stay below 2^53 together; all others are off by a rounding of each term and one of the sum.
 *
 * Throws RangeError when the schema gives the table no treatment, for a metric or segment that it does not have, and for
 * a column with values too large to add up (from about 1e95).
 *
 * @example
 * const summary = await experimentSummary(database, tableSchema(schema, "campaign_data"));
 * summary.arms[1]; // { arm: "1", customers: 2514, plannedShare: 0.5 }
 */
export async function experimentSummary(
  database: Database,
  schema: TableSchema,
  options: ExperimentOptions = {},
): Promise<ExperimentSummary> {
  const experiment = experimentOf(schema, options);
  const { metrics, table } = experiment;
  const covariates = new Set(metrics.map(covariateOf));
  const numbers = [
    ...metrics,
    ...balanceAmounts(experiment),
    ...schema.columns.filter(({ name }) => covariates.has(name)),
  ];
  const amounts = await readAmounts(database, table, [...new Set(numbers)]);
  const { cells, customers, withoutArm } = await readCells(database, experiment, amounts);
  const { randomisedBy, shares } = schema.plan;
  const units = randomisedBy === null ? null : await readClusters(database, experiment, amounts);
  return {
    name: schema.name,
    assignment: schema.assignment,
    control: experiment.arms[0],
    unit: randomisedBy,
    arms: experiment.arms.map((arm, place) => ({
      arm,
      customers: (units?.units ?? customers)[place],
      plannedShare: shares?.[arm] ?? null,
    })),
    metrics: metrics.map((column) => metricOf(column, schema.currency)),
    cells,
    clusters: units?.clusters ?? [],
    balance: await readBalance(database, experiment, amounts),
    severalArms: units?.severalArms ?? null,
    withoutArm,
  };
}
