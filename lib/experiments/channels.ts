import type { Inference, Table } from "../types.js";
import type { CellEstimate, ShrunkCells } from "./bayes/crossed.js";
import { adjustPValues } from "./many-tests.js";
import { differenceInRates } from "./rates/differences.js";
import type { Group } from "./rates/group.js";
import { conversionRate } from "./rates/intervals.js";
import type { GroupEffectWithTruth } from "./truth.js";

/** The served users of one channel and segment, and the share of them who bought. */
export interface BookedCell {
  readonly channel: string;
  readonly segment: string;
  readonly served: Group;
  readonly rate: Inference;
}

/** Two channels within one segment: how much more often the served users of the first one bought. */
export interface ChannelPair {
  readonly segment: string;
  readonly first: string;
  readonly second: string;
  readonly difference: Inference;
  /** Corrected by Benjamini and Hochberg over all pairs of all segments. */
  readonly pCorrected: number;
}

/**
 * The share of served users who bought, by channel and segment over all campaigns, from the table of channelCells.
 *
 * It is what was booked: users choose their channel, so a high share says that buyers come that way and not that the channel
 * made them buy.
 *
 * @example
 * bookedByChannel(await channelCells(database, { heldOut: "B" }))[0].rate.estimate; // 0.09
 */
export function bookedByChannel(cells: Table): BookedCell[] {
  const groups = new Map<string, { channel: string; segment: string; served: Group }>();
  for (const { channel, segment, served } of rowsOf(cells)) {
    const key = JSON.stringify([channel, segment]);
    const before = groups.get(key);
    groups.set(key, { channel, segment, served: addedUp(before ? [before.served, served] : [served]) });
  }
  const known = [...groups.values()].filter(({ served }) => served.customers > 0);
  return known.map((cell) => ({ ...cell, rate: conversionRate(cell.served) }));
}

/**
 * Every pair of channels within each segment, with the p-value corrected for all of them, the smallest first.
 *
 * The pairs of a segment share channels, so their tests depend on each other; Benjamini and Hochberg's correction keeps its
 * promise for such all-pairwise differences in practice (bench/coverage.csv), though there is no proof.
 * A pair in which nobody or everybody bought has no test and is not in the list.
 *
 * @example
 * channelPairs(bookedByChannel(cells))[0]; // segment "Professionals", Search beside Display Ads: +25 points
 */
export function channelPairs(booked: readonly BookedCell[]): ChannelPair[] {
  const pairs = booked.flatMap((first, i) =>
    booked
      .slice(i + 1)
      .filter(({ segment }) => segment === first.segment)
      .map((second) => {
        const [more, less] = first.rate.estimate >= second.rate.estimate ? [first, second] : [second, first];
        const difference = differenceInRates(more.served, less.served);
        return { segment: first.segment, first: more.channel, second: less.channel, difference };
      }),
  );
  const tested = pairs.filter(({ difference }) => difference.pValue !== undefined);
  const corrected = adjustPValues(
    tested.map(({ difference }) => difference.pValue!),
    "Benjamini-Hochberg",
  );
  const rows = tested.map((pair, i) => ({ ...pair, pCorrected: corrected[i] }));
  return rows.sort((a, b) => a.pCorrected - b.pCorrected || b.difference.estimate - a.difference.estimate);
}

/** What being served did to the share of buyers in one cell: served minus held out. */
export interface HeldOutEffect extends CellEstimate {
  readonly served: Group;
  readonly heldOut: Group;
  /** Rows of the table of channelCells that the cell is made of. */
  readonly rows: readonly number[];
}

/** What a cell can be made of. */
export type CellLevel = "campaign" | "channel" | "segment";

/**
 * What being served did to the share of buyers, served minus held out, in each campaign, channel and segment or in larger
 * cells, for {@link shrinkCells}, in the order of the table of channelCells. A row in which nobody was held out has no effect and
 * is in no cell.
 *
 * A cell over several campaigns compares all of its served with all of its held-out users, which is sound where each campaign
 * holds out the same share. The standard error is Agresti and Caffo's, which is above 0 also where none of a few held-out
 * users bought.
 *
 * @example
 * heldOutEffects(await channelCells(database, { heldOut: "B" }), ["channel"])[0].estimate; // 0.016
 */
export function heldOutEffects(
  cells: Table,
  by: readonly CellLevel[] = ["campaign", "channel", "segment"],
): HeldOutEffect[] {
  const groups = new Map<string, Cell[]>();
  for (const cell of rowsOf(cells)) {
    if (cell.served.customers === 0 || cell.heldOut.customers === 0) continue;
    const key = JSON.stringify(by.map((level) => cell[level]));
    groups.set(key, [...(groups.get(key) ?? []), cell]);
  }
  return Array.from(groups.values(), (members) => {
    const served = addedUp(members.map((cell) => cell.served));
    const heldOut = addedUp(members.map((cell) => cell.heldOut));
    const { estimate, standardError, n } = differenceInRates(served, heldOut, { method: "Agresti-Caffo" });
    const levels = Object.fromEntries(by.map((level) => [level, members[0][level]]));
    const rows = members.map(({ row }) => row);
    return { levels, served, heldOut, rows, estimate, standardError: standardError!, n };
  });
}

