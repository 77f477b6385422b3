import { isMoment } from "./column-reader.js";
import type { ColumnSchema, ExperimentPlan } from "./schema.js";
import type { Place } from "./yaml-place.js";

/** The keys by which a table says how its experiment was planned. */
export const PLAN_KEYS: readonly string[] = ["shares", "randomised_by", "assigned_on", "followed_until"];

/** Reads how the experiment of a table was planned, and refuses what its columns do not allow. */
export function readPlan(place: Place, columns: readonly ColumnSchema[]): ExperimentPlan {
  const plan: ExperimentPlan = {
    shares: place.at("shares").optional((shares) => readShares(shares, columns)),
    randomisedBy: place.at("randomised_by").optionalText(),
    assignedOn: place.at("assigned_on").optionalText(),
    followedUntil: place.at("followed_until").optional(readDay),
  };
  for (const key of ["randomised_by", "assigned_on"]) {
    const at = place.at(key);
    const isColumn = columns.some(({ name }) => name === at.content);
    if (at.given && !isColumn) at.refuse(`"${at.text()}" is not a column of the table`);
  }
  const assigned = columns.find(({ name }) => name === plan.assignedOn);
  const isDay = assigned === undefined || assigned.type === "date" || assigned.type === "datetime";
  place.refuseIf(
    !isDay,
    "assigned_on",
    `only a date or datetime is a day, and the type is ${assigned?.type}`,
  );
  checkWindows(plan, columns, place);
  return plan;
}

function readShares(place: Place, columns: readonly ColumnSchema[]): Record<string, number> {
  const arms = columns.find(({ role }) => role === "treatment")?.levels ?? [];
  const shares = Object.fromEntries(place.entries().map(({ key, content }) => [key, Number(content)]));
  const named = Object.keys(shares);
  const isEveryArm = named.length === arms.length && arms.every((arm) => named.includes(arm));
  if (!isEveryArm) {
    const expected =
      arms.length === 0 ? "a treatment with levels" : `one share for each of ${arms.join(", ")}`;
    place.refuse(`expected ${expected}, got ${named.join(", ") || "none"}`);
  }
  const isPositive = Object.values(shares).every((share) => share > 0);
  const total = Object.values(shares).reduce((sum, share) => sum + share, 0);
  // Thirds can be written with a few digits only.
  if (!isPositive || Math.abs(total - 1) > 1e-3) {
    place.refuse(`expected shares above 0 that add up to 1, got ${place.shown()}`);
  }
  return shares;
}

function readDay(place: Place): string {
  const day = place.text();
  if (!isMoment("date", day)) place.refuse(`expected a day such as 2023-10-31, got ${place.shown()}`);
  return day;
}

/** Whose window has closed can be told from the day of the assignment and the last day only. */
function checkWindows(plan: ExperimentPlan, columns: readonly ColumnSchema[], place: Place): void {
  if (plan.assignedOn !== null && plan.followedUntil !== null) return;
  for (const { name } of columns.filter(({ metric }) => metric !== null && metric.windowDays !== null)) {
    const window = place.at("columns").at(name).at("window");
    window.refuse("a window needs assigned_on and followed_until of the table");
  }
}
