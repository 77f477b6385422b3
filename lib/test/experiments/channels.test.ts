import assert from "node:assert/strict";
import test from "node:test";
import { shrinkCells } from "../../experiments/bayes/crossed.js";
import {
  bookedByChannel,
  type CellEffect,
  cellEffects,
  channelPairs,
  effectsByChannel,
  heldOutEffects,
  shrinkageErrors,
} from "../../experiments/channels.js";
import { differenceInRates } from "../../experiments/rates/differences.js";
import type { Table } from "../../types.js";
import { near } from "../near.js";

type Counts = [served: number, buyers: number, heldOut?: number, heldOutBuyers?: number];

/** A table of channelCells, one "campaign channel segment" a row. */
function cellsOf(rows: Readonly<Record<string, Counts>>): Table {
  const names = Object.keys(rows).map((name) => name.split(" "));
  const counts = Object.values(rows);
  const numbers = (place: number) => Float64Array.from(counts, (row) => row[place] ?? 0);
  const [campaign, channel, segment] = [0, 1, 2].map((part) => names.map((name) => name[part]));
  return {
    ...{ name: "channel_cells", rows: counts.length },
    columns: {
      ...{ campaign, channel, segment, served_users: numbers(0), served_buyers: numbers(1) },
      ...{ held_out_users: numbers(2), held_out_buyers: numbers(3) },
    },
  };
}

const CELLS = cellsOf({
  "spring mail new": [100, 10, 50, 2],
  "spring text new": [200, 60, 40, 8],
  "spring mail old": [80, 8, 20, 0],
  "autumn mail new": [300, 50],
});

test("booked shares add up the campaigns of a channel and segment: 60 of 400", () => {
  const [mailNew, ...others] = bookedByChannel(CELLS);
  assert.deepEqual(mailNew.served, { customers: 400, conversions: 60 });
  assert.deepEqual([mailNew.rate.estimate, mailNew.rate.method], [0.15, "Wilson"]);
  assert.deepEqual(
    others.map(({ channel, segment }) => [channel, segment]),
    [
      ["text", "new"],
      ["mail", "old"],
    ],
  );
});

test("a channel and segment in which nobody was served has no share", () => {
  assert.deepEqual(bookedByChannel(cellsOf({ "spring mail new": [0, 0, 9, 1] })), []);
});

test("only channels of one segment are compared, the higher share first", () => {
  const [pair, ...others] = channelPairs(bookedByChannel(CELLS));
  assert.deepEqual([pair.segment, pair.first, pair.second, others.length], ["new", "text", "mail", 0]);
  near(pair.difference.estimate, 0.3 - 0.15, 1e-15);
  assert.equal(pair.pCorrected, pair.difference.pValue);
});

// Benjamini and Hochberg by hand: the smallest of p · pairs / rank over this rank and all after it.
test("p-values are corrected over the pairs of all segments, smallest first", () => {
  const rows: Record<string, Counts> = {};
  ["mail", "text", "search"].forEach((channel, i) => {
    for (const segment of ["new", "old"]) {
      rows[`spring ${channel} ${segment}`] = [200, 20 + 9 * i + (segment === "new" ? 3 * i : 0)];
    }
  });
  const pairs = channelPairs(bookedByChannel(cellsOf(rows)));
  assert.equal(pairs.length, 6);
  const plain = pairs.map(({ difference }) => difference.pValue!).sort((a, b) => a - b);
  pairs.forEach(({ difference, pCorrected }) => {
    const rank = plain.indexOf(difference.pValue!);
    near(pCorrected, Math.min(1, ...plain.slice(rank).map((p, i) => (p * 6) / (rank + i + 1))), 1e-15);
  });
  assert.ok(pairs.every(({ pCorrected }, i) => i === 0 || pairs[i - 1].pCorrected <= pCorrected));
});

test("a pair in which nobody bought has no test and is left out; one channel has no pair", () => {
  const nobody = cellsOf({ "spring mail new": [100, 0], "spring text new": [90, 0] });
  assert.deepEqual(channelPairs(bookedByChannel(nobody)), []);
  assert.deepEqual(channelPairs(bookedByChannel(cellsOf({ "spring mail new": [100, 9] }))), []);
});

test("an effect is served minus held out, and a campaign without a hold-out has none", () => {
  const effects = heldOutEffects(CELLS);
  assert.deepEqual(
    effects.map(({ rows }) => rows),
    [[0], [1], [2]],
  );
  assert.deepEqual(effects[0].levels, { campaign: "spring", channel: "mail", segment: "new" });
  near(effects[0].estimate, 0.1 - 0.04, 1e-15);
  assert.equal(effects[0].n, 150);
});

