import type { Inference, Table } from "../types.js";
import type { CellEstimate, ShrunkCells } from "./bayes/crossed.js";
import { adjustPValues } from "./many-tests.js";
import { differenceInRates } from "./rates/differences.js";
import type { Group } from "./rates/group.js";
import { conversionRate } from "./rates/intervals.js";

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
    const { customers, conversions } = groups.get(key)?.served ?? { customers: 0, conversions: 0 };
    const sum = { customers: customers + served.customers, conversions: conversions + served.conversions };
    groups.set(key, { channel, segment, served: sum });
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

/**
 * What being served did to the share of buyers in each campaign, channel and segment: served minus held out, for
 * {@link shrinkCells}, in the order of the table of channelCells. A cell in which nobody was held out has no effect and is
 * not in the list: `rows` says which rows of the table are.
 *
 * The standard error is Agresti and Caffo's, which is above 0 also where none of a few held-out users bought.
 *
 * @example
 * heldOutEffects(await channelCells(database, { heldOut: "B" })).effects[0].estimate; // 0.08
 */
export function heldOutEffects(cells: Table): { effects: CellEstimate[]; rows: number[] } {
  const compared = rowsOf(cells)
    .map((cell, row) => ({ ...cell, row }))
    .filter(({ served, heldOut }) => served.customers > 0 && heldOut.customers > 0);
  return {
    effects: compared.map(({ campaign, channel, segment, served, heldOut }) => {
      const { estimate, standardError, n } = differenceInRates(served, heldOut, { method: "Agresti-Caffo" });
      return { levels: { campaign, channel, segment }, estimate, standardError: standardError!, n };
    }),
    rows: compared.map(({ row }) => row),
  };
}

/** What being served does in one campaign, channel and segment: measured, shrunk, and true where it is known. */
export interface CellEffect {
  readonly campaign: string;
  readonly channel: string;
  readonly segment: string;
  readonly raw: number;
  readonly shrunk: Inference;
  /** From 0 (the measured effect stands) to 1 (it is replaced by what the others say). */
  readonly shrinkage: number;
  /** Users, served and held out. */
  readonly n: number;
  readonly truth?: number;
}

/**
 * The effects of heldOutEffects with what shrinkCells made of them, and the truth of every row of the table of
 * channelCells where it is known.
 *
 * @example
 * cellEffects(compared, shrinkCells(compared.effects, { unit: "fraction" }), undefined)[0].shrinkage; // 0.94
 */
export function cellEffects(
  { effects, rows }: ReturnType<typeof heldOutEffects>,
  shrunk: ShrunkCells,
  truth: Float64Array | undefined,
): CellEffect[] {
  return effects.map(({ levels, estimate, n }, i) => ({
    ...{ campaign: levels.campaign, channel: levels.channel, segment: levels.segment },
    raw: estimate,
    ...{ shrunk: shrunk.cells[i].shrunk, shrinkage: shrunk.cells[i].shrinkage, n },
    ...(truth === undefined ? {} : { truth: truth[rows[i]] }),
  }));
}

/** How far estimates lie from the truth (root mean squared error, in the unit of the effects), and how many intervals hold it. */
export interface ShrinkageErrors {
  readonly raw: number;
  /** Of one effect for all cells, their mean weighted by users. */
  readonly pooled: number;
  readonly shrunk: number;
  readonly covered: number;
}

/** What shrinkage brought, measured at the truth; undefined where nobody knows it. */
export function shrinkageErrors(cells: readonly CellEffect[]): ShrinkageErrors | undefined {
  if (cells.length === 0 || cells.some(({ truth }) => truth === undefined)) return undefined;
  const users = cells.reduce((sum, { n }) => sum + n, 0);
  const mean = cells.reduce((sum, { n, raw }) => sum + n * raw, 0) / users;
  const error = (estimateOf: (cell: CellEffect) => number): number => {
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
    campaign: String(columns.campaign[row]),
    channel: String(columns.channel[row]),
    segment: String(columns.segment[row]),
    served: group("served", row),
    heldOut: group("held_out", row),
  }));
}
