import { type Schema, tableSchema } from "../contract/schema.js";
import type { Database } from "../database.js";
import { RECOMPUTED_CTR } from "../features/channels.js";
import { type CleanedTable, cleanTable } from "./clean-table.js";

/**
 * Cleans every table that was loaded, by the rules of its schema: see cleanTable.
 *
 * @example
 * const cleaned = await cleanSources(database, workspace.schema, loaded);
 * cleaned.map(({ schema, rowsSetAside }) => `${schema.name}: ${rowsSetAside}`);
 */
export async function cleanSources(
  database: Database,
  schema: Schema,
  loaded: readonly { readonly table: string }[],
): Promise<CleanedTable[]> {
  const cleaned: CleanedTable[] = [];
  for (const { table } of loaded) {
    const more = table === "channel_performance" ? [RECOMPUTED_CTR] : [];
    cleaned.push(await cleanTable(database, tableSchema(schema, table), { more }));
  }
  return cleaned;
}
