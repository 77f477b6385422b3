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

/**
 * Which differences count. An interval of "greater" has a lower end only: its high is the largest value there is, 1 for a
 * difference of rates and Infinity for amounts; "less" is the mirror image.
 */
export type Sides = "two-sided" | "greater" | "less";

/** How sure to be, and about which side. */
export interface InferenceOptions {
  /** Share of such intervals that would hold the true value, above 0 and below 1. Default 0.95. */
  readonly confidence?: number;
  /** Default "two-sided". */
  readonly sides?: Sides;
}

/** An estimate with its test, what must hold for it, and what the data say against that. */
export interface Inference extends Estimate {
  readonly sides: Sides;
  /** How often chance alone would show this much if there were no difference, where there is such a test. */
  readonly pValue?: number;
  /** What the p-value is of, where that is not the method of the interval. */
  readonly test?: string;
  /** Standard error of the estimate, where there is one; not every interval is made from it. */
  readonly standardError?: number;
  /** Degrees of freedom of that standard error, where the interval is Student's. */
  readonly degrees?: number;
  /** What must hold for the interval to be what it says, in words. */
  readonly assumptions: readonly string[];
  /** What these data say against it, such as "interval optimistic: …"; empty where nothing does. */
  readonly warnings: readonly string[];
}

/** An outcome of an experiment: what it counts, and what it is for. */
export interface Metric {
  readonly name: string;
  /** A rate of customers is 0 or 1 for each; anything else is a mean. */
  readonly kind: "rate" | "mean";
  readonly unit: string;
  /** One success metric must improve; no guardrail may get worse by its margin; a descriptive one decides nothing. */
  readonly purpose: "success" | "guardrail" | "descriptive";
  readonly better: "higher" | "lower";
  /** False where nobody said what the metric is for: it counts as success, and verdicts say so. Default true. */
  readonly purposeDeclared?: boolean;
  /** How much worse a guardrail may get, in its own unit; null for every other metric. */
  readonly margin: number | null;
  /** A number known before the assignment that goes with the metric, for CUPED. */
  readonly covariate: string | null;
  /** Days after the assignment in which the outcome counts; null when the table says nothing. */
  readonly windowDays: number | null;
}

/** Sums of one metric in one arm: of everybody, or of one level of one segment. */
export interface ExperimentCell {
  readonly metric: string;
  readonly arm: string;
  /** Null in both for everybody. */
  readonly segment: string | null;
  readonly level: string | null;
  /** Customers with a value whose window has closed. */
  readonly n: number;
  readonly sum: number;
  readonly sumSquares: number;
  readonly sumCubes: number;
  /** Sums over the same customers with the metric's covariate x, where it has one and x is known. */
  readonly joint: {
    readonly n: number;
    readonly sumY: number;
    readonly sumYY: number;
    readonly sumX: number;
    readonly sumXX: number;
    readonly sumXY: number;
  } | null;
  /** Customers whose window is still open, and those without a value. */
  readonly pending: number;
  readonly missing: number;
}

/**
 * Clusters of one size in one arm: how many there are, the sum of their totals of a metric, and of the totals' squares.
 * In a level of a segment a cluster is those of its customers who have that level. Where an arm has few clusters (see
 * ClusterLimits) every cell holds one: so few are reassigned one by one.
 */
export interface ClusterCell {
  readonly metric: string;
  readonly arm: string;
  /** Null in both for everybody. */
  readonly segment: string | null;
  readonly level: string | null;
  readonly size: number;
  readonly clusters: number;
  readonly sum: number;
  readonly sumSquares: number;
}

/**
 * When clusters have a cell each: an arm's are worth fewer than `worth` equally large ones, (Σ size)² / Σ size², and those of
 * all arms together are no more than `together`, so that the cells stay few. Literal types: both rooms that count clusters
 * must hold these very numbers.
 */
export interface ClusterLimits {
  readonly worth: 10;
  readonly together: 1000;
}

/** Everything that the analysis of an experiment needs, as counts and sums: as small for a billion rows as for ten. */
export interface ExperimentSummary {
  readonly name: string;
  readonly assignment: "random" | "by rule" | "self-chosen" | "none";
  readonly control: string;
  /** The column whose values were assigned as a whole (household, store); null when every row was on its own. */
  readonly unit: string | null;
  /** Every arm with its customers (or units, where a column names them) and its planned share; null when none was declared. */
  readonly arms: readonly {
    readonly arm: string;
    readonly customers: number;
    readonly plannedShare: number | null;
  }[];
  readonly metrics: readonly Metric[];
  readonly cells: readonly ExperimentCell[];
  /** Empty without a unit. */
  readonly clusters: readonly ClusterCell[];
  /**
   * Numbers known before the assignment, by arm; a level of a text column is a rate named "region = North". With a unit each
   * has its clusters, too.
   */
  readonly balance: readonly {
    readonly covariate: string;
    readonly arm: string;
    readonly n: number;
    readonly sum: number;
    readonly sumSquares: number;
    readonly clusters?: readonly Pick<ClusterCell, "size" | "clusters" | "sum" | "sumSquares">[];
  }[];
  /** Units that were in more than one arm, of all units; null where a unit is a row and cannot be. */
  readonly severalArms: { readonly units: number; readonly inSeveral: number } | null;
  /** Rows whose treatment is missing or none of the arms: they are in no number here. */
  readonly withoutArm: number;
}
