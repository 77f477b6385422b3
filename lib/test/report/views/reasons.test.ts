import assert from "node:assert/strict";
import test from "node:test";
import type { Reason } from "../../../experiments/analysis/result.js";
import { differenceInWords, reasonInWords } from "../../../report/views/words.js";
import { inferred } from "./inferred.js";

function reason(finding: string, rest: Partial<Reason> = {}): Reason {
  return { metric: "responded", finding, effect: null, pCorrected: null, margin: null, ...rest };
}

test("a success metric is told with its effect and corrected p-value", () => {
  const found = { effect: inferred(0.1216, 0.105, 0.1382), pCorrected: 8.1e-44 };
  assert.equal(
    reasonInWords(reason("improves", found)),
    "responded improves: +12.2 points (+10.5 to +13.8), corrected p 8.1e-44",
  );
});

test("a guardrail is told with the end that counts and its margin", () => {
  const effect = inferred(0.009, -1, 0.0149, { sides: "less" });
  assert.equal(
    reasonInWords(reason("may be worse by its margin", { metric: "unsubscribed", effect, margin: 0.01 })),
    "unsubscribed may be worse by its margin: +0.9 points, at most +1.5, margin 1.0 points",
  );
  const usd = inferred(-1.2, -3.4, Infinity, { sides: "greater", unit: "USD" });
  assert.equal(
    reasonInWords(reason("is not worse by its margin", { effect: usd, margin: 5 })),
    "responded is not worse by its margin: −1.20 USD, at least −3.40, margin 5.00 USD",
  );
});

test("what the data say against an effect follows it", () => {
  const warnings = [
    "interval optimistic: treated has 1,000 customers, and its skewness of 13.8 wants 67,509",
  ];
  const effect = inferred(12, 2, 22, { unit: "USD", method: "CUPED, post-stratified", warnings });
  assert.equal(
    reasonInWords(reason("improves", { effect, pCorrected: 0.01 })),
    `responded improves: +12.00 USD (+2.00 to +22.00) with CUPED, corrected p 0.010 (${warnings[0]})`,
  );
});

test("what has no number is the finding alone, with or without a metric", () => {
  assert.equal(
    reasonInWords(reason("is not measured: cannot be judged")),
    "responded is not measured: cannot be judged",
  );
  assert.equal(
    reasonInWords(reason("no success metric is declared", { metric: null })),
    "no success metric is declared",
  );
});

test("an end that is not there is not written", () => {
  const open = (low: number, high: number) => differenceInWords(inferred(0.2, low, high, { unit: "USD" }));
  assert.equal(open(-Infinity, 3), "+0.20 USD, at most +3.00");
  assert.equal(open(-Infinity, Infinity), "+0.20 USD, the interval has no ends");
});