// Agresti and Caffo add one buyer and one other user to each group: 11 / 102 and 3 / 52.
test("standard errors are Agresti and Caffo's, above zero also where no held-out user bought", () => {
  const effects = heldOutEffects(CELLS);
  const [p, q] = [11 / 102, 3 / 52];
  near(effects[0].standardError, Math.sqrt((p * (1 - p)) / 102 + (q * (1 - q)) / 52), 1e-15);
  assert.ok(effects[2].standardError > 0);
});

const WORLD = cellsOf(
  Object.fromEntries(
    ["spring", "autumn"].flatMap((campaign, c) =>
      ["mail", "text"].flatMap((channel, h) =>
        ["new", "old"].map((segment, s): [string, Counts] => {
          const buyers = 20 + 10 * h + 5 * s + 2 * c;
          return [`${campaign} ${channel} ${segment}`, [200, buyers, c === 1 && s === 1 ? 0 : 100, 10]];
        }),
      ),
    ),
  ),
);

test("the truth of a cell is the one of its row in the table, also after rows without a hold-out", () => {
  const effects = heldOutEffects(WORLD);
  const truth = Float64Array.from({ length: WORLD.rows }, (_, row) => row / 100);
  const shrunk = shrinkCells(effects, { unit: "fraction" });
  const cells = cellEffects(WORLD, { effects, shrunk, truth });
  assert.deepEqual(
    cells.map(({ truth }) => truth! * 100),
    [0, 1, 2, 3, 4, 6],
  );
  cells.forEach(({ levels, raw, shrunk: drawn }, i) => {
    assert.equal(shrunk.cells[i].group, Object.values(levels).join(" × "));
    assert.deepEqual([raw, drawn], [effects[i].estimate, shrunk.cells[i].shrunk]);
  });
  assert.ok(cellEffects(WORLD, { effects, shrunk }).every((cell) => !("truth" in cell)));
});

// The channel mail held out 50 and 20 users in two segments: 18 of 180 served bought, 2 of 70 held out; the truth of its rows
// is 0.02 and 0.1, of 150 and 100 users.
test("larger cells add up served and held-out users, and average the truth by users", () => {
  const [mail] = heldOutEffects(CELLS, ["channel"]);
  assert.deepEqual([mail.levels, mail.rows], [{ channel: "mail" }, [0, 2]]);
  assert.deepEqual(mail.served, { customers: 180, conversions: 18 });
  assert.deepEqual(mail.heldOut, { customers: 70, conversions: 2 });
  const [first, second] = effectsByChannel(CELLS, Float64Array.of(0.02, 0.5, 0.1, 0.9));
  assert.deepEqual([first.group, second.group, second.effect.method], ["text", "mail", "Newcombe"]);
  near(second.truth!, (150 * 0.02 + 100 * 0.1) / 250, 1e-15);
  assert.ok(effectsByChannel(CELLS, undefined).every((effect) => !("truth" in effect)));
});

const measured = (raw: number, shrunk: number, n: number, truth?: number): CellEffect => {
  const group = { customers: 10, conversions: 5 };
  const interval = {
    ...differenceInRates(group, group),
    estimate: shrunk,
    low: shrunk - 0.01,
    high: shrunk + 0.01,
  };
  const levels = { campaign: "spring", channel: "mail", segment: "new" };
  return { levels, raw, shrunk: interval, shrinkage: 0.5, n, ...(truth === undefined ? {} : { truth }) };
};

// Raw: errors 0.03 and -0.04. The mean by users: (0.05 + 3 · 0.01) / 4 = 0.02, errors 0 and -0.03. Shrunk: 0.01 and -0.02.
test("errors at the truth by hand: raw, one mean for all, shrunk", () => {
  const errors = shrinkageErrors([measured(0.05, 0.03, 100, 0.02), measured(0.01, 0.03, 300, 0.05)])!;
  near(errors.raw, Math.sqrt((0.03 ** 2 + 0.04 ** 2) / 2), 1e-15);
  near(errors.pooled, Math.sqrt(0.03 ** 2 / 2), 1e-15);
  near(errors.shrunk, Math.sqrt((0.01 ** 2 + 0.02 ** 2) / 2), 1e-15);
  assert.equal(errors.covered, 1);
});

test("where nobody knows the truth of a cell there are no errors", () => {
  assert.equal(shrinkageErrors([measured(0.05, 0.03, 100, 0.02), measured(0.01, 0.02, 300)]), undefined);
  assert.equal(shrinkageErrors([]), undefined);
});
