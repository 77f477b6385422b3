import assert from "node:assert/strict";
import test from "node:test";
import { seededRandom } from "../../../statistics/random.js";
import { outboundCalls } from "../../../synthetic/calls/campaign.js";
import { callChecks } from "../../../synthetic/calls/checks.js";
import { numbersIn } from "../../../synthetic/tables.js";

const world = outboundCalls({ rows: 12_010, random: seededRandom("outbound calls") });

test("what the generator makes passes its checks on the default seed and on others", () => {
  const others = [1, 2, 3].map((seed) => outboundCalls({ rows: 12_010, random: seededRandom(seed) }));
  for (const tables of [world, ...others]) {
    assert.deepEqual(
      callChecks(tables).filter(({ holds }) => !holds),
      [],
    );
  }
});

test("larger and smaller tables pass with the counts scaled", () => {
  for (const rows of [3_000, 24_020]) {
    const checks = callChecks(outboundCalls({ rows, random: seededRandom("size") }));
    assert.deepEqual(
      checks.filter(({ holds }) => !holds),
      [],
    );
  }
});

test("contacts swapped with misses fail the checks of who was reached", () => {
  const contacted = numbersIn(world.calls, "Contacted").map((one) => 1 - one);
  const calls = { ...world.calls, columns: { ...world.calls.columns, Contacted: contacted } };
  const failed = callChecks({ ...world, calls })
    .filter(({ holds }) => !holds)
    .map(({ what }) => what);
  assert.ok(failed.includes("share of them reached"));
  assert.ok(!failed.includes("sold within 45 days: attempted"));
});

test("a propensity for somebody who is not eligible, or none for an eligible customer, fails its check", () => {
  const at = numbersIn(world.truth, "eligible").indexOf(0);
  const propensity = numbersIn(world.truth, "true_propensity").map((p, row) => (row === at ? 0.5 : p));
  const columns = { ...world.truth.columns, true_propensity: propensity };
  const failed = callChecks({ ...world, truth: { ...world.truth, columns } }).filter(({ holds }) => !holds);
  assert.deepEqual(
    failed.map(({ what, found }) => [what, found]),
    [["true_propensity: missing where eligible, or known elsewhere", 1]],
  );
});

test("a table without buyers fails, and one in which nobody was dialled has no rates", () => {
  const empty = (table: typeof world.calls): typeof world.calls => ({
    name: table.name,
    rows: 0,
    columns: Object.fromEntries(
      Object.entries(table.columns).map(([name, column]) => [name, column.slice(0, 0)]),
    ),
  });
  const failed = callChecks({ ...world, sales: empty(world.sales) }).filter(({ holds }) => !holds);
  assert.ok(failed.some(({ what }) => what === "sales"));
  assert.throws(
    () => callChecks({ ...world, calls: empty(world.calls) }),
    /no customer with {"attempted":1}/,
  );
});
