import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { resolve } from "node:path";
import test from "node:test";
import { betaDensity, betaLower, betaQuantile, betaUpper } from "../../statistics/beta.js";
import { binomialLower, binomialProbability } from "../../statistics/binomial.js";
import { chiSquareLower, chiSquareQuantile, chiSquareUpperTail } from "../../statistics/chi-square.js";
import { fLower } from "../../statistics/f.js";
import { gammaLower, gammaUpper, logGamma } from "../../statistics/gamma.js";
import { normalCdf, normalQuantile } from "../../statistics/normal.js";
import { poissonLower, poissonProbability } from "../../statistics/poisson.js";
import { studentLower, studentQuantile } from "../../statistics/student.js";
import { nearRelative } from "../near.js";

/** One value a line, its origin in the first lines. */
const REFERENCE = readFileSync(resolve(__dirname, "../../../test/fixtures/special-functions.txt"), "utf8");

/** Ours for each function of the file: the error functions are the incomplete gamma function of the square. */
const OURS: Record<string, (...values: number[]) => number> = {
  "normal.cdf": (z) => normalCdf(z),
  "normal.inv": (p) => normalQuantile(p),
  erf: (x) => gammaLower(0.5, x * x),
  erfc: (x) => gammaUpper(0.5, x * x),
  gammaln: logGamma,
  gammafn: (x) => Math.exp(logGamma(x)),
  "beta.cdf": betaLower,
  "beta.inv": betaQuantile,
  "beta.pdf": betaDensity,
  "studentt.cdf": studentLower,
  "studentt.inv": studentQuantile,
  "chisquare.cdf": chiSquareLower,
  "1-chisquare.cdf": chiSquareUpperTail,
  "chisquare.inv": chiSquareQuantile,
  "binomial.pdf": binomialProbability,
  "binomial.cdf": binomialLower,
  "poisson.pdf": poissonProbability,
  "poisson.cdf": poissonLower,
  "centralF.cdf": fLower,
};

const rows = REFERENCE.split("\n").filter((line) => line !== "" && !line.startsWith("#"));

for (const row of rows) {
  test(`${row} to a relative error of 1e-10`, () => {
    const [, name, values, expected] = /^(\S+) \[(.*)\] (\S+)$/.exec(row)!;
    nearRelative(OURS[name!]!(...values!.split(", ").map(Number)), Number(expected), 1e-10);
  });
}

test("the file has its 189 values", () => assert.equal(rows.length, 189));

test("the upper tail of a beta variable is the lower one of its mirror image", () => {
  for (const row of rows.filter((line) => line.startsWith("beta.cdf"))) {
    const [x, a, b] = /\[(.*)\]/.exec(row)![1]!.split(", ").map(Number) as [number, number, number];
    nearRelative(betaUpper(x, a, b) + betaLower(x, a, b), 1, 1e-13);
  }
});
