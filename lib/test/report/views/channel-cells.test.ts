import assert from "node:assert/strict";
import test from "node:test";
import type { CellEffect } from "../../../experiments/channels.js";
import { conversionRate } from "../../../experiments/rates/intervals.js";
import { asTable, shownRows } from "../../../report/report-table.js";
import {
  bookedHeatMap,
  cellEffectTable,
  channelEffectChart,
  channelPairTable,
  effectHeatMap,
} from "../../../report/views/channel-cells.js";
import { inferred } from "./inferred.js";

interface Heat {
  x: string[];
  y: string[];
  z: (number | null)[][];
}

const booked = (channel: string, segment: string, conversions: number) => {
  const served = { customers: 200, conversions };
  return { channel, segment, served, rate: conversionRate(served) };
};

test("booked shares stand by channel and segment, and the title names the highest and the lowest", () => {
  const { title, data, layout } = bookedHeatMap([
    booked("Search", "Students", 50),
    booked("Email", "Retirees", 4),
  ]);
  assert.equal(title, "Search books a buyer in 25 % of Students, Email in 2 % of Retirees");
  const [{ x, y, z }] = data as Heat[];
  assert.deepEqual(
    [x, y, z],
    [
      ["Retirees", "Students"],
      ["Email", "Search"],
      [
        [2, null],
        [null, 25],
      ],
    ],
  );
  assert.equal((layout.annotations as { text: string }[])[0].text, "2.0 %<br>n = 200");
});

test("a channel alone is not compared with itself", () => {
  assert.equal(bookedHeatMap([booked("SMS", "Students", 50)]).title, "SMS books a buyer in 25 % of Students");
});

test("without any cell there is no figure, and the message says so", () => {
  assert.throws(() => bookedHeatMap([]), {
    name: "RangeError",
    message: "booked cells: expected one or more, got none",
  });
});

test("a pair of channels is a row, with its p-value before and after the correction", () => {
  const difference = inferred(0.2, 0.1, 0.3, { pValue: 0.01 });
  const table = channelPairTable([
    { segment: "Students", first: "Search", second: "SMS", difference, pCorrected: 0.04 },
  ]);
  assert.deepEqual(shownRows(table, 1), [
    ["Students", "Search", "SMS", "+20.0", "+10.0", "+30.0", "0.010", "0.040"],
  ]);
});

const effect = (
  cell: [campaign: string, channel: string],
  estimate: number,
  rest: Partial<CellEffect> = {},
) => ({
  levels: { campaign: cell[0], channel: cell[1], segment: "Students" },
  ...{
    raw: 2 * estimate,
    shrunk: inferred(estimate, estimate - 0.1, estimate + 0.1),
    shrinkage: 0.5,
    n: 100,
  },
  ...rest,
});

test("effects have a column for the truth only where it is known", () => {
  const cells = [effect(["spring", "SMS"], 0.05)];
  assert.deepEqual(shownRows(cellEffectTable(cells), 1), [
    ["spring", "SMS", "Students", "100", "+10.0", "+5.0", "−5.0", "+15.0", "0.500"],
  ]);
  const { columns } = asTable(cellEffectTable([{ ...cells[0], truth: 0.04 }]));
  assert.deepEqual(columns.truth, Float64Array.of(0.04));
});

test("a cell of the map has its effect, interval and users, and the title counts those clear of zero", () => {
  const { title, data, layout } = effectHeatMap([
    effect(["spring", "SMS"], 0.12),
    effect(["spring", "Email"], -0.01, { n: 300 }),
  ]);
  assert.deepEqual((data[0] as Heat).z.flat(), [-1, 12]);
  const [email] = layout.annotations as { text: string }[];
  assert.equal(email.text, "−1.0<br>−11.0 to +9.0<br>n = 300");
  assert.equal(title, "After shrinkage 1 of 2 effects of being served are clear of zero");
});

test("effects by channel name those without a shown effect, and draw the truth where it is known", () => {
  const group = { customers: 100, conversions: 10 };
  const row = (name: string, low: number, high: number, truth?: number) => ({
    ...{ group: name, treated: group, control: group, effect: inferred((low + high) / 2, low, high) },
    ...(truth === undefined ? {} : { truth }),
  });
  const { title, caption } = channelEffectChart([
    row("SMS", 0.02, 0.06, 0.05),
    row("Search", -0.02, 0.03, 0),
  ]);
  assert.equal(title, "No effect of being served is shown in Search");
  assert.match(caption, /The diamond is the truth/);
  const clear = channelEffectChart([row("SMS", 0.02, 0.06)]);
  assert.equal(clear.title, "Being served made buyers in every channel");
  assert.doesNotMatch(clear.caption, /diamond/);
});
