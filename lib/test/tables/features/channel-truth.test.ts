import assert from "node:assert/strict";
import { test } from "node:test";
import { seededRandom } from "../../../statistics/random.js";
import { channelPerformance } from "../../../synthetic/channels/performance.js";
import { openDatabase } from "../../../tables/database.js";
import { causedRoas, channelTruth } from "../../../tables/features/channel-truth.js";
import { loadSource } from "../../../tables/processed.js";
import { writeRaw } from "../../../tables/save.js";
import { openWorkspace } from "../../../tables/workspace.js";
import { csvText } from "../../../tables/write.js";
import { folderWith, withoutKeyFigures } from "../files.js";

const { data, truth, campaigns } = channelPerformance({ rows: 2_000, random: seededRandom("truth") });
const BY = { by: "channel", heldOut: "B" } as const;

/** A run after notebook 01, on a folder of the reader's if there is one. */
async function run(environment: NodeJS.ProcessEnv = {}) {
  const opened = openWorkspace({ CAMPAIGN_LAB_OUT: folderWith(), ...environment });
  const workspace = { ...opened, schema: withoutKeyFigures(opened.schema) };
  const written = writeRaw(workspace, [data, truth, campaigns]);
  const database = await openDatabase();
  await loadSource(workspace, database, "channel_performance");
  return { workspace, database, written };
}

test("what our channels caused is read from their truth: search nothing", async () => {
  const { workspace, database } = await run();
  const caused = await channelTruth(workspace, database, BY);
  assert.deepEqual(caused, await causedRoas(database, BY));
  const roas = (channel: string) =>
    Number(caused?.columns.roas[caused.columns.group.indexOf(channel as never)]);
  assert.equal(roas("Search"), 0);
  assert.ok(roas("SMS") !== 0);
  database.close();
});

test("nobody knows what the reader's channels caused, and no truth of ours is written or read for them", async () => {
  const own = folderWith({ "channel_performance.csv": csvText(data) });
  const { workspace, database, written } = await run({ CAMPAIGN_LAB_DATA: own });
  assert.deepEqual(written, []);
  assert.equal(await channelTruth(workspace, database, BY), undefined);
  database.close();
});

test("without notebook 01 the truth is not there, and the message says so", async () => {
  const workspace = openWorkspace({ CAMPAIGN_LAB_OUT: folderWith() });
  const database = await openDatabase();
  await assert.rejects(
    channelTruth(workspace, database, BY),
    /truth_channel_performance\.csv is not there: run notebook 01_synthetic_data first/,
  );
  database.close();
});
