import assert from "node:assert/strict";
import test from "node:test";
import fc from "fast-check";
import { seededRandom } from "../../../statistics/random.js";
import { channelPerformance } from "../../../synthetic/channels/performance.js";
import { MARGIN } from "../../../synthetic/channels/truth.js";
import { numbersIn, textsIn } from "../../../synthetic/tables.js";
import { near } from "../../near.js";

const tables = channelPerformance({ rows: 20_000, random: seededRandom(1) });
const { data, truth, campaigns } = tables;
const rows = [...Array(data.rows).keys()];
const sum = (values: Iterable<number>): number => [...values].reduce((a, b) => a + b, 0);

// The original's 23 columns in the order of its file, and the revenue that it lacks.
const HEADER =
  "Campaign_ID,Date,Channel,Region,Segment,Spend_USD,Impressions,Clicks,CTR,Conversions,User_ID,Device,Source," +
  "Landing_Page,Gender,Group,First_Seen_Date,Conversion_Rate,CPC,CPA,Week,Month,Quarter,Revenue_USD";

test("the columns are those of the document, in its order", () => {
  assert.equal(Object.keys(data.columns).join(","), HEADER);
});

test("50,000 rows and ten campaigns by default", () => {
  const made = channelPerformance({ random: seededRandom("channels") });
  assert.deepEqual([made.data.rows, made.truth.rows, made.campaigns.rows], [50_000, 50_000, 10]);
});

test("every column has the table's rows, and user, day and campaign name a row", () => {
  for (const table of [data, truth]) {
    for (const column of Object.values(table.columns)) assert.equal(column.length, table.rows);
  }
  const [user, day] = [textsIn(data, "User_ID"), textsIn(data, "Date")];
  assert.equal(new Set(rows.map((row) => `${user[row]} ${day[row]}`)).size, data.rows);
  for (const name of ["Campaign_ID", "User_ID", "Date", "Region"]) {
    assert.deepEqual(textsIn(data, name), textsIn(truth, name.toLowerCase()));
  }
});

test("what is observed is the outcome of the user's group, row by row", () => {
  fc.assert(
    fc.property(fc.integer({ min: 1_000, max: 1_500 }), fc.integer(), (many, seed) => {
      const made = channelPerformance({ rows: many, random: seededRandom(seed) });
      const group = textsIn(made.data, "Group");
      const seen = numbersIn(made.data, "Conversions");
      const revenue = numbersIn(made.data, "Revenue_USD");
      group.forEach((arm, row) => {
        const world = arm === "A" ? "treated" : "control";
        assert.equal(revenue[row], numbersIn(made.truth, `revenue_${world}`)[row]);
        if (!Number.isNaN(seen[row]))
          assert.equal(seen[row], numbersIn(made.truth, `conversions_${world}`)[row]);
      });
    }),
    { numRuns: 10 },
  );
});

test("nothing is served or paid in group B, and the would-be impressions are there", () => {
  const held = rows.filter((row) => textsIn(data, "Group")[row] === "B");
  assert.ok(held.length > 1_000);
  for (const row of held) {
    assert.deepEqual([numbersIn(data, "Spend_USD")[row], numbersIn(data, "Clicks")[row]], [0, 0]);
    assert.ok(numbersIn(data, "Impressions")[row] >= 1);
    assert.ok(
      !["CAMPAIGN_8", "CAMPAIGN_9", "CAMPAIGN_10"].includes(String(textsIn(data, "Campaign_ID")[row])),
    );
  }
});

test("a user keeps campaign, channel, region, segment, gender and group", () => {
  const user = textsIn(data, "User_ID");
  for (const table of [data, truth]) {
    for (const name of ["Group", "Region", "Gender", "campaign_id", "channel", "segment"]) {
      if (table.columns[name] === undefined) continue;
      const pairs = new Set(rows.map((row) => `${user[row]} ${textsIn(table, name)[row]}`));
      assert.equal(pairs.size, new Set(user).size, name);
    }
  }
});

test("the ratios follow from the columns they are made of, and are blank where those are", () => {
  const [conversions, clicks, spend] = ["Conversions", "Clicks", "Spend_USD"].map((c) => numbersIn(data, c));
  const made = { Conversion_Rate: [conversions, clicks], CPC: [spend, clicks], CPA: [spend, conversions] };
  for (const [name, [above, below]] of Object.entries(made)) {
    const ratio = numbersIn(data, name);
    for (const row of rows) {
      const blank = below[row] === 0 || Number.isNaN(above[row]) || Number.isNaN(below[row]);
      assert.equal(Number.isNaN(ratio[row]), blank, name);
      if (!blank) near(ratio[row], above[row] / below[row], 0.0000501);
    }
  }
});

test("week, month and quarter are those of the date, and the first visit is not after it", () => {
  const [date, seen] = [textsIn(data, "Date"), textsIn(data, "First_Seen_Date")];
  for (const row of rows) {
    const when = new Date(`${date[row]}T00:00:00Z`);
    const dayOfYear = (when.getTime() - Date.UTC(2023, 0, 1)) / 86_400_000;
    const [week, month, quarter] = ["Week", "Month", "Quarter"].map((name) => numbersIn(data, name)[row]);
    assert.equal(month, when.getUTCMonth() + 1);
    assert.equal(quarter, Math.floor(when.getUTCMonth() / 3) + 1);
    assert.ok(7 * (week - 1) <= dayOfYear && dayOfYear < 7 * week);
    assert.ok(String(seen[row]) <= String(date[row]) && date[row]?.startsWith("2023-"));
  }
});

test("user ids are version 4 UUIDs", () => {
  const shape = /^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/;
  assert.ok(textsIn(data, "User_ID").every((id) => shape.test(String(id))));
});

test("the campaigns' truth adds up from the rows", () => {
  const [campaign, group] = [textsIn(data, "Campaign_ID"), textsIn(data, "Group")];
  textsIn(campaigns, "campaign_id").forEach((name, i) => {
    const served = rows.filter((row) => campaign[row] === name && group[row] === "A");
    const total = (column: string): number => sum(served.map((row) => numbersIn(truth, column)[row]));
    const cost = total("spend_treated");
    const extra = total("revenue_treated") - total("revenue_control");
    near(numbersIn(campaigns, "cost")[i], cost, 0.01);
    near(numbersIn(campaigns, "incremental_roas")[i], extra / cost, 0.0001);
    near(numbersIn(campaigns, "profit")[i], MARGIN * extra - cost, 0.01);
  });
});

test("the same seed gives the same tables, another seed other ones", () => {
  const make = (seed: number) =>
    JSON.stringify(channelPerformance({ rows: 1_000, random: seededRandom(seed) }));
  assert.equal(make(3), make(3));
  assert.notEqual(make(3), make(4));
});

test("a table needs rows", () => {
  assert.throws(
    () => channelPerformance({ rows: 999, random: seededRandom(1) }),
    /channel performance rows: expected a whole number of at least 1,000, got 999/,
  );
});

test("half a row is none", () => {
  assert.throws(() => channelPerformance({ rows: 1_000.5, random: seededRandom(1) }), /got 1000.5/);
});