/**
 * The effect of being served by channel, over all segments and the campaigns that held users out, each with Newcombe's
 * interval, the largest first. `truth` holds the true effect of every row of the table, where it is known.
 */
export function effectsByChannel(cells: Table, truth: Float64Array | undefined): GroupEffectWithTruth[] {
  const effects = heldOutEffects(cells, ["channel"]).map((found) => ({
    ...{ group: found.levels.channel, treated: found.served, control: found.heldOut },
    effect: differenceInRates(found.served, found.heldOut),
    ...truthOf(cells, found, truth),
  }));
  return effects.sort((a, b) => b.effect.estimate - a.effect.estimate);
}

/** What being served does in one cell: measured, shrunk, and true where it is known. */
export interface CellEffect {
  readonly levels: CellEstimate["levels"];
  readonly raw: number;
  readonly shrunk: Inference;
  /** From 0 (the measured effect stands) to 1 (it is replaced by what the others say). */
  readonly shrinkage: number;
  /** Users, served and held out. */
  readonly n: number;
  readonly truth?: number;
}

/**
 * The effects of heldOutEffects with what shrinkCells made of them, and the truth: of every row of the table of
 * channelCells where it is known, averaged over a cell's users.
 *
 * @example
 * cellEffects(cells, { effects, shrunk: shrinkCells(effects, { unit: "fraction" }) })[0].shrinkage; // 0.94
 */
export function cellEffects(
  cells: Table,
  found: { effects: readonly HeldOutEffect[]; shrunk: ShrunkCells; truth?: Float64Array },
): CellEffect[] {
  return found.effects.map((effect, i) => ({
    levels: effect.levels,
    raw: effect.estimate,
    ...{ shrunk: found.shrunk.cells[i].shrunk, shrinkage: found.shrunk.cells[i].shrinkage, n: effect.n },
    ...truthOf(cells, effect, found.truth),
  }));
}

/** The true effect of a cell, each row counted by its users; nothing where nobody knows it. */
function truthOf(
  cells: Table,
  { rows }: Pick<HeldOutEffect, "rows">,
  truth: Float64Array | undefined,
): { truth?: number } {
  if (truth === undefined) return {};
  const users = (row: number): number =>
    Number(cells.columns.served_users[row]) + Number(cells.columns.held_out_users[row]);
  const all = rows.reduce((sum, row) => sum + users(row), 0);
  return { truth: rows.reduce((sum, row) => sum + users(row) * truth[row], 0) / all };
}

/** How far estimates lie from the truth (root mean squared error, in the unit of the effects), and how many intervals hold it. */
export interface ShrinkageErrors {
  readonly raw: number;
  /** Of one effect for all cells, their mean weighted by users. */
  readonly pooled: number;
  readonly shrunk: number;
  readonly covered: number;
}

/** A group or cell as measured and as shrunk, with the truth where it is known. */
type Shrunken = Pick<CellEffect, "raw" | "shrunk" | "n" | "truth">;

/** What shrinkage brought, measured at the truth; undefined where nobody knows it. */
export function shrinkageErrors(cells: readonly Shrunken[]): ShrinkageErrors | undefined {
  if (cells.length === 0 || cells.some(({ truth }) => truth === undefined)) return undefined;
  const users = cells.reduce((sum, { n }) => sum + n, 0);
  const mean = cells.reduce((sum, { n, raw }) => sum + n * raw, 0) / users;
  const error = (estimateOf: (cell: Shrunken) => number): number => {
    const squares = cells.reduce((sum, cell) => sum + (estimateOf(cell) - cell.truth!) ** 2, 0);
    return Math.sqrt(squares / cells.length);
  };
  return {
    raw: error(({ raw }) => raw),
    pooled: error(() => mean),
    shrunk: error(({ shrunk }) => shrunk.estimate),
    covered: cells.filter(({ shrunk, truth }) => shrunk.low <= truth! && truth! <= shrunk.high).length,
  };
}

interface Cell {
  readonly row: number;
  readonly campaign: string;
  readonly channel: string;
  readonly segment: string;
  readonly served: Group;
  readonly heldOut: Group;
}

function rowsOf({ rows, columns }: Table): Cell[] {
  const group = (arm: string, row: number): Group => ({
    customers: Number(columns[`${arm}_users`][row]),
    conversions: Number(columns[`${arm}_buyers`][row]),
  });
  return Array.from({ length: rows }, (_, row) => ({
    row,
    campaign: String(columns.campaign[row]),
    channel: String(columns.channel[row]),
    segment: String(columns.segment[row]),
    served: group("served", row),
    heldOut: group("held_out", row),
  }));
}

function addedUp(groups: readonly Group[]): Group {
  return {
    customers: groups.reduce((sum, { customers }) => sum + customers, 0),
    conversions: groups.reduce((sum, { conversions }) => sum + conversions, 0),
  };
}
