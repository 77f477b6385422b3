import assert from "node:assert/strict";
import { test } from "node:test";
import { seededRandom } from "../../../statistics/random.js";
import { channelPerformance } from "../../../synthetic/channels/performance.js";
import { cleanTable } from "../../../tables/cleaning/clean-table.js";
import { tableSchema } from "../../../tables/contract/schema.js";
import { type Database, openDatabase } from "../../../tables/database.js";
import { channelCells, channelCellTruth } from "../../../tables/features/channel-cells.js";
import { loadSource } from "../../../tables/processed.js";
import { writeRaw } from "../../../tables/save.js";
import { openWorkspace } from "../../../tables/workspace.js";
import { csvText } from "../../../tables/write.js";
import type { Table } from "../../../types.js";
import { near } from "../../near.js";
import { folderWith, rowAt, withoutKeyFigures } from "../files.js";

/** A cleaned table of these rows: campaign, channel, segment, user, group, conversions. */
async function cleanedChannels(...rows: readonly string[]): Promise<Database> {
  const database = await openDatabase();
  await database.run(`CREATE TABLE channel_performance_clean AS
SELECT * FROM (VALUES ${rows.map((row) => `(${row})`).join(", ")})
AS v(campaign_id, channel, segment, user_id, test_group, conversions)`);
  return database;
}

const HELD_OUT = { heldOut: "B" } as const;

test("users and buyers are counted once, served and held out, by hand", async () => {
  const spring = "'spring', 'SMS', 'Students'";
  const database = await cleanedChannels(
    `${spring}, 'twice', 'A', 1`,
    `${spring}, 'twice', 'A', 2`,
    `${spring}, 'late', 'A', 0`,
    `${spring}, 'late', 'A', 1`,
    `${spring}, 'never', 'A', 0`,
    `${spring}, 'bought and unknown', 'A', NULL`,
    `${spring}, 'bought and unknown', 'A', 1`,
    `${spring}, 'unknown', 'A', NULL`,
    `${spring}, 'unknown', 'A', 0`,
    `${spring}, 'unknown and held out', 'B', NULL`,
    `${spring}, 'held out', 'B', 0`,
    `${spring}, 'held out and bought', 'B', 1`,
    `'autumn', 'SMS', 'Students', 'reached', 'A', 0`,
    `'spring', 'SMS', NULL, 'of no segment', 'A', 1`,
    `'spring', NULL, 'Students', 'of no channel', 'B', 1`,
    `${spring}, NULL, 'A', 1`,
    `${spring}, 'of no group', NULL, 1`,
  );
  const cells = await channelCells(database, HELD_OUT);
  const where = { channel: "SMS", segment: "Students" };
  assert.deepEqual(
    [0, 1].map((row) => rowAt(cells, row)),
    [
      {
        campaign: "autumn",
        ...where,
        served_users: 1,
        served_buyers: 0,
        held_out_users: 0,
        held_out_buyers: 0,
      },
      {
        campaign: "spring",
        ...where,
        served_users: 4,
        served_buyers: 3,
        held_out_users: 2,
        held_out_buyers: 1,
      },
    ],
  );
  assert.equal(cells.rows, 2);
  database.close();
});

test("a table in which no user has a segment has no cells", async () => {
  const database = await cleanedChannels("'spring', 'SMS', CAST(NULL AS STRING), 'u', 'A', 1");
  assert.equal((await channelCells(database, HELD_OUT)).rows, 0);
  database.close();
});

const { data, truth, campaigns } = channelPerformance({ rows: 4_000, random: seededRandom("cells") });

/** Known values of the data, with a tenth of the conversions gone. */
const known = {
  ...data,
  columns: {
    ...data.columns,
    Conversions: Float64Array.from(data.columns.Conversions as Float64Array, (value, row) =>
      row % 10 === 3 ? Number.NaN : value,
    ),
  },
};

async function run(environment: NodeJS.ProcessEnv = {}) {
  const opened = openWorkspace({ CAMPAIGN_LAB_OUT: folderWith(), ...environment });
  const workspace = { ...opened, schema: withoutKeyFigures(opened.schema) };
  writeRaw(workspace, [known, truth, campaigns]);
  const database = await openDatabase();
  await loadSource(workspace, database, "channel_performance");
  await cleanTable(database, tableSchema(workspace.schema, "channel_performance"));
  return { workspace, database };
}

