import type { TableSchema } from "../contract/schema.js";
import type { Database } from "../database.js";

/**
 * The discount test with its verdict's metric, `profit_to_october`: profit per assigned customer in the test and in the two
 * months after it, because a discount may only bring forward what would have been bought later. Makes the view
 * `discount_test` from the table that `schema` is about, and returns the schema of the view.
 *
 * Throws RangeError when the schema has no `profit_in_test`.
 *
 * @example
 * const test = await makeDiscountTest(database, tableSchema(workspace.schema, "retail_customers"));
 * const summary = await experimentSummary(database, test);
 */
export async function makeDiscountTest(database: Database, schema: TableSchema): Promise<TableSchema> {
  const profit = schema.columns.find(({ name }) => name === "profit_in_test");
  if (profit?.metric == null) throw new RangeError(`${schema.name}: no value "profit_in_test"`);
  const name = "discount_test";
  await database.run(
    `CREATE OR REPLACE VIEW ${name} AS
SELECT *, profit_in_test + profit_after_test AS profit_to_october
FROM ${schema.name}`,
  );
  const windowDays = schema.columns.find((column) => column.name === "profit_after_test")?.metric?.windowDays;
  const whole = {
    ...{ ...profit, name: "profit_to_october", file: "profit_to_october" },
    meaning: "profit in the test and in the two months after it",
    metric: { ...profit.metric, windowDays: windowDays ?? null },
  };
  return { ...schema, name, columns: [...schema.columns, whole] };
}
