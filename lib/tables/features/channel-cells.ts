import type { Table } from "../../types.js";
import type { Database } from "../database.js";
import { loadSource } from "../processed.js";
import type { Workspace } from "../workspace.js";

/**
 * Users and buyers of each campaign, channel and segment, served and held out: one row a cell with the columns campaign,
 * channel, segment, served_users, served_buyers, held_out_users, held_out_buyers. A buyer is a user with at least one
 * conversion; each user is in one cell.
 *
 * A user whose conversions are unknown on some day and none on the others may have bought: such users are in no cell, in
 * either group alike. Campaigns that held nobody out have held_out_users 0. The cleaned table must be loaded.
 *
 * @example
 * const cells = await channelCells(database, { heldOut: "B" });
 */
export function channelCells(database: Database, { heldOut }: { readonly heldOut: string }): Promise<Table> {
  return database.query(
    `WITH users AS (
  SELECT user_id, test_group, MIN(campaign_id) AS campaign, MIN(channel) AS channel, MIN(segment) AS segment,
    CASE WHEN SUM(conversions) > 0 THEN 1 WHEN COUNT(conversions) = COUNT(*) THEN 0 END AS bought
  FROM channel_performance_clean
  WHERE user_id IS NOT NULL AND test_group IS NOT NULL
  GROUP BY user_id, test_group
)
SELECT campaign, channel, segment,
  COUNT(CASE WHEN test_group <> $heldOut THEN 1 END) AS served_users,
  COUNT(CASE WHEN test_group <> $heldOut AND bought = 1 THEN 1 END) AS served_buyers,
  COUNT(CASE WHEN test_group = $heldOut THEN 1 END) AS held_out_users,
  COUNT(CASE WHEN test_group = $heldOut AND bought = 1 THEN 1 END) AS held_out_buyers
FROM users
WHERE bought IS NOT NULL AND campaign IS NOT NULL AND channel IS NOT NULL AND segment IS NOT NULL
GROUP BY campaign, channel, segment
ORDER BY campaign, channel, segment`,
    { heldOut },
    "channel_cells",
  );
}

/**
 * What being served truly adds to the share of buyers in each of these cells, over all of its users, in the cells' order;
 * undefined where the table is the reader's own. Reads the truth table.
 *
 * Throws RangeError when the truth has no such cell.
 *
 * @example
 * const truth = await channelCellTruth(workspace, database, cells);
 */
export async function channelCellTruth(
  workspace: Workspace,
  database: Database,
  cells: Table,
): Promise<Float64Array | undefined> {
  if (!workspace.isSynthetic("channel_performance")) return undefined;
  await loadSource(workspace, database, "truth_channel_performance");
  const { columns, rows } = await database.query(
    `WITH users AS (
  SELECT user_id, MIN(campaign_id) AS campaign, MIN(channel) AS channel, MIN(segment) AS segment,
    MAX(conversions_treated) - MAX(conversions_control) AS effect
  FROM truth_channel_performance
  GROUP BY user_id
)
SELECT campaign, channel, segment, AVG(CAST(effect AS DOUBLE)) AS effect
FROM users
GROUP BY campaign, channel, segment`,
  );
  const nameOf = (table: Pick<Table, "columns">, row: number): string =>
    ["campaign", "channel", "segment"].map((column) => table.columns[column][row]).join(", ");
  const known = new Map(
    Array.from({ length: rows }, (_, row) => [nameOf({ columns }, row), Number(columns.effect[row])]),
  );
  return Float64Array.from({ length: cells.rows }, (_, row) => {
    const truth = known.get(nameOf(cells, row));
    if (truth === undefined) throw new RangeError(`truth_channel_performance: no ${nameOf(cells, row)}`);
    return truth;
  });
}
