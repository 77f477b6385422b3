import assert from "node:assert/strict";
import { join } from "node:path";
import { after, test } from "node:test";
import fc from "fast-check";
import { channelRatios } from "../../../experiments/ratios.js";
import { channelChart } from "../../../report/views/channels.js";
import { seededRandom } from "../../../statistics/random.js";
import { bankCampaign } from "../../../synthetic/bank/campaign.js";
import { channelPerformance } from "../../../synthetic/channels/performance.js";
import { cleanTable } from "../../../tables/cleaning/clean-table.js";
import { textsOf } from "../../../tables/columns.js";
import type { TableSchema } from "../../../tables/contract/schema.js";
import { parseSchema } from "../../../tables/contract/schema-reader.js";
import { openDatabase } from "../../../tables/database.js";
import { channelSums } from "../../../tables/features/channels.js";
import { experimentSummary } from "../../../tables/features/experiment.js";
import { columnQuality } from "../../../tables/reading/column-quality.js";
import { type LoadedTable, loadTable } from "../../../tables/reading/read.js";
import { csvText } from "../../../tables/write.js";
import type { Table } from "../../../types.js";
import { folderWith } from "../files.js";
import { schemaOf } from "../loaded.js";

const opened = openDatabase();
after(async () => (await opened).close());

const TYPES = ["integer", "number", "money", "text", "date", "datetime", "duration"];

/** A table of an id and one column of each type, all of which may be absent. */
const visits = parseSchema(
  `
tables:
  visits:
    { title: Visits, file: visits.csv, family: test, currency: USD, grain: one row per visit, key: [id], assignment: none, source: test, columns: {
      id: { type: text, meaning: id, role: id, missing: never },
      ${TYPES.map((type) => `a_${type}: { type: ${type}, meaning: x, role: feature, optional: true, missing: not known }`).join(",\n      ")}
    } }
`,
  "visits.yaml",
).tables[0];

async function load(content: string, schema = visits): Promise<LoadedTable> {
  const path = join(folderWith({ "table.csv": content }), "table.csv");
  return loadTable(await opened, schema, path);
}

/** A generated table as a file that lacks these columns. */
function fileWithout({ columns, ...table }: Table, lacking: readonly string[]): string {
  const kept = Object.entries(columns).filter(([name]) => !lacking.includes(name));
  assert.equal(kept.length, Object.keys(columns).length - lacking.length);
  return csvText({ ...table, columns: Object.fromEntries(kept) });
}

test("absent columns of every type are without a value, keep their type, and are no fault", async () => {
  const loaded = await load("id\na\nb\n");
  const described = await (await opened).query("DESCRIBE visits");
  const types = ["BIGINT", "DOUBLE", "DECIMAL(18,2)", "VARCHAR", "DATE", "TIMESTAMP", "BIGINT"];
  assert.deepEqual(textsOf(described, "column_type").slice(2), types);
  assert.deepEqual(loaded.conversions, []);
  const absent = columnQuality(visits, loaded).slice(1);
  assert.deepEqual(new Set(absent.map(({ missing }) => missing)), new Set([2]));
  assert.ok(absent.every(({ first, repair, mayBeEmpty }) => !first && !repair && mayBeEmpty));
});

test("whichever columns a file lacks, the ones that it has are read as in the whole file", async () => {
  const cells: Record<string, string> = {
    a_integer: "3",
    a_number: "0.5",
    a_money: "$1.50",
    a_text: "x",
    a_date: "29.02.2024",
    a_datetime: "05FEB2018:13:48:45",
    a_duration: "0:28:11",
  };
  const names = Object.keys(cells);
  const rowOf = async (columns: readonly string[]) => {
    await load(`${["id", ...columns].join()}\n${["a", ...columns.map((name) => cells[name])].join()}\n`);
    return (await (await opened).query("SELECT * FROM visits")).columns;
  };
  const whole = await rowOf(names);
  await fc.assert(
    fc.asyncProperty(fc.subarray(names), async (columns) => {
      const part = await rowOf(columns);
      const value = (name: string) => (columns.includes(name) ? whole[name][0] : null);
      for (const name of names) {
        assert.equal(Number.isNaN(part[name][0]) ? null : part[name][0], value(name), name);
      }
    }),
    { numRuns: 15 },
  );
});

/** Customers whose outcome is known, by metric. */
async function knownOutcomes(schema: TableSchema): Promise<Record<string, number>> {
  const { cells } = await experimentSummary(await opened, schema, { segments: [] });
  const known: Record<string, number> = {};
  for (const { metric, n } of cells) known[metric] = (known[metric] ?? 0) + n;
  return known;
}

// The original file of 5,000 customers has these 16 columns.
test("the bank's file without households and unsubscribing is the bank's table with one outcome less", async () => {
  const bank = schemaOf("campaign_data");
  const { data } = bankCampaign({ rows: 2_000, random: seededRandom("original") });
  const whole = await load(csvText(data), bank);
  const known = await knownOutcomes(bank);
  const original = await load(fileWithout(data, ["household_id", "unsubscribed"]), bank);
  assert.equal(original.rows, whole.rows);
  assert.equal(known.unsubscribed, whole.rows);
  assert.deepEqual(await knownOutcomes(bank), { ...known, unsubscribed: 0 });
  const { steps } = await cleanTable(await opened, bank);
  assert.ok(steps.length > 0);
});

// The original file carries no revenue.
test("the channels' file without revenue and ratios is cleaned and has every measure but ROAS", async () => {
  const channels = schemaOf("channel_performance");
  const { data } = channelPerformance({ rows: 3_000, random: seededRandom("original") });
  await load(fileWithout(data, ["Revenue_USD", "Conversion_Rate", "CPC", "CPA"]), channels);
  await cleanTable(await opened, channels);
  const sums = await channelSums(await opened, "channel");
  assert.ok(sums.rows > 0 && !("revenue_usd" in sums.columns));
  const ratios = channelRatios(sums, { heldOut: "B" });
  const measures = ratios.map(({ measure }) => measure);
  assert.deepEqual(measures, ["conversion_rate", "cost_per_conversion", "ctr"]);
  const { title, caption, data: traces } = channelChart("channel", ratios);
  assert.equal(traces.length, 3);
  assert.match(title, /^CTR/);
  assert.doesNotMatch(caption, /ROAS/);
});

test("a column that is not optional is missed, beside optional ones that are not", async () => {
  const needed = {
    ...visits,
    columns: visits.columns.map((c) => (c.name === "a_date" ? { ...c, optional: false } : c)),
  };
  await assert.rejects(load("id,a_text\na,x\n", needed), {
    name: "DataError",
    message: 'table.csv line 1: column "a_date" is missing',
  });
});
