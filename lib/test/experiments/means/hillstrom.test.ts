import assert from "node:assert/strict";
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import test, { before } from "node:test";
import { gunzipSync } from "node:zlib";
import { permutationTestOfMeans } from "../../../experiments/means/permutation.js";
import { differenceInMeans } from "../../../experiments/means/welch.js";
import { momentsOf } from "../../../experiments/moments.js";
import { uniformityPValue } from "../../../statistics/kolmogorov.js";
import { seededRandom } from "../../../statistics/random.js";
import { repeat } from "../../../statistics/repeat.js";
import { near } from "../../near.js";

// The e-mail test of MineThatData (Hillstrom 2008): 64,000 customers, three arms by chance.
const file = join(process.env.CAMPAIGN_LAB_REFERENCE_DATA ?? "", "hillstrom.csv.gz");
const skip = existsSync(file) ? false : "CAMPAIGN_LAB_REFERENCE_DATA has no hillstrom.csv.gz";

type Outcome = "visit" | "conversion" | "spend";
let rows: { arm: string; outcomes: Record<Outcome, number> }[];

before(() => {
  if (skip) return;
  const [, ...lines] = gunzipSync(readFileSync(file)).toString("utf8").trim().split(/\r?\n/);
  rows = lines.map((line) => {
    const [arm, visit, conversion, spend] = line.split(",").slice(-4);
    return {
      arm,
      outcomes: { visit: Number(visit), conversion: Number(conversion), spend: Number(spend) },
    };
  });
});

const values = (arm: string, outcome: Outcome): number[] =>
  rows.filter((row) => row.arm === arm).map(({ outcomes }) => outcomes[outcome]);

const published = [
  ["Mens E-Mail", "visit", 0.07659, 0.003386],
  ["Mens E-Mail", "spend", 0.769827, 0.145247],
  ["Womens E-Mail", "visit", 0.045233, 0.003234],
] as const;

for (const [arm, outcome, estimate, standardError] of published) {
  test(`Hillstrom, ${arm} against none: ${outcome} ${estimate}, standard error ${standardError}`, {
    skip,
  }, () => {
    const [treated, control] = [arm, "No E-Mail"].map((name) => momentsOf(values(name, outcome)));
    const difference = differenceInMeans(treated, control, {
      unit: outcome === "spend" ? "USD" : "fraction",
    });
    near(difference.estimate, estimate, 5e-7);
    near(difference.standardError!, standardError, 5e-7);
  });
}

test("Hillstrom's spend has too heavy a tail for its 21,000 customers an arm, and says so", { skip }, () => {
  const [treated, control] = ["Mens E-Mail", "No E-Mail"].map((name) => momentsOf(values(name, "spend")));
  const { warnings } = differenceInMeans(treated, control, { unit: "USD" });
  assert.equal(warnings.length, 2);
  assert.match(
    warnings[0],
    /^interval optimistic: treated has 21,307 customers, and its skewness of 1\d\.\d/,
  );
});

// Such intervals hold the truth in 92 % and 87 % of the samples (bench/coverage.csv).
for (const sizes of [
  [500, 500],
  [20_000, 1_000],
]) {
  test(`Hillstrom's spend drawn anew, ${sizes.join(" and ")}: every interval is said to be optimistic`, {
    skip,
  }, () => {
    const arms = ["Mens E-Mail", "No E-Mail"].map((name) => values(name, "spend"));
    const random = seededRandom(`heavy tail ${sizes}`);
    const flagged = repeat(300, () => {
      const [treated, control] = arms.map((arm, i) =>
        momentsOf(Float64Array.from({ length: sizes[i] }, () => arm[random.below(arm.length)])),
      );
      const { warnings } = differenceInMeans(treated, control, { unit: "USD" });
      return Number(warnings.some((warning) => warning.startsWith("interval optimistic: ")));
    });
    assert.equal(
      flagged.reduce((sum, one) => sum + one),
      300,
    );
  });
}

test("the permutation p-value of Hillstrom's spend is the smallest of 2,000 rounds, as Welch's 1e-7 says", {
  skip,
}, () => {
  const arms = { treated: values("Mens E-Mail", "spend"), control: values("No E-Mail", "spend") };
  const { pValue } = permutationTestOfMeans(arms, { rounds: 2_000, random: seededRandom(1) });
  assert.equal(pValue, 1 / 2_001);
});

test("2,000 splits of the customers without e-mail by chance give uniform p-values", { skip }, () => {
  for (const outcome of ["visit", "spend"] as const) {
    const all = values("No E-Mail", outcome);
    const random = seededRandom(`A/A ${outcome}`);
    const pValues = repeat(2_000, () => splitPValue(all, () => random.chance(0.5)));
    const p = uniformityPValue(pValues);
    assert.ok(p > 0.001, `${outcome}: the p-values are not uniform, KS p ${p}`);
  }
});

function splitPValue(all: readonly number[], isTreated: () => boolean): number {
  const [n, sum, sumSquares] = [
    [0, 0],
    [0, 0],
    [0, 0],
  ];
  for (const value of all) {
    const arm = Number(isTreated());
    n[arm]++;
    sum[arm] += value;
    sumSquares[arm] += value * value;
  }
  const [control, treated] = [0, 1].map((arm) => ({ n: n[arm], sum: sum[arm], sumSquares: sumSquares[arm] }));
  return differenceInMeans(treated, control, { unit: "USD" }).pValue!;
}
