import type { Table } from "../../types.js";
import type { Database } from "../database.js";
import { loadSource } from "../processed.js";
import type { Workspace } from "../workspace.js";

/**
 * The ROAS that the spend on the served users truly caused, by group: revenue with the campaign minus revenue of the same
 * users without it, over spend. Columns group, revenue and spend in US dollars, and roas.
 *
 * It needs both potential revenues of every row, so it exists for the synthetic table alone: truth_channel_performance
 * beside channel_performance. A user's group A or B holds for all of the user's rows.
 *
 * @example
 * const caused = await causedRoas(database, { by: "channel", heldOut: "B" });
 */
export function causedRoas(
  database: Database,
  { by, heldOut }: { readonly by: "channel" | "region" | "segment"; readonly heldOut: string },
): Promise<Table> {
  return database.query(
    `SELECT "group", revenue, spend, CAST(revenue AS DOUBLE) / CAST(spend AS DOUBLE) AS roas
FROM (
  SELECT ${by} AS "group",
    SUM(CAST(revenue_treated - revenue_control AS DECIMAL(18,2))) AS revenue,
    SUM(CAST(spend_treated AS DECIMAL(18,2))) AS spend
  FROM truth_channel_performance
  WHERE user_id NOT IN (SELECT user_id FROM channel_performance WHERE test_group = $heldOut AND user_id IS NOT NULL)
  GROUP BY ${by}
) AS sums
ORDER BY "group"`,
    { heldOut },
    `caused_roas_by_${by}`,
  );
}

/**
 * causedRoas where the table is synthetic, and undefined where it is the reader's own: nobody knows what it caused. Reads
 * the truth table; the table itself must be loaded.
 *
 * @example
 * const caused = await channelTruth(workspace, database, { by: "channel", heldOut: "B" });
 */
export async function channelTruth(
  workspace: Workspace,
  database: Database,
  by: Parameters<typeof causedRoas>[1],
): Promise<Table | undefined> {
  if (!workspace.isSynthetic("channel_performance")) return undefined;
  await loadSource(workspace, database, "truth_channel_performance");
  return causedRoas(database, by);
}
