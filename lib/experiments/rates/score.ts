import { type Group, rateOf } from "./group.js";

/**
 * How many standard errors the observed difference of two rates (treated minus control) lies above a supposed one, with
 * the standard error that the two rates would have if the supposed difference were true (Miettinen and Nurminen 1985).
 *
 * Unlike the unrestricted standard error it is above 0 also when nobody or everybody converted, but for the difference
 * that was observed: there the statistic is 0.
 */
export function scoreStatistic(treated: Group, control: Group, difference: number): number {
  const distance = rateOf(treated) - rateOf(control) - difference;
  if (distance === 0) return 0;
  const rate = restrictedRate(treated, control, difference);
  const other = rate - difference;
  const variance = (rate * (1 - rate)) / treated.customers + (other * (1 - other)) / control.customers;
  const customers = treated.customers + control.customers;
  return distance / Math.sqrt(Math.max(0, (variance * customers) / (customers - 1)));
}

/** The difference below the observed one whose score statistic is z, by halving: the statistic falls all the way. */
export function scoreLow(treated: Group, control: Group, z: number): number {
  const estimate = rateOf(treated) - rateOf(control);
  let [low, high] = [-1, estimate];
  for (let step = 0; step < 100 && high - low > 1e-12 * (estimate - low); step++) {
    const middle = (low + high) / 2;
    if (scoreStatistic(treated, control, middle) > z) low = middle;
    else high = middle;
  }
  return (low + high) / 2;
}

/**
 * The most likely rate of the treated when the rates differ by exactly `difference`: the root of the likelihood equation,
 * a cubic that falls through 0 once where both are rates (Farrington and Manning 1990, appendix).
 */
function restrictedRate(treated: Group, control: Group, difference: number): number {
  const share = control.customers / treated.customers;
  const [rate, other] = [rateOf(treated), rateOf(control)];
  const a = 1 + share;
  const b = -(a + rate + share * other + difference * (share + 2));
  const c = difference * (difference + 2 * rate + a) + rate + share * other;
  const d = -rate * difference * (1 + difference);
  const shift = b / (3 * a);
  const v = shift ** 3 - (b * c) / (6 * a * a) + d / (2 * a);
  const u = Math.sign(v || 1) * Math.sqrt(Math.max(0, shift ** 2 - c / (3 * a)));
  const cosine = u === 0 ? 0 : Math.min(1, Math.max(-1, v / u ** 3));
  const root = 2 * u * Math.cos((Math.PI + Math.acos(cosine)) / 3) - shift;
  return polished([a, b, c, d], root, { low: Math.max(0, difference), high: Math.min(1, 1 + difference) });
}

/**
 * The root of a cubic that falls through 0 once from low to high, by Newton's method from a start that need not be good: the
 * cosine formula loses its digits for rates near 0 and 1. A step that leaves the bracket is replaced by halving it.
 */
function polished(
  [a, b, c, d]: readonly [number, number, number, number],
  start: number,
  { low, high }: { low: number; high: number },
): number {
  let root = Math.min(high, Math.max(low, start));
  for (let step = 0; step < 100; step++) {
    const value = ((a * root + b) * root + c) * root + d;
    if (value > 0) low = root;
    else high = root;
    const newton = root - value / ((3 * a * root + 2 * b) * root + c);
    const next = low < newton && newton < high ? newton : (low + high) / 2;
    if (Math.abs(next - root) <= 1e-14 * root) return next;
    root = next;
  }
  return root;
}