interface User {
  readonly where: (string | null)[];
  readonly group: string;
  readonly conversions: number[];
}

/** The rows of a table by user, each where any of its rows says that it is. */
function usersOf(
  { rows, columns }: Table,
  outcome: string,
): { cell: string; group: string; conversions: number[] }[] {
  const users = new Map<string, User>();
  for (let row = 0; row < rows; row++) {
    const name = String(columns.user_id[row]);
    const where = ["campaign_id", "channel", "segment"].map(
      (column) => columns[column][row] as string | null,
    );
    const user = users.get(name);
    const group = String(columns.test_group?.[row]);
    users.set(name, {
      ...{ group, where: where.map((level, i) => level ?? user?.where[i] ?? null) },
      conversions: [...(user?.conversions ?? []), Number(columns[outcome][row])],
    });
  }
  return Array.from(users.values(), ({ where, ...user }) => ({
    ...user,
    cell: where.includes(null) ? "none" : where.join(", "),
  }));
}

const nameAt = ({ columns }: Table, row: number): string =>
  [columns.campaign, columns.channel, columns.segment].map((column) => column[row]).join(", ");

test("the database counts what a loop over the rows counts", async () => {
  const { database } = await run();
  const cells = await channelCells(database, HELD_OUT);
  const loaded = await database.query("SELECT * FROM channel_performance_clean");
  const counts = new Map<string, number[]>();
  for (const { cell, group, conversions } of usersOf(loaded, "conversions")) {
    const bought = conversions.some((value) => value > 0);
    if (cell === "none" || (!bought && conversions.some(Number.isNaN))) continue;
    const found = counts.get(cell) ?? [0, 0, 0, 0];
    const place = group === "B" ? 2 : 0;
    found[place]++;
    if (bought) found[place + 1]++;
    counts.set(cell, found);
  }
  assert.equal(cells.rows, counts.size);
  const { served_users, served_buyers, held_out_users, held_out_buyers } = cells.columns;
  for (let row = 0; row < cells.rows; row++) {
    const found = [served_users, served_buyers, held_out_users, held_out_buyers].map((column) => column[row]);
    assert.deepEqual(found, counts.get(nameAt(cells, row)), nameAt(cells, row));
  }
  database.close();
});

test("the truth of a cell is the mean over its users of buying when served minus buying when not", async () => {
  const { workspace, database } = await run();
  const cells = await channelCells(database, HELD_OUT);
  const effects = await channelCellTruth(workspace, database, cells);
  const boughtOf = (outcome: string) =>
    usersOf(truth, outcome).map(({ cell, conversions }) => ({
      cell,
      bought: Math.max(...conversions) > 0 ? 1 : 0,
    }));
  const [served, left] = [boughtOf("conversions_treated"), boughtOf("conversions_control")];
  for (let row = 0; row < cells.rows; row++) {
    const own = served.flatMap(({ cell, bought }, user) =>
      cell === nameAt(cells, row) ? [bought - left[user].bought] : [],
    );
    near(effects![row], own.reduce((sum, value) => sum + value, 0) / own.length, 1e-12);
  }
  database.close();
});

test("a cell that the truth does not have is named", async () => {
  const { workspace, database } = await run();
  const columns = { campaign: ["CAMPAIGN_1"], channel: ["Fax"], segment: ["Students"] };
  await assert.rejects(
    channelCellTruth(workspace, database, { name: "cells", rows: 1, columns }),
    /^RangeError: truth_channel_performance: no CAMPAIGN_1, Fax, Students$/,
  );
  database.close();
});

test("nobody knows the truth of a reader's own channels", async () => {
  const own = folderWith({ "channel_performance.csv": csvText(known) });
  const { workspace, database } = await run({ CAMPAIGN_LAB_DATA: own });
  const cells = await channelCells(database, HELD_OUT);
  assert.equal(await channelCellTruth(workspace, database, cells), undefined);
  database.close();
});
