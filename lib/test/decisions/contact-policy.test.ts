import assert from "node:assert/strict";
import test from "node:test";
import fc from "fast-check";
import { contactPolicy, type SegmentResult } from "../../decisions/contact-policy.js";
import { near } from "../near.js";

function segment(
  name: string,
  responders: number,
  customers: number,
  averageOrderValue: number,
): SegmentResult {
  return { segment: name, customers, responders, averageOrderValue };
}

/** The published three clusters of the CRM table: responders are response times customers, rounded. */
const PUBLISHED = [
  segment("high spend", 168, 695, 66.0431),
  segment("middle", 98, 640, 27.6927),
  segment("low spend", 64, 886, 9.4586),
];

// The published policy table of that campaign, at 3 monetary units a contact.
test("the published table comes out to its digits", () => {
  const expected = [
    [0.241727, 1.6269, 5.3215, 4.3215, "CONTACT"],
    [0.153125, 1.0306, 1.4135, 0.4135, "CONTACT"],
    [0.072235, 0.4862, 0.2277, -0.7723, "DO_NOT_CONTACT"],
  ] as const;
  const rows = contactPolicy(PUBLISHED, 3);
  rows.forEach((row, i) => {
    const [response, lift, roas, roi, decision] = expected[i]!;
    near(row.response, response, 5e-7);
    near(row.lift, lift, 5e-5);
    near(row.roas, roas, 5e-5);
    near(row.roi, roi, 5e-5);
    assert.equal(row.decision, decision);
  });
  assert.deepEqual(
    rows.map((row) => row.segment),
    ["high spend", "middle", "low spend"],
  );
});

test("a segment needs both: contacts that pay and a response above the average", () => {
  const rows = contactPolicy(
    [segment("cheap", 30, 100, 5), segment("dear", 10, 100, 500), segment("both", 30, 100, 50)],
    3,
  );
  assert.deepEqual(
    rows.map((row) => row.decision),
    ["DO_NOT_CONTACT", "DO_NOT_CONTACT", "CONTACT"],
  );
});

test("equal responses are not above the average, and a cost paid back exactly is no profit", () => {
  const equal = contactPolicy([segment("a", 1, 3, 90), segment("b", 2, 6, 90), segment("c", 4, 12, 90)], 3);
  assert.ok(equal.every((row) => row.lift === 1 && row.decision === "DO_NOT_CONTACT"));
  const [even] = contactPolicy([segment("a", 5, 10, 6), segment("b", 1, 10, 6)], 3);
  assert.deepEqual([even!.roi, even!.decision], [0, "DO_NOT_CONTACT"]);
});

test("another rule moves the limits", () => {
  const rows = contactPolicy(PUBLISHED, 3, { roiAbove: 0.5, liftAbove: 0 });
  assert.deepEqual(
    rows.map((row) => row.decision),
    ["CONTACT", "DO_NOT_CONTACT", "DO_NOT_CONTACT"],
  );
});

test("a segment without responders is not contacted", () => {
  const [silent] = contactPolicy([segment("silent", 0, 10, 40), segment("rest", 5, 10, 40)], 1);
  assert.deepEqual([silent!.response, silent!.lift, silent!.decision], [0, 0, "DO_NOT_CONTACT"]);
});

test("lifts weighted by customers average to 1, and a higher cost never adds a contact", () => {
  const counts = fc
    .integer({ min: 1, max: 2000 })
    .chain((n) => fc.tuple(fc.integer({ min: 1, max: n }), fc.constant(n)));
  fc.assert(
    fc.property(
      fc.array(counts, { minLength: 1, maxLength: 8 }),
      fc.double({ min: 0.1, max: 50, noNaN: true }),
      (all, cost) => {
        const segments = all.map(([responders, customers], i) =>
          segment(`${i}`, responders, customers, 20 + i),
        );
        const rows = contactPolicy(segments, cost);
        const customers = rows.reduce((sum, row) => sum + row.customers, 0);
        near(rows.reduce((sum, row) => sum + row.lift * row.customers, 0) / customers, 1, 1e-9);
        contactPolicy(segments, cost * 2).forEach((row, i) => {
          assert.ok(row.decision === "DO_NOT_CONTACT" || rows[i]!.decision === "CONTACT");
        });
      },
    ),
  );
});

test("a policy that cannot be computed is refused", () => {
  assert.throws(() => contactPolicy([], 3), /at least one responder, got 0 of 0 customers/);
  assert.throws(
    () => contactPolicy([segment("a", 0, 10, 5)], 3),
    /at least one responder, got 0 of 10 customers/,
  );
  assert.throws(() => contactPolicy(PUBLISHED, 0), /cost per contact: .* got 0/);
  assert.throws(
    () => contactPolicy([segment("a", 12, 10, 5)], 3),
    /segment "a": 12 conversions of 10 customers/,
  );
  assert.throws(() => contactPolicy([segment("a", 0, 0, 5)], 3), /segment "a": .* customers above 0, got 0/);
  assert.throws(() => contactPolicy([segment("a", 1, 10, Number.NaN)], 3), /value per response: .* got NaN/);
  assert.throws(
    () => contactPolicy([segment("a", 1, 9, 5), segment("a", 1, 9, 5)], 3),
    /segment "a": expected once, got twice/,
  );
  assert.throws(
    () => contactPolicy(PUBLISHED, 3, { roiAbove: Number.NaN, liftAbove: 1 }),
    /contact rule: expected numbers, got ROI NaN and lift 1/,
  );
});
