import type { ExperimentSummary } from "../../types.js";
import type { ColumnSchema, TableSchema } from "../contract/schema.js";
import type { Database } from "../database.js";
import { experimentSummary } from "./experiment.js";

/**
 * The discount test of retail_customers with the one metric that decides, `profit_to_october`: profit per assigned customer
 * in the test and in the two months after it, because a discount may only bring forward what would have been bought later.
 * All other outcomes and values are descriptive.
 *
 * Throws RangeError when the schema has no `profit_in_test` or no `profit_after_test`.
 *
 * @example
 * const test = await discountExperiment(database, tableSchema(workspace.schema, "retail_customers"));
 * analyseExperiment(test).verdicts[0].verdict; // "do not ship"
 */
export async function discountExperiment(
  database: Database,
  schema: TableSchema,
): Promise<ExperimentSummary> {
  const during = metricColumn(schema, "profit_in_test");
  const after = metricColumn(schema, "profit_after_test");
  const table = `${schema.name}_to_october`;
  await database.run(
    `CREATE OR REPLACE VIEW ${table} AS
SELECT *, profit_in_test + profit_after_test AS profit_to_october
FROM ${schema.name}`,
  );
  const described = schema.columns.map((column) =>
    column.metric === null
      ? column
      : { ...column, metric: { ...column.metric, purpose: "descriptive" as const } },
  );
  const whole = {
    ...{ ...during, name: "profit_to_october", file: "profit_to_october" },
    meaning: "profit in the test and in the two months after it",
    metric: { ...during.metric!, purpose: "success" as const, windowDays: after.metric!.windowDays },
  };
  return experimentSummary(database, { ...schema, columns: [...described, whole] }, { table });
}

function metricColumn({ name, columns }: TableSchema, wanted: string): ColumnSchema {
  const found = columns.find((column) => column.name === wanted);
  if (found?.metric == null) throw new RangeError(`${name}: no value "${wanted}"`);
  return found;
}
