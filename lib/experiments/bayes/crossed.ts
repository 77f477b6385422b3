import { NotEstimable } from "../not-estimable.js";
import { checkedOptions, INDEPENDENT } from "../options.js";
import { checkGroups, type GroupEstimate } from "./between-groups.js";
import { type Factor, fitAdditive } from "./crossed-fit.js";
import { DIFFERENT_CUSTOMERS, NORMAL_ESTIMATES, ON_AVERAGE, ROBUST, type ShrunkGroup } from "./shrinkage.js";
import { shrinkRobustly } from "./shrinkage-robust.js";

/** An estimate for one combination of levels, such as { channel: "e-mail", segment: "new", campaign: "spring" }. */
export interface CellEstimate extends Omit<GroupEstimate, "group"> {
  readonly levels: Readonly<Record<string, string>>;
}

/** What one factor does to all cells of a level. */
export interface FactorEffects {
  readonly factor: string;
  /** Of the true effects of its levels; 0 when the data show no difference between them. */
  readonly standardDeviation: number;
  /** How far the level lies from the mean, drawn towards 0 by its noise. */
  readonly levels: readonly { readonly level: string; readonly effect: number }[];
}

/** Cells, each drawn towards what its levels say of it. */
export interface ShrunkCells {
  readonly mean: number;
  readonly factors: readonly FactorEffects[];
  /** The standard deviation of what the levels leave unexplained of the cells' true values. */
  readonly betweenCells: number;
  /** In the order given; the group is the levels' names, joined by " × ". */
  readonly cells: readonly ShrunkGroup[];
}

/**
 * The effects of crossed or nested groups (channels × segments × campaigns), each cell drawn towards the sum of its levels' effects
 * by as much as its own noise deserves: a campaign seen in one channel is helped by the channel's other campaigns.
 *
 * The model is mean + one random effect per level of each factor + one per cell + sampling error, the variances by restricted
 * maximum likelihood. Not every combination needs a cell. The intervals cover on average over the cells and don't ask the
 * cells' true values to be normal; with fewer than about 20 cells they are optimistic. A factor with two or three levels says little
 * about its own standard deviation, which hardly matters to the cells.
 * Throws NotEstimable when there are fewer than three cells, a factor has one level, or a cell has no variance;
 * RangeError when cells have different factors or none, or a number cannot be.
 * Source: Harville 1977 (variance components); Armstrong, Kolesár and Plagborg-Møller 2022 (intervals).
 *
 * @example
 * const { cells, factors } = shrinkCells([
 *   { levels: { channel: "mail", segment: "new" }, estimate: 4, standardError: 1, n: 100 },
 *   { levels: { channel: "mail", segment: "old" }, estimate: 9, standardError: 1, n: 100 },
 *   { levels: { channel: "text", segment: "new" }, estimate: 5, standardError: 1, n: 100 },
 *   { levels: { channel: "text", segment: "old" }, estimate: 8, standardError: 1, n: 100 },
 * ], { unit: "euros" });
 * factors[1].levels.map(({ effect }) => effect); // new -1.88, old 1.88
 */
export function shrinkCells(
  cells: readonly CellEstimate[],
  options: { readonly unit: string; readonly confidence?: number },
): ShrunkCells {
  const groups = cells.map((cell) => ({ ...cell, group: Object.values(cell.levels).join(" × ") }));
  checkGroups(groups);
  const { confidence } = checkedOptions(options);
  const factors = factorsOf(cells);
  const fit = fitAdditive(groups, factors);
  const shrunken = shrinkRobustly(fit.cells, fit.cellVariance, confidence);
  return {
    mean: fit.mean,
    factors: factors.map(({ factor, levels }, f) => ({
      factor,
      standardDeviation: Math.sqrt(fit.factorVariances[f]),
      levels: levels.map((level, i) => ({ level, effect: fit.effects[f][i] })),
    })),
    betweenCells: Math.sqrt(fit.cellVariance),
    cells: shrunken.map(({ shrinkage, ...interval }, i) => {
      const { group, estimate, n } = groups[i];
      const shared = { confidence, n, unit: options.unit, sides: "two-sided" as const, warnings: [] };
      return {
        group,
        raw: estimate,
        shrunk: { ...interval, ...shared, method: ROBUST, assumptions: ASSUMPTIONS },
        shrinkage,
      };
    }),
  };
}

const ASSUMPTIONS = [
  INDEPENDENT,
  DIFFERENT_CUSTOMERS,
  "before the data, nothing is known that sets one level of a factor apart from another",
  NORMAL_ESTIMATES,
  ON_AVERAGE,
];

function factorsOf(cells: readonly CellEstimate[]): Factor[] {
  const names = Object.keys(cells[0].levels);
  if (names.length === 0) throw new RangeError("cells: expected one factor or more, got none");
  for (const { levels } of cells) {
    const own = Object.keys(levels);
    if (own.length !== names.length || names.some((name) => levels[name] === undefined)) {
      throw new RangeError(`cells: expected the factors ${names.join(", ")} in all, got ${own.join(", ")}`);
    }
  }
  return names.map((factor) => {
    const levels = [...new Set(cells.map((cell) => cell.levels[factor]))];
    if (levels.length < 2) {
      throw new NotEstimable(`factor "${factor}" has one level, "${levels[0]}": expected two or more`);
    }
    return { factor, levels, levelOfCell: cells.map((cell) => levels.indexOf(cell.levels[factor])) };
  });
}
