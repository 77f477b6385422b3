import assert from "node:assert/strict";
import test, { mock } from "node:test";
import { barChart } from "../../report/charts.js";
import { claim } from "../../report/claims.js";
import { type NotebookRecord, openNotebook } from "../../report/notebook.js";
import { claimsJson, indexPage, reportsReadme } from "../../report/pages.js";
import type { ReportTable } from "../../report/report-table.js";
import type { Workspace } from "../../tables/workspace.js";

/** A workspace in memory: what was written, by path. */
function memory(own = false): { workspace: Workspace; files: Map<string, string | Uint8Array> } {
  const files = new Map<string, string | Uint8Array>();
  const workspace = {
    own,
    write: (path: string, content: string | Uint8Array) => files.set(path, content),
    writeCsv: (path: string) => files.set(path, "csv"),
    isSynthetic: () => !own,
  };
  return { workspace: workspace as unknown as Workspace, files };
}

function recordOf(files: Map<string, string | Uint8Array>): NotebookRecord {
  return JSON.parse(String(files.get("data/processed/claims_03.json")));
}

function printed(run: () => void): string[] {
  const log = mock.method(console, "log", () => {});
  try {
    run();
    return log.mock.calls.map((call) => String(call.arguments[0]));
  } finally {
    log.mock.restore();
  }
}

const fact = { value: 12, unit: "customers", n: 100 };
const table: ReportTable = {
  name: "twelve",
  title: "Twelve",
  columns: [{ name: "n", label: "n", meaning: "a | b", format: "count", values: [12] }],
};

test("a sentence is printed and recorded with its number", () => {
  const { workspace, files } = memory();
  const { part, say } = openNotebook("03_uplift_analysis", "Title", workspace);
  const lines = printed(() => {
    part("Did it work?", "campaign_data");
    say(claim("twelve", fact, true), "Twelve bought.");
  });
  assert.deepEqual(lines, ["This part is about campaign_data (synthetic).", "Twelve bought."]);
  assert.equal(recordOf(files).claims[0].value, 12);
  assert.equal(recordOf(files).claims[0].headline, false);
});

test("on default data a claim that does not hold stops the run", () => {
  const { part, say } = openNotebook("03_uplift_analysis", "Title", memory().workspace);
  printed(() => part("Did it work?", "campaign_data"));
  assert.throws(
    () => say(claim("twelve", fact, false), "Twelve bought."),
    /claim twelve does not hold \(value 12\)/,
  );
});

test("on the reader's data a claim that does not hold says so and the run goes on", () => {
  const { workspace, files } = memory(true);
  const { part, conclude } = openNotebook("03_uplift_analysis", "Title", workspace);
  const lines = printed(() => {
    part("Did it work?", "campaign_data");
    conclude(claim("twelve", fact, false), "Twelve bought.");
  });
  assert.equal(lines[1], "Does not hold in your data: Twelve bought.");
  assert.equal(recordOf(files).claims[0].holds, false);
});

test("a cell that is run again replaces what it recorded", () => {
  const { workspace, files } = memory();
  const { part, say } = openNotebook("03_uplift_analysis", "Title", workspace);
  printed(() => {
    part("Did it work?", "campaign_data");
    say(claim("twelve", fact, true), "Twelve bought.");
    say(claim("twelve", { ...fact, value: 13 }, true), "Thirteen bought.");
  });
  assert.deepEqual(
    recordOf(files).claims.map((entry) => entry.text),
    ["Thirteen bought."],
  );
});

test("a figure becomes a picture that says synthetic, and a table a file", async () => {
  const { workspace, files } = memory();
  const { part, show, keep } = openNotebook("03_uplift_analysis", "Title", workspace);
  printed(() => part("Did it work?", "campaign_data"));
  const words = { name: "bars", title: "One bar is longer", caption: "One bar a group." };
  await show(barChart(words, { bars: [{ label: "a", value: 1, text: "1" }], axisTitle: "Customers" }));
  keep(table);
  assert.equal(
    Buffer.from(files.get("reports/figures/bars.png") as Uint8Array).toString("latin1", 1, 4),
    "PNG",
  );
  assert.equal(files.get("reports/tables/twelve.csv"), "csv");
  assert.equal(recordOf(files).figures[0].title, "One bar is longer");
});

