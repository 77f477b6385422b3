import { type ColumnSchema, DIRECTIONS, type MetricRules, NUMERIC_TYPES, PURPOSES } from "./schema.js";
import type { Place } from "./yaml-place.js";

/** The keys by which a column says what it decides in an experiment. */
export const METRIC_KEYS: readonly string[] = ["metric", "better", "margin", "covariate", "window"];

/** Reads what a column decides in an experiment; null for a column that is neither outcome nor value. */
export function readMetric(place: Place): MetricRules | null {
  const role = String(place.at("role").content);
  if (role !== "outcome" && role !== "value") {
    const given = METRIC_KEYS.filter((key) => place.at(key).given);
    for (const key of given) place.at(key).refuse(`only an outcome or value has it, and the role is ${role}`);
    return null;
  }
  const metric: MetricRules = {
    purpose: place.at("metric").oneOf(PURPOSES),
    better: place.at("better").oneOf(DIRECTIONS),
    margin: place.at("margin").optional(readMargin),
    covariate: place.at("covariate").optionalText(),
    windowDays: place.at("window").optional((days) => days.wholeAboveZero()),
  };
  const isGuardrail = metric.purpose === "guardrail";
  const only = `only a guardrail has one, and this is a ${metric.purpose} metric`;
  place.refuseIf(metric.margin !== null && !isGuardrail, "margin", only);
  const needed = "a guardrail needs margin, how much worse it may get";
  place.refuseIf(metric.margin === null && isGuardrail, "metric", needed);
  const tooWide = `a rate cannot get worse by 1 or more, got ${metric.margin}; 0.01 is one customer in a hundred`;
  place.refuseIf(isRateAt(place) && (metric.margin ?? 0) >= 1, "margin", tooWide);
  return metric;
}

function isRateAt(place: Place): boolean {
  const { content } = place.at("levels");
  return Array.isArray(content) && content.every((level) => ["0", "1"].includes(String(level)));
}

/**
 * The columns with what is meant by a metric that says nothing: in a table that declares one, any other is descriptive; in a
 * table that declares none, all of them count as success.
 */
export function withPurposes(columns: readonly ColumnSchema[], place: Place): ColumnSchema[] {
  const declares = ({ name }: ColumnSchema): boolean => place.at(name).at("metric").given;
  const silent: Partial<MetricRules> = columns.some(declares)
    ? { purpose: "descriptive" }
    : { purposeDeclared: false };
  return columns.map((column) =>
    column.metric === null || declares(column)
      ? column
      : { ...column, metric: { ...column.metric, ...silent } },
  );
}

function readMargin(place: Place): number {
  const margin = Number(place.content);
  if (!(Number.isFinite(place.content) && margin > 0)) {
    place.refuse(`expected a number above 0, got ${place.shown()}`);
  }
  return margin;
}

/** Reads the limits of the groups into which a number is cut. */
export function readBands(place: Place): readonly number[] {
  const limits = place
    .items()
    .map(({ content }) => (Number.isFinite(content) ? Number(content) : Number.NaN));
  const isRising = limits.every((limit, i) => (i === 0 ? limit > -Infinity : limit > limits[i - 1]));
  if (limits.length === 0 || !isRising) {
    place.refuse(`expected finite numbers that rise, such as [30, 45, 60], got ${place.shown()}`);
  }
  return limits;
}

/** Refuses a covariate that is no number known before the assignment. */
export function checkCovariates(columns: readonly ColumnSchema[], place: Place): void {
  for (const { name, metric } of columns) {
    if (metric === null || metric.covariate === null) continue;
    const covariate = columns.find((column) => column.name === metric.covariate);
    const at = place.at(name).at("covariate");
    if (covariate === undefined) at.refuse(`"${metric.covariate}" is not a column of the table`);
    else if (!NUMERIC_TYPES.includes(covariate.type)) {
      at.refuse(`only a number is a covariate, and the type of ${covariate.name} is ${covariate.type}`);
    } else if (["treatment", "outcome", "value"].includes(covariate.role) || covariate.afterAssignment) {
      at.refuse(`${covariate.name} is not known before the assignment, as a covariate is`);
    }
  }
}
