import assert from "node:assert/strict";
import test from "node:test";
import fc from "fast-check";
import { RFM_LABELS, rfmLabel, rfmLabels, rfmScores, rfmSizes } from "../../customers/rfm.js";

test("five customers get the scores one can read off", () => {
  const scores = rfmScores({
    recencyDays: [1, 9, 4, 30, 80],
    frequency: [7, 2, 2, 9, 1],
    monetary: [50, 20, 30, 90, 10],
  });
  assert.deepEqual(Array.from(scores.r), [5, 3, 4, 2, 1]);
  assert.deepEqual(Array.from(scores.f), [4, 2, 3, 5, 1]);
  assert.deepEqual(Array.from(scores.m), [4, 2, 3, 5, 1]);
  assert.deepEqual(Array.from(scores.sum), [13, 7, 10, 12, 3]);
});

// pandas: qcut(recency, 5, labels=[5,4,3,2,1]) and qcut(x.rank(method="first"), 5, labels=[1,2,3,4,5])
test("scores agree with pandas qcut, ties included", () => {
  const scores = rfmScores({
    recencyDays: [12, 3, 3, 50, 7, 90, 3, 41, 28, 60, 7, 7],
    frequency: [2, 1, 1, 2, 9, 4, 1, 2, 3, 2, 5, 1],
    monetary: [20, 20, 5, 70, 300, 41, 9, 20, 20, 33, 80, 2],
  });
  assert.deepEqual(Array.from(scores.r), [3, 5, 5, 1, 4, 1, 5, 2, 2, 1, 4, 4]);
  assert.deepEqual(Array.from(scores.f), [2, 1, 1, 3, 5, 5, 1, 3, 4, 4, 5, 2]);
  assert.deepEqual(Array.from(scores.m), [2, 2, 1, 5, 5, 4, 1, 3, 3, 4, 5, 1]);
});

test("equal days get equal recency scores, and a score can stay unused", () => {
  const { r } = rfmScores({
    recencyDays: [0, 0, 0, 0, 9],
    frequency: [1, 2, 3, 4, 5],
    monetary: [1, 2, 3, 4, 5],
  });
  assert.deepEqual(Array.from(r), [5, 5, 5, 5, 1]);
});

test("fifths of frequency and money are equally large however many ties there are", () => {
  const purchases = fc.array(fc.nat({ max: 3 }), { minLength: 5, maxLength: 60 });
  fc.assert(
    fc.property(purchases, (counts) => {
      const whole = counts.slice(0, counts.length - (counts.length % 5));
      const { f } = rfmScores({ recencyDays: whole, frequency: whole, monetary: whole });
      for (const score of [1, 2, 3, 4, 5]) {
        assert.equal(f.filter((value) => value === score).length, whole.length / 5);
      }
    }),
  );
});

test("the first rule that holds names the segment", () => {
  assert.equal(rfmLabel({ r: 4, f: 4, m: 4 }), "Champions");
  assert.equal(rfmLabel({ r: 3, f: 5, m: 5 }), "Loyal");
  assert.equal(rfmLabel({ r: 5, f: 5, m: 1 }), "Loyal");
  assert.equal(rfmLabel({ r: 5, f: 2, m: 5 }), "New Customers");
  assert.equal(rfmLabel({ r: 2, f: 2, m: 2 }), "At Risk");
  assert.equal(rfmLabel({ r: 3, f: 2, m: 1 }), "Regulars");
  assert.equal(rfmLabel({ r: 2, f: 3, m: 4 }), "Regulars");
});

// The 125 score triples by a second reading of the rules: how many are left after each rule.
test("the rules divide all 125 score triples", () => {
  const fifths = [1, 2, 3, 4, 5];
  let left = fifths.flatMap((r) => fifths.flatMap((f) => fifths.map((m) => ({ r, f, m }))));
  const all = left.map(rfmLabel);
  const rules = [
    (s: { r: number; f: number; m: number }) => s.r + s.f + s.m >= 12 && Math.min(s.r, s.f) >= 4,
    (s: { r: number; f: number; m: number }) => s.r + s.f + s.m >= 10 && s.f >= 3,
    (s: { r: number; f: number; m: number }) => s.r >= 4 && s.f <= 2,
    (s: { r: number; f: number; m: number }) => s.r + s.f + s.m <= 6 && s.r <= 2,
    () => true,
  ];
  for (const [rank, rule] of rules.entries()) {
    const expected = left.filter(rule).length;
    assert.equal(all.filter((label) => label === RFM_LABELS[rank]).length, expected);
    left = left.filter((scores) => !rule(scores));
  }
});

test("every customer gets a label and the sizes add up to the customers", () => {
  const days = Array.from({ length: 40 }, (_, i) => (i * 17) % 41);
  const labels = rfmLabels(rfmScores({ recencyDays: days, frequency: days, monetary: days }));
  const sizes = rfmSizes(labels);
  assert.deepEqual(
    sizes.map(({ label }) => label),
    [...RFM_LABELS],
  );
  assert.equal(
    sizes.reduce((sum, { customers }) => sum + customers, 0),
    40,
  );
});

test("fewer than five customers have no fifths", () => {
  const four = [1, 2, 3, 4];
  assert.throws(
    () => rfmScores({ recencyDays: four, frequency: four, monetary: four }),
    /^RangeError: rfm: expected at least 5 customers for fifths, got 4$/,
  );
});

test("a missing value is named by column and row", () => {
  const five = [1, 2, 3, 4, 5];
  assert.throws(
    () => rfmScores({ recencyDays: five, frequency: five, monetary: [1, 2, NaN, 4, 5] }),
    /column "monetary", row 3: expected a finite number, got NaN/,
  );
});

test("a score outside 1 to 5 has no label", () => {
  assert.throws(
    () => rfmLabel({ r: 3, f: 0, m: 2 }),
    /rfm score f: expected a whole number from 1 to 5, got 0/,
  );
});