test("a table says what is synthetic in it, and may be kept whole while a shorter one is shown", () => {
  const { workspace, files } = memory();
  const { part, keep } = openNotebook("03_uplift_analysis", "Title", workspace);
  const shorter = { ...table, name: "shorter", title: "In short" };
  printed(() => {
    part("Did it work?", "campaign_data");
    keep(table, shorter);
  });
  const [kept] = recordOf(files).tables;
  assert.deepEqual([kept.name, kept.shown.title], ["twelve", "In short, synthetic data"]);
  assert.equal(files.has("reports/tables/shorter.csv"), false);
});

test("a part about many tables says once that all are synthetic", () => {
  const { workspace } = memory();
  const { part } = openNotebook("03_uplift_analysis", "Title", workspace);
  const lines = printed(() => part("All?", "campaign_data", "a", "b", "c"));
  assert.deepEqual(lines, ["This part is about campaign_data, a, b, c (all synthetic)."]);
});

test("the pages carry every sentence, figure and column, each once and as text", () => {
  const { workspace, files } = memory();
  const { part, conclude, keep } = openNotebook("03_uplift_analysis", "Title", workspace);
  printed(() => {
    part("Did it work?", "campaign_data");
    conclude(claim("twelve", fact, true), "Twelve <b>bought</b>.");
    keep(table);
  });
  const records = [recordOf(files)];
  assert.match(indexPage(records), /Twelve &lt;b&gt;bought&lt;\/b&gt;\./);
  assert.match(indexPage(records), /synthetic data: campaign_data/);
  assert.match(reportsReadme(records), /\| n \| a \\\| b \|/);
  assert.deepEqual(
    JSON.parse(claimsJson(records)).claims.map((c: { synthetic: string[] }) => c.synthetic),
    [["campaign_data"]],
  );
});

test("a cell of an earlier part that is run again stays in its part and place", () => {
  const { workspace, files } = memory();
  const { part, say } = openNotebook("03_uplift_analysis", "Title", workspace);
  printed(() => {
    for (const question of ["One?", "Two?", "One?"]) {
      part(question, "campaign_data");
      say(claim(question === "One?" ? "one" : "two", fact), question);
    }
  });
  assert.deepEqual(
    recordOf(files).claims.map(({ id, part: at, order }) => [id, at, order]),
    [
      ["one", 0, 0],
      ["two", 1, 1],
    ],
  );
});

test("an estimate without a known truth is not called covered", () => {
  const { workspace, files } = memory(true);
  const { part, besideTruth } = openNotebook("03_uplift_analysis", "Title", workspace);
  const estimate = {
    estimate: 0.1,
    low: 0,
    high: 0.2,
    confidence: 0.95,
    method: "Newcombe",
    n: 9,
    unit: "fraction",
  };
  const lines = printed(() => {
    part("One?", "campaign_data");
    besideTruth("unknown", estimate, undefined);
    besideTruth("known", estimate, 0.15);
  });
  assert.deepEqual(lines.slice(1), [
    "Nobody knows the truth of your data.",
    "Measured +10.0 points, 95 % interval 0.0 points to +20.0 points; truth +15.0 points: covered.",
  ]);
  assert.deepEqual(
    recordOf(files).claims.map(({ id }) => id),
    ["known"],
  );
});

test("a finding needs a part to stand in", () => {
  const { say } = openNotebook("03_uplift_analysis", "Title", memory().workspace);
  assert.throws(() => say(claim("twelve", fact, true), "Twelve."), /open a part first/);
});

test("a notebook's name starts with its number", () => {
  assert.throws(() => openNotebook("uplift", "Title", memory().workspace), /got "uplift"/);
});

test("a claim needs a proper id", () => {
  assert.throws(
    () => claim("Mail effect", fact, true),
    /expected lower-case words joined by hyphens, got "Mail effect"/,
  );
});

test("a claim needs a number", () => {
  assert.throws(
    () => claim("mail", { ...fact, value: Number.NaN }, true),
    /claim mail: expected a finite value, got NaN/,
  );
});

test("pages link to a table by the name of its file, which says what is synthetic beside one's own", () => {
  const { workspace, files } = memory(true);
  const mixed = { ...workspace, isSynthetic: (name: string) => name === "campaign_data" } as Workspace;
  const { part, keep } = openNotebook("03_uplift_analysis", "Title", mixed);
  printed(() => {
    part("All?", "campaign_data", "mine");
    keep(table);
  });
  assert.ok(files.has("reports/tables/partly_synthetic_twelve.csv"));
  assert.match(indexPage([recordOf(files)]), /href="tables\/partly_synthetic_twelve.csv"/);
  assert.match(reportsReadme([recordOf(files)]), /### tables\/partly_synthetic_twelve\.csv/);
});
