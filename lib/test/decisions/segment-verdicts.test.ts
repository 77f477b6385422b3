import assert from "node:assert/strict";
import test from "node:test";
import { acceptanceBySegment } from "../../decisions/acceptance.js";
import { policyProfit } from "../../decisions/policy-profit.js";
import { segmentVerdicts, undecided } from "../../decisions/segment-verdicts.js";
import { seededRandom } from "../../statistics/random.js";
import { near } from "../near.js";

// Ten customers by hand: of four "good" ones two respond, of six "poor" ones one; orders of 10 and 2.
const segments = ["good", "good", "good", "good", "poor", "poor", "poor", "poor", "poor", "poor"];
const responded = [1, 1, 0, 0, 1, 0, 0, 0, 0, 0];
const orderValues = [10, 10, 10, 10, 2, 2, 2, 2, 2, 2];
const customers = { segments, responded, orderValues };
const options = { costPerContact: 1, random: seededRandom(1), subsamples: 50 };

test("verdicts by hand: the good segment earns 10 × 1/2 − 1 a contact and is contacted", () => {
  const [good, poor] = segmentVerdicts(customers, options);
  assert.deepEqual([good.segment, good.decision, poor.decision], ["good", "CONTACT", "DO_NOT_CONTACT"]);
  near(good.roi, 4, 1e-12);
  near(good.lift, 0.5 / 0.3, 1e-12);
  const lift = good.liftEstimate!;
  near(lift.estimate, good.lift, 1e-12);
  assert.ok(lift.low < good.lift && good.lift < lift.high);
});

const profitOptions = {
  contacted: ["good"],
  costPerContact: 1,
  currency: "NZD",
  rounds: 400,
  random: seededRandom(2),
};

test("the profit of a policy by hand: 4 × (0.5 × 10 − 1) for the good, 6 × (1/6 × 2 − 1) more for everybody", () => {
  const { policy, everybody, overEverybody, randomList } = policyProfit(customers, profitOptions);
  near(policy.estimate, 16, 1e-12);
  near(everybody.estimate, 12, 1e-12);
  near(overEverybody.estimate, 4, 1e-12);
  near(randomList.estimate, (4 / 10) * 12, 1e-12);
  assert.equal(policy.unit, "NZD");
});

test("contacting every segment is contacting everybody, in every draw", () => {
  const { overEverybody } = policyProfit(customers, { ...profitOptions, contacted: ["good", "poor"] });
  near(overEverybody.low, 0, 1e-9);
  near(overEverybody.high, 0, 1e-9);
});

test("every customer four times halves the width of the interval, up to drawing error", () => {
  const four = <T>(list: readonly T[]): T[] => [...list, ...list, ...list, ...list];
  const width = (times: (list: readonly never[]) => never[]): number => {
    const grown = {
      segments: times(segments as never[]) as string[],
      responded: times(responded as never[]) as number[],
      orderValues: times(orderValues as never[]) as number[],
    };
    const { policy } = policyProfit(grown, { ...profitOptions, rounds: 2_000 });
    return (policy.high - policy.low) / grown.segments.length;
  };
  near(width((list) => [...list]) / width(four), 2, 0.35);
});

test("a segment without responders has a decision and no interval", () => {
  const silent = { segments, responded: [1, 1, 0, 1, 0, 0, 0, 0, 0, 0], orderValues };
  const poor = segmentVerdicts(silent, options).find(({ segment }) => segment === "poor")!;
  assert.deepEqual([poor.decision, poor.lift, poor.liftEstimate], ["DO_NOT_CONTACT", 0, null]);
  assert.deepEqual(undecided([poor]), [poor]);
});

test("contacting nobody brings nothing", () => {
  const { policy } = policyProfit(customers, { ...profitOptions, contacted: [] });
  assert.deepEqual([policy.estimate, policy.low, policy.high], [0, 0, 0]);
});

test("a policy names segments that exist", () => {
  assert.throws(
    () => policyProfit(customers, { ...profitOptions, contacted: ["best"] }),
    /no segment "best"/,
  );
});

test("acceptance by segment is counted by hand", () => {
  const rows = acceptanceBySegment(["good", "poor"], segments, { last: responded });
  assert.deepEqual(
    rows.map((row) => [row.segment, row.customers, row.rates.last]),
    [
      ["good", 4, 0.5],
      ["poor", 6, 1 / 6],
    ],
  );
});

test("a campaign is accepted or not", () => {
  assert.throws(
    () => acceptanceBySegment(["a"], ["a"], { last: [2] }),
    /campaign last, row 1: expected 0 or 1, got 2/,
  );
});

test("a campaign is about all customers", () => {
  assert.throws(
    () => acceptanceBySegment(["a"], ["a", "b"], { last: [1] }),
    /campaign last: 1 values for 2 customers/,
  );
});

test("a segment without customers has no acceptance", () => {
  assert.throws(() => acceptanceBySegment(["a", "c"], ["a"], { last: [1] }), /segment "c" has no customers/);
});

test("a segment is undecided when the interval of its lift holds 1", () => {
  const verdicts = segmentVerdicts(customers, options);
  const at = (low: number, high: number) => ({
    ...verdicts[0],
    liftEstimate: { ...verdicts[0].liftEstimate!, low, high },
  });
  assert.equal(undecided([at(0.9, 1.1), at(1, 1.2), at(1.01, 2), at(0.3, 0.99)]).length, 2);
});
