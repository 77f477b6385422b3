import assert from "node:assert/strict";
import { join } from "node:path";
import { test } from "node:test";
import { seededRandom } from "../../../statistics/random.js";
import { bankCampaign } from "../../../synthetic/bank/campaign.js";
import { channelPerformance } from "../../../synthetic/channels/performance.js";
import { cleanSources } from "../../../tables/cleaning/clean-sources.js";
import { cleanTable } from "../../../tables/cleaning/clean-table.js";
import { numbersOf } from "../../../tables/columns.js";
import { openDatabase } from "../../../tables/database.js";
import { loadTable } from "../../../tables/reading/read.js";
import { csvText } from "../../../tables/write.js";
import { checkoutSchema, folderWith } from "../files.js";
import { schemaOf } from "../loaded.js";

const tables = [
  bankCampaign({ rows: 500, random: seededRandom("bank") }).data,
  channelPerformance({ rows: 2_000, random: seededRandom("channels") }).data,
];

test("every loaded table is cleaned by its schema, in their order, and the channels' CTR is recomputed", async () => {
  const database = await openDatabase();
  const folder = folderWith(Object.fromEntries(tables.map((table) => [table.name, csvText(table)])));
  const loaded = [];
  for (const { name } of tables) loaded.push(await loadTable(database, schemaOf(name), join(folder, name)));
  const [bank, channels] = await cleanSources(database, checkoutSchema(), loaded);
  assert.deepEqual([bank.schema.name, channels.schema.name], ["campaign_data", "channel_performance"]);
  const [alone, without] = [
    await cleanTable(database, schemaOf("campaign_data")),
    await cleanTable(database, schemaOf("channel_performance")),
  ];
  assert.deepEqual(bank.steps, alone.steps);
  const last = channels.steps[channels.steps.length - 1];
  assert.match(last.rule, /^recompute a missing ctr/);
  assert.deepEqual(channels.steps.slice(0, -1), without.steps);
  const gaps = await database.query("SELECT COUNT(*) - COUNT(ctr) AS n FROM channel_performance");
  assert.equal(last.rowsTouched, numbersOf(gaps, "n")[0]);
  database.close();
});

test("a table that the schema does not have is refused", async () => {
  const database = await openDatabase();
  const cleaning = cleanSources(database, checkoutSchema(), [{ table: "sales" }]);
  await assert.rejects(cleaning, /table "sales": not in the schema/);
  database.close();
});
