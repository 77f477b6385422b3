import type { SyntheticTables } from "./bank/campaign.js";

/** One thing that a generator promises, beside what it made. */
export interface GeneratorCheck {
  readonly table: string;
  readonly what: string;
  readonly expected: number;
  readonly found: number;
  /** How far the two may be apart: four standard errors, or 0 where the generator sets it exactly. */
  readonly tolerance: number;
  readonly holds: boolean;
}

/** What the bank campaign promises: a fair coin, and responses as often as the probabilities it was drawn from say. */
export function bankChecks({ data, truth }: SyntheticTables): GeneratorCheck[] {
  const mailed = numbers(data.columns.received_campaign);
  const responded = numbers(data.columns.responded);
  const control = share(numbers(truth.columns.p_response_control));
  const treated = share(numbers(truth.columns.p_response_treated));
  const rate = (arm: number): number => share(responded.filter((_, i) => mailed[i] === arm));
  const check = checker("campaign_data");
  return [
    check("share of customers mailed", 0.5, share(mailed), fourErrors(0.5, data.rows)),
    check("response when left alone", control, rate(0), fourErrors(control, data.rows / 2)),
    check("response when mailed", treated, rate(1), fourErrors(treated, data.rows / 2)),
    check(
      "share of region Unknown",
      0.04,
      shareOf(data.columns.region, ["Unknown"]),
      fourErrors(0.04, data.rows),
    ),
    check(
      "mean effect",
      treated - control,
      share(numbers(truth.columns.effect)),
      fourErrors(0.16, data.rows),
    ),
  ];
}

/** What the shop's file promises: the faults of the public file whose columns it shares, and its response rate. */
export function shopChecks({ data }: SyntheticTables): GeneratorCheck[] {
  const births = numbers(data.columns.Year_Birth);
  const incomes = numbers(data.columns.Income);
  const check = checker("marketing_campaign");
  return [
    check("missing incomes", 24, incomes.filter(Number.isNaN).length, 0),
    check("births before 1901", 3, births.filter((year) => year < 1901).length, 0),
    check("incomes of 666,666", 1, incomes.filter((income) => income === 666_666).length, 0),
    check("odd marital levels", 7, countOf(data.columns.Marital_Status, ["Alone", "Absurd", "YOLO"]), 0),
    check(
      "response rate",
      0.1491,
      share(numbers(data.columns.Response)),
      fourErrors(0.1491, data.rows, 2_240),
    ),
  ];
}

function checker(table: string) {
  return (what: string, expected: number, found: number, tolerance: number): GeneratorCheck => ({
    table,
    what,
    expected,
    found,
    tolerance,
    holds: Math.abs(found - expected) <= tolerance,
  });
}

/** Four standard errors of a rate, or of the difference of two rates from groups of these sizes. */
function fourErrors(rate: number, ...sizes: number[]): number {
  return 4 * Math.sqrt(sizes.reduce((sum, n) => sum + (rate * (1 - rate)) / n, 0));
}

function share(values: Float64Array): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}

function shareOf(column: SyntheticTables["data"]["columns"][string], levels: readonly string[]): number {
  return countOf(column, levels) / column.length;
}

function countOf(column: SyntheticTables["data"]["columns"][string], levels: readonly string[]): number {
  return (column as readonly string[]).filter((level) => levels.includes(level)).length;
}

function numbers(column: SyntheticTables["data"]["columns"][string]): Float64Array {
  return column as Float64Array;
}
