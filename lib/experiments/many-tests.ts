/** How p-values are corrected for having been looked at together. */
export type Correction = "Bonferroni" | "Holm" | "Benjamini-Hochberg" | "Benjamini-Yekutieli";

/**
 * The p-values of several tests, each corrected for all of them, in the order in which they came: an adjusted p of at most
 * alpha rejects at alpha.
 *
 * "Bonferroni" and "Holm" bound the chance of even one false rejection, whatever the dependence; Holm rejects all that
 * Bonferroni does and more. "Benjamini-Hochberg" bounds the false discovery rate (the share of false ones among the
 * rejections, on average) where the tests are independent or positively dependent, as comparisons with a common control
 * are; "Benjamini-Yekutieli" bounds it under any dependence, at a price of ln m. All tests that were looked at
 * must be in the list, also the dull ones.
 *
 * Throws RangeError when a p-value is not from 0 to 1.
 * Source: Holm 1979; Benjamini and Hochberg 1995; Benjamini and Yekutieli 2001.
 *
 * @example
 * adjustPValues([0.01, 0.04, 0.03, 0.005, 0.2], "Holm"); // [0.04, 0.09, 0.09, 0.025, 0.2]
 */
export function adjustPValues(pValues: readonly number[], correction: Correction): number[] {
  pValues.forEach((p, index) => {
    if (!(p >= 0 && p <= 1)) throw new RangeError(`p-value ${index + 1}: expected 0 to 1, got ${p}`);
  });
  const tests = pValues.length;
  const ascending = pValues.map((_, index) => index).sort((a, b) => pValues[a] - pValues[b]);
  const adjusted = new Array<number>(tests);
  if (correction === "Bonferroni" || correction === "Holm") {
    let largest = 0;
    ascending.forEach((index, rank) => {
      const factor = correction === "Holm" ? tests - rank : tests;
      largest = Math.max(largest, Math.min(1, factor * pValues[index]));
      adjusted[index] = largest;
    });
    return adjusted;
  }
  const price = correction === "Benjamini-Yekutieli" ? harmonic(tests) : 1;
  let smallest = 1;
  for (let rank = tests; rank >= 1; rank--) {
    const index = ascending[rank - 1];
    smallest = Math.min(smallest, (price * tests * pValues[index]) / rank);
    adjusted[index] = smallest;
  }
  return adjusted;
}

/**
 * The confidence that the intervals of selected results need so that at most `rate` of those that are shown miss the truth
 * on average (the false coverage rate): 1 - selected · rate / tested. Make each shown interval anew with it.
 *
 * The luckiest three of thirty need 99.5 % intervals to be as honest as one planned 95 % interval. It holds for independent
 * results and simple selections, such as those that Benjamini and Hochberg's procedure rejects; for any dependence
 * divide `rate` by 1 + 1/2 + … + 1/tested first. It corrects the width only: the estimates of the selected stay too large.
 *
 * Throws RangeError when the counts are not whole, nothing was selected, more were selected than tested, or the rate is
 * not between 0 and 1.
 * Source: Benjamini and Yekutieli 2005, "False discovery rate-adjusted multiple confidence intervals for selected parameters".
 *
 * @example
 * fcrConfidence({ selected: 3, tested: 30 }); // 0.995
 */
export function fcrConfidence({
  selected,
  tested,
  rate = 0.05,
}: {
  readonly selected: number;
  readonly tested: number;
  readonly rate?: number;
}): number {
  if (
    !(Number.isSafeInteger(tested) && Number.isSafeInteger(selected) && 1 <= selected && selected <= tested)
  ) {
    throw new RangeError(
      `false coverage rate: expected whole numbers with 1 <= selected <= tested, got ${selected} of ${tested}`,
    );
  }
  if (!(rate > 0 && rate < 1)) {
    throw new RangeError(`false coverage rate: expected a rate above 0 and below 1, got ${rate}`);
  }
  return 1 - (selected * rate) / tested;
}

/** 1 + 1/2 + … + 1/n. */
export function harmonic(n: number): number {
  return Array.from({ length: n }, (_, index) => 1 / (index + 1)).reduce((sum, term) => sum + term, 0);
}
