/** The words every room shares: types only, so that any room may import them. */

/** One column of a table: numbers (a missing one is NaN) or texts (a missing one is null). Dates are texts, `YYYY-MM-DD`. */
export type Column = Float64Array | readonly (string | null)[];

/** A table by columns, all of the same length. Column names are the schema's snake_case names. */
export interface Table {
  readonly name: string;
  readonly rows: number;
  readonly columns: Readonly<Record<string, Column>>;
}

/** What a column is used for. The schema gives every column exactly one. */
export type Role =
  | "id"
  | "treatment"
  | "outcome"
  | "value"
  | "cost"
  | "time"
  | "feature"
  | "segment"
  | "cluster";

/**
 * A number that was estimated, with how sure we are.
 *
 * Rates and differences of rates are fractions (0.012 is 1.2 percentage points), money is in the table's currency.
 */
export interface Estimate {
  readonly estimate: number;
  /** Lower end of the interval. */
  readonly low: number;
  /** Upper end of the interval. */
  readonly high: number;
  /** Share of such intervals that would hold the true value, 0.95 for 95 %. */
  readonly confidence: number;
  /** The method's name in the field, such as "Newcombe" or "Wilson". */
  readonly method: string;
  /** Customers behind the number. */
  readonly n: number;
  /** Unit of the three numbers: "fraction", "NZD", "monetary units", "ratio". */
  readonly unit: string;
}
