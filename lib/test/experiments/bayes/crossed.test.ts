import assert from "node:assert/strict";
import test from "node:test";
import { type CellEstimate, shrinkCells } from "../../../experiments/bayes/crossed.js";
import { NotEstimable } from "../../../experiments/not-estimable.js";
import { seededRandom } from "../../../statistics/random.js";
import { near } from "../../near.js";

const cell = (levels: Record<string, string>, estimate: number, standardError = 1): CellEstimate => ({
  levels,
  estimate,
  standardError,
  n: 100,
});

const twoByTwo = [
  cell({ channel: "mail", segment: "new" }, 4),
  cell({ channel: "mail", segment: "old" }, 9),
  cell({ channel: "text", segment: "new" }, 5),
  cell({ channel: "text", segment: "old" }, 8),
];

/** Campaigns × channels × segments with the true value of each cell. */
function drawn(seed: number, [campaigns, channels, segments]: readonly [number, number, number], sd: number) {
  const random = seededRandom(seed);
  const effectsOf = (levels: number): number[] => Array.from({ length: levels }, () => random.normal(0, sd));
  const [first, second, third] = [effectsOf(campaigns), effectsOf(channels), effectsOf(segments)];
  const cells: CellEstimate[] = [];
  const truths: number[] = [];
  first.forEach((a, i) => {
    second.forEach((b, j) => {
      third.forEach((c, k) => {
        const truth = 1 + a + b + c + random.normal(0, 1);
        truths.push(truth);
        const levels = { campaign: `campaign ${i}`, channel: `channel ${j}`, segment: `segment ${k}` };
        cells.push(cell(levels, random.normal(truth, 1)));
      });
    });
  });
  return { cells, truths };
}

// Channel means 6.5 and 6.5: no variance. Segment means 4.5 and 8.5: variance 8, less half the noise of 1 leaves 7.5. The rest
// is less than the noise. So the segments' effects are ± 2, times 7.5 / 8.
test("two by two by hand: all variance lies between the segments", () => {
  const { mean, factors, betweenCells, cells } = shrinkCells(twoByTwo, { unit: "euros" });
  near(mean, 6.5, 1e-9);
  assert.deepEqual(
    factors.map(({ factor }) => factor),
    ["channel", "segment"],
  );
  near(factors[0].standardDeviation, 0, 1e-9);
  near(factors[1].standardDeviation, Math.sqrt(7.5), 1e-6);
  near(factors[1].levels[0].effect, -1.875, 1e-6);
  assert.equal(factors[1].levels[1].level, "old");
  assert.equal(betweenCells, 0);
  assert.equal(cells[1].group, "mail × old");
  assert.ok(cells[1].shrunk.estimate > 8.3 && cells[1].shrunk.estimate < 9);
});

test("balanced and with equal noise, the variances are those of the analysis of variance", () => {
  const [a, b] = [6, 5];
  const random = seededRandom(12);
  const rows = Array.from({ length: a }, () => random.normal(0, 2));
  const columns = Array.from({ length: b }, () => random.normal(0, 3));
  const table = rows.map((row) => columns.map((column) => random.normal(row + column, 2)));
  const cells = table.flatMap((row, i) =>
    row.map((value, j) => cell({ row: `${i}`, column: `${j}` }, value)),
  );
  const meanOf = (values: readonly number[]): number => values.reduce((x, y) => x + y, 0) / values.length;
  const all = meanOf(table.flat());
  const byRow = table.map(meanOf);
  const byColumn = columns.map((_, j) => meanOf(table.map((row) => row[j])));
  const squares = (values: readonly number[]): number => values.reduce((sum, value) => sum + value ** 2, 0);
  const ofRows = (b * squares(byRow.map((value) => value - all))) / (a - 1);
  const ofColumns = (a * squares(byColumn.map((value) => value - all))) / (b - 1);
  const rest =
    squares(table.flatMap((row, i) => row.map((value, j) => value - byRow[i] - byColumn[j] + all))) /
    ((a - 1) * (b - 1));
  const { factors, betweenCells } = shrinkCells(cells, { unit: "euros" });
  near(factors[0].standardDeviation ** 2, (ofRows - rest) / b, 1e-4);
  near(factors[1].standardDeviation ** 2, (ofColumns - rest) / a, 1e-4);
  near(betweenCells ** 2, rest - 1, 1e-4);
});

test("200 cells: intervals cover on average, errors are below raw and pooled, well within a second", () => {
  let covered = 0;
  const errors = { raw: 0, pooled: 0, shrunk: 0 };
  for (let seed = 0; seed < 10; seed++) {
    const { cells, truths } = drawn(seed, [10, 5, 4], 0.7);
    const result = shrinkCells(cells, { unit: "points" });
    result.cells.forEach(({ raw, shrunk }, i) => {
      covered += Number(shrunk.low <= truths[i] && truths[i] <= shrunk.high);
      errors.raw += (raw - truths[i]) ** 2;
      errors.pooled += (result.mean - truths[i]) ** 2;
      errors.shrunk += (shrunk.estimate - truths[i]) ** 2;
    });
  }
  assert.ok(covered / 2000 > 0.93 && covered / 2000 < 0.975, `covered ${covered / 2000}`);
  assert.ok(errors.shrunk < 0.6 * errors.raw && errors.shrunk < 0.6 * errors.pooled);
});

test("the order of the cells changes only the order of the answers", () => {
  const { cells } = drawn(3, [4, 3, 2], 1);
  const forwards = shrinkCells(cells, { unit: "points" });
  const backwards = shrinkCells([...cells].reverse(), { unit: "points" });
  forwards.cells.forEach(({ shrunk }, i) => {
    near(backwards.cells[cells.length - 1 - i].shrunk.low, shrunk.low, 1e-6);
  });
});

test("campaigns nested in channels, with cells missing, have an answer", () => {
  const { cells } = drawn(4, [3, 3, 2], 1);
  const nested = cells
    .filter((_, i) => i % 5 > 0)
    .map(({ levels, ...rest }) => ({
      ...rest,
      levels: { ...levels, campaign: `${levels.channel}, ${levels.campaign}` },
    }));
  for (const { shrunk } of shrinkCells(nested, { unit: "points" }).cells) {
    assert.ok(shrunk.low < shrunk.estimate && shrunk.estimate < shrunk.high);
  }
});

test("a factor with one level is named", () => {
  const cells = ["a", "b", "c"].map((segment, i) => cell({ channel: "mail", segment }, i));
  assert.throws(() => shrinkCells(cells, { unit: "euros" }), NotEstimable);
  assert.throws(() => shrinkCells(cells, { unit: "euros" }), /factor "channel" has one level, "mail"/);
});

test("cells that do not fit together, or cannot be, are named", () => {
  const options = { unit: "euros" };
  assert.throws(() => shrinkCells(twoByTwo.slice(0, 2), options), /expected 3 groups or more, got 2/);
  assert.throws(
    () => shrinkCells([...twoByTwo, cell({ channel: "mail" }, 1)], options),
    /expected the factors channel, segment in all, got channel/,
  );
  assert.throws(
    () =>
      shrinkCells(
        [1, 2, 3].map((value) => cell({}, value)),
        options,
      ),
    /one factor or more, got none/,
  );
  const silent = [...twoByTwo, cell({ channel: "push", segment: "new" }, 1, 0)];
  assert.throws(() => shrinkCells(silent, options), /group "push × new" has no variance/);
});
