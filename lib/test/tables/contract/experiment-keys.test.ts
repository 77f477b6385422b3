import assert from "node:assert/strict";
import { test } from "node:test";
import { dataReadme } from "../../../tables/contract/data-readme.js";
import { schemaAsJsonSchema } from "../../../tables/contract/json-schema.js";
import { type ColumnSchema, type TableSchema, tableSchema } from "../../../tables/contract/schema.js";
import { parseSchema } from "../../../tables/contract/schema-reader.js";
import { checkoutSchema, SHOP_SCHEMA } from "../files.js";

/** The shop's schema with keys of an experiment: after a text that stands in it once. */
function shopWith(...keys: readonly (readonly [after: string, key: string])[]): string {
  return keys.reduce((text, [after, key]) => {
    assert.equal(text.split(after).length, 2, after);
    return text.replace(after, after + key);
  }, SHOP_SCHEMA);
}

const VISITS = `
      before: { type: number, unit: visits, meaning: visits before, role: feature, missing: not known }`;
const TABLE = "assignment: random";
const BOUGHT = "role: outcome";
const SPEND = "role: value";
const LAST = "missing: no purchase }";

const plan = [
  [TABLE, "\n    shares: { mail: 0.8, none: 0.2 }\n    randomised_by: town"],
  ["source: made by the test", "\n    assigned_on: day\n    followed_until: 2024-03-31"],
  [BOUGHT, ", metric: guardrail, better: lower, margin: 0.01, window: 30"],
  [SPEND, ", metric: descriptive, covariate: before"],
  [LAST, VISITS.replace("role: feature", "role: feature, bands: [2, 4.5]")],
] as const;

function columnOf(table: TableSchema, name: string): ColumnSchema | undefined {
  return table.columns.find((column) => column.name === name);
}

test("a table says how its experiment was planned, a column what it decides", () => {
  const [shop] = parseSchema(shopWith(...plan), "shop.yaml").tables;
  assert.deepEqual(shop.plan, {
    shares: { mail: 0.8, none: 0.2 },
    randomisedBy: "town",
    assignedOn: "day",
    followedUntil: "2024-03-31",
  });
  assert.deepEqual(columnOf(shop, "bought")?.metric, {
    purpose: "guardrail",
    better: "lower",
    margin: 0.01,
    covariate: null,
    windowDays: 30,
  });
  assert.equal(columnOf(shop, "spend")?.metric?.covariate, "before");
  assert.deepEqual(columnOf(shop, "before")?.bands, [2, 4.5]);
});

test("where nothing is said, an outcome or value is a success metric of which more is better", () => {
  const [shop] = parseSchema(SHOP_SCHEMA, "shop.yaml").tables;
  const nothing = { margin: null, covariate: null, windowDays: null };
  const success = { purpose: "success", better: "higher", ...nothing, purposeDeclared: false };
  assert.deepEqual(columnOf(shop, "spend")?.metric, success);
  assert.deepEqual([columnOf(shop, "town")?.metric, columnOf(shop, "town")?.bands], [null, null]);
  assert.deepEqual(Object.values(shop.plan), [null, null, null, null]);
});

test("the page and the JSON Schema say the same", () => {
  const schema = parseSchema(shopWith(...plan), "shop.yaml");
  const page = dataReadme(schema);
  for (const text of [
    "- Planned: shares 0.8 in mail, 0.2 in none; assigned by `town`, all its rows alike; assigned on `day`; followed until 2024-03-31\n",
    "| outcome, guardrail metric, lower is better, margin 0.01, within 30 days |",
    "| value, descriptive metric, covariate `before` |",
    "| any; cut at 2, 4.5 |",
  ]) {
    assert.ok(page.includes(text), text);
  }
  const { shop } = JSON.parse(schemaAsJsonSchema(schema)).$defs;
  assert.deepEqual([shop["x-shares"], shop["x-randomised-by"]], [{ mail: 0.8, none: 0.2 }, "town"]);
  assert.deepEqual([shop["x-assigned-on"], shop["x-followed-until"]], ["day", "2024-03-31"]);
  assert.equal(shop.properties.bought["x-metric"].margin, 0.01);
  assert.deepEqual(shop.properties.before["x-bands"], [2, 4.5]);
});

test("where one metric is declared, the others are descriptive", () => {
  const [shop] = parseSchema(shopWith([BOUGHT, ", metric: success"]), "shop.yaml").tables;
  const purposes = ["bought", "spend"].map((name) => {
    const { purpose, purposeDeclared } = columnOf(shop, name)!.metric!;
    return [purpose, purposeDeclared];
  });
  assert.deepEqual(purposes, [
    ["success", undefined],
    ["descriptive", undefined],
  ]);
});

test("the checkout declares what its experiments planned", () => {
  const schema = checkoutSchema();
  const bank = tableSchema(schema, "campaign_data");
  assert.deepEqual([bank.plan.shares, bank.plan.randomisedBy], [{ 0: 0.5, 1: 0.5 }, null]);
  assert.deepEqual(columnOf(bank, "unsubscribed")?.metric?.purpose, "guardrail");
  assert.equal(tableSchema(schema, "channel_performance").plan.randomisedBy, "user_id");
  assert.equal(columnOf(tableSchema(schema, "retail_customers"), "profit_in_test")?.metric?.windowDays, 122);
});

/** What reading the shop's schema with these keys says. */
function refused(message: RegExp, ...keys: readonly (readonly [string, string])[]): void {
  assert.throws(() => parseSchema(shopWith(...keys), "shop.yaml"), { name: "DataError", message });
}

