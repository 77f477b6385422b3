import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, test } from "node:test";
import { checkout, venvPython } from "../folders.mjs";
import { jupyterEnvironment } from "../jupyter.mjs";
import { run } from "../processes.mjs";
import { temporaryFolder, writeFiles } from "./temporary.mjs";
import { toyNotebook } from "./toy-notebook.mjs";

/**
 * Runs a notebook; the environment and the folder have a space in their names.
 *
 * @param {string} folder
 * @param {readonly string[]} sources
 * @returns {Promise<{ code: number, text: string }>}
 */
function runCells(folder, sources) {
  writeFiles(folder, { "01_toy.ipynb": toyNotebook(sources) });
  const runner = join(checkout, "scripts", "run_notebooks.py");
  const args = [runner, "--out", join(folder, "out"), "--cell-timeout", "3", join(folder, "01_toy.ipynb")];
  return run(venvPython, args, { quiet: true, env: jupyterEnvironment(process.env) });
}

/** What a notebook with a fault in its second cell of three makes the runner say. */
const FAULTS = [
  {
    fault: "throws",
    source: "const fail = () => { throw new Error('no rows in /home/someone/data/crm.csv'); };\nfail();",
    says: "Error: no rows in crm.csv",
  },
  { fault: "rejects", source: "await Promise.reject(new RangeError('empty'));", says: "RangeError: empty" },
  {
    fault: "rejects without await",
    source: "Promise.reject(new Error('forgotten'));",
    says: "rejected without await: Error: forgotten",
  },
  {
    fault: "loops for ever",
    source: "for (;;) {}",
    says: "not finished after 3 s, so the kernel was ended (--cell-timeout sets the limit)",
  },
  {
    fault: "ends its kernel",
    source: "process.exit(0);",
    says: "the kernel ended (process.exit, a crash, or not enough memory)",
  },
  { fault: "writes to stderr", source: "console.warn('careful');", says: "careful" },
  {
    fault: "has a type error",
    source: "const rate: number = 'high';",
    says: "1:7 - Type 'string' is not assignable to type 'number'.",
  },
];

// Two at a time: most of it is waiting for kernels to start and for limits to pass.
describe("a cell that fails ends the run, with its place and no stack", { concurrency: 2 }, () => {
  for (const { fault, source, says } of FAULTS) {
    test(`a cell that ${fault}`, async (context) => {
      const folder = temporaryFolder(context);
      writeFiles(folder, { "out/01_toy.ipynb": "earlier" });
      const { code, text } = await runCells(folder, ["const a = 1;", source, "const b = 2;"]);
      assert.equal(code, 1);
      const place = `01_toy: cell 2 of 3 failed: ${source.split("\n")[0]}\n  ${says}\n`;
      assert.equal(text.slice(text.indexOf("01_toy: cell")), place);
      assert.equal(readFileSync(join(folder, "out", "01_toy.ipynb"), "utf8"), "earlier");
    });
  }
});

test("a notebook that runs is written with counts and joined text, and a rerun of it has the same bytes", async (context) => {
  const folder = temporaryFolder(context);
  const sources = ["console.log('a'); console.log('b');", "", "1 + 1"];
  const { code, text } = await runCells(folder, sources);
  assert.equal(code, 0, text);
  assert.match(
    text,
    /^01_toy {2}cell 1 of 2 {2}\d+\.\d s\n01_toy {2}cell 2 of 2 .*\n01_toy {2}2 cells {2}\d+\.\d s\n$/,
  );
  const written = readFileSync(join(folder, "out", "01_toy.ipynb"), "utf8");
  const { cells, metadata } = JSON.parse(written);
  assert.deepEqual(
    cells.map((/** @type {{ execution_count: number | null }} */ cell) => cell.execution_count),
    [1, null, 2],
  );
  assert.deepEqual(cells[0].outputs, [{ name: "stdout", output_type: "stream", text: ["a\n", "b\n"] }]);
  assert.deepEqual(cells[2].outputs, [{ name: "stdout", output_type: "stream", text: ["2\n"] }]);
  assert.equal(metadata.kernelspec.display_name, "TypeScript (Campaign Lab)");
  const runner = join(checkout, "scripts", "run_notebooks.py");
  const again = [runner, "--out", join(folder, "again"), join(folder, "out", "01_toy.ipynb")];
  await run(venvPython, again, { quiet: true, env: jupyterEnvironment(process.env) });
  assert.equal(readFileSync(join(folder, "again", "01_toy.ipynb"), "utf8"), written);
});

test("a file that is no notebook of format 4.5 is named", async (context) => {
  const folder = temporaryFolder(context);
  writeFiles(folder, {
    "02_old.ipynb": toyNotebook([]).replace('"nbformat_minor":5', '"nbformat_minor":4'),
    "03_no.ipynb": "x",
  });
  const runner = join(checkout, "scripts", "run_notebooks.py");
  const attempt = async (/** @type {string} */ name) => {
    const args = [runner, "--out", join(folder, "out"), join(folder, name)];
    return run(venvPython, args, { quiet: true, env: jupyterEnvironment(process.env) });
  };
  assert.deepEqual(await attempt("02_old.ipynb"), {
    code: 1,
    text: "02_old: expected notebook format 4.5 (with cell ids), got 4.4\n",
  });
  assert.deepEqual(await attempt("03_no.ipynb"), {
    code: 1,
    text: "03_no: not a notebook (its text is not JSON)\n",
  });
});