test("shares that do not name every arm, or do not add up to 1, are refused", () => {
  refused(/^shop\.yaml line 11: tables\.shop\.shares: expected one share for each of mail, none, got mail$/, [
    TABLE,
    "\n    shares: { mail: 1 }",
  ]);
  refused(/shop\.shares: expected one share for each of mail, none, got mail, none, phone/, [
    TABLE,
    "\n    shares: { mail: 0.4, none: 0.4, phone: 0.2 }",
  ]);
  refused(/shop\.shares: expected shares above 0 that add up to 1, got \{"mail":0\.5,"none":0\.4\}/, [
    TABLE,
    "\n    shares: { mail: 0.5, none: 0.4 }",
  ]);
  refused(/shop\.shares: expected shares above 0 that add up to 1/, [
    TABLE,
    "\n    shares: { mail: 1.5, none: -0.5 }",
  ]);
  const [shop] = parseSchema(shopWith([TABLE, "\n    shares: { mail: 0.667, none: 0.333 }"]), "x").tables;
  assert.equal(shop.plan.shares?.mail, 0.667);
});

test("the margin of a rate is below 1", () => {
  refused(
    /shop\.columns\.bought\.margin: a rate cannot get worse by 1 or more, got 1; 0\.01 is one customer/,
    [BOUGHT, ", metric: guardrail, margin: 1"],
  );
  const wide = shopWith([SPEND, ", metric: guardrail, margin: 5"]);
  assert.equal(columnOf(parseSchema(wide, "x").tables[0], "spend")?.metric?.margin, 5);
});

test("a plan about columns that are not there, or are no day, is refused", () => {
  refused(/line 11: tables\.shop\.randomised_by: "household" is not a column of the table/, [
    TABLE,
    "\n    randomised_by: household",
  ]);
  refused(/shop\.assigned_on: only a date or datetime is a day, and the type is text/, [
    TABLE,
    "\n    assigned_on: town",
  ]);
  refused(/shop\.followed_until: expected a day such as 2023-10-31, got "2023-02-30"/, [
    TABLE,
    "\n    followed_until: 2023-02-30",
  ]);
});

test("what decides nothing has no metric, margin, covariate or window", () => {
  refused(/town\.metric: only an outcome or value has it, and the role is segment/, [
    "role: segment",
    ", metric: success",
  ]);
  refused(/town\.window: only an outcome or value has it/, ["role: segment", ", window: 30"]);
  refused(/bought\.metric: unknown metric "main"; known are success, guardrail, descriptive/, [
    BOUGHT,
    ", metric: main",
  ]);
  refused(/bought\.better: unknown better "less"; known are higher, lower/, [BOUGHT, ", better: less"]);
});

test("a margin is above 0 and belongs to a guardrail, which needs one", () => {
  refused(/bought\.margin: only a guardrail has one, and this is a success metric/, [
    BOUGHT,
    ", margin: 0.01",
  ]);
  refused(/bought\.margin: expected a number above 0, got 0$/, [BOUGHT, ", metric: guardrail, margin: 0"]);
  refused(/bought\.margin: expected a number above 0, got "1 %"/, [
    BOUGHT,
    ", metric: guardrail, margin: 1 %",
  ]);
  refused(/bought\.metric: a guardrail needs margin, how much worse it may get/, [
    BOUGHT,
    ", metric: guardrail",
  ]);
});

test("a covariate is a number of the table that was known before", () => {
  refused(/bought\.covariate: "visits" is not a column of the table/, [BOUGHT, ", covariate: visits"]);
  refused(/bought\.covariate: only a number is a covariate, and the type of town is text/, [
    BOUGHT,
    ", covariate: town",
  ]);
  refused(/bought\.covariate: spend is not known before the assignment, as a covariate is/, [
    BOUGHT,
    ", covariate: spend",
  ]);
  refused(
    /spend\.covariate: before is not known before the assignment/,
    [SPEND, ", covariate: before"],
    [LAST, VISITS.replace("role: feature", "role: feature, after_assignment: true")],
  );
});

test("a window needs whole days, the day of the assignment and the last day", () => {
  refused(/bought\.window: a window needs assigned_on and followed_until of the table/, [
    BOUGHT,
    ", window: 30",
  ]);
  refused(/bought\.window: expected a whole number above 0, got 1\.5/, [BOUGHT, ", window: 1.5"]);
});

test("bands are numbers that rise, of a number known before", () => {
  const before = (keys: string) => [LAST, VISITS.replace("role: feature", `role: feature, ${keys}`)] as const;
  for (const bands of ["[]", "[4, 2]", "[2, 2]", "[.nan]", "[1, .inf]", "[a]"]) {
    refused(
      /before\.bands: expected finite numbers that rise, such as \[30, 45, 60\], got/,
      before(`bands: ${bands}`),
    );
  }
  refused(/before\.bands: expected a list in \[ \], got 3/, before("bands: 3"));
  refused(/town\.bands: only a number is cut into bands, and the type is text/, [
    "role: segment",
    ", bands: [1]",
  ]);
  refused(/spend\.bands: only a feature, segment or cluster has bands, and the role is value/, [
    SPEND,
    ", bands: [10]",
  ]);
  refused(/before\.bands: a column with levels has its groups already/, before("levels: [1, 2], bands: [2]"));
  refused(/before\.bands: what is known after the assignment/, before("after_assignment: true, bands: [2]"));
});
