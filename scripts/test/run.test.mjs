import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { setTimeout as wait } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import { identityOf } from "../processes.mjs";
import { recover } from "../staging.mjs";
import { contentsOf, temporaryFolder, writeFiles } from "./temporary.mjs";
import { toyNotebook } from "./toy-notebook.mjs";

const EARLIER = { "notebooks/01_toy.ipynb": "earlier", "reports/a.csv": "earlier" };
const WRITE =
  "require('fs').writeFileSync(process.env.CAMPAIGN_LAB_OUT + '/numbers', process.pid + ' ' + process.ppid);";

/**
 * Starts a run of a toy notebook into a folder that holds earlier outputs.
 *
 * @param {import("node:test").TestContext} context
 * @param {readonly string[]} sources
 */
function startRun(context, sources) {
  const folder = temporaryFolder(context);
  const target = join(folder, "out");
  writeFiles(folder, { "01_toy.ipynb": toyNotebook(sources) });
  writeFiles(target, EARLIER);
  const program = fileURLToPath(new URL("produce-toy.mjs", import.meta.url));
  const child = spawn(process.execPath, [program, target, join(folder, "01_toy.ipynb")], {
    stdio: ["ignore", "ignore", "pipe"],
  });
  let said = "";
  child.stderr.setEncoding("utf8").on("data", (text) => {
    said += text;
  });
  return { target, child, said: () => said, ended: once(child, "close") };
}

/**
 * The numbers of the kernel and the runner, once the toy notebook has written them.
 *
 * @param {string} target
 * @returns {Promise<number[]>}
 */
async function numbersWritten(target) {
  const place = join(target, ".campaign-lab");
  for (let attempt = 0; attempt < 300; attempt += 1) {
    const staging = existsSync(place)
      ? readdirSync(place).find((name) => name.startsWith("staging-"))
      : undefined;
    const text =
      staging && existsSync(join(place, staging, "numbers"))
        ? readFileSync(join(place, staging, "numbers"), "utf8")
        : "";
    if (text.includes(" ")) return text.split(" ").map(Number);
    await wait(100);
  }
  throw new Error("the notebook did not start within 30 s");
}

/** @param {readonly number[]} numbers */
async function allEnded(numbers) {
  for (let attempt = 0; attempt < 100; attempt += 1) {
    if (numbers.every((number) => identityOf(number) === "")) return true;
    await wait(100);
  }
  return false;
}

test("a run that is complete puts the notebook and its page in place", async (context) => {
  const { target, ended, said } = startRun(context, [WRITE]);
  assert.deepEqual(await ended, [0, null], said());
  const made = Object.keys(contentsOf(target));
  const pages = ["reports/notebooks/01_toy.html", "reports/notebooks/plotly.min.js"];
  assert.deepEqual(made, ["notebooks/01_toy.ipynb", "numbers", "reports/a.csv", ...pages]);
  assert.doesNotMatch(contentsOf(target)[pages[0]], /(src|href|import\()\s*=?\s*"?https?:/);
});

test("what a notebook leaves in its temporary folder goes with the run", async (context) => {
  const leave =
    "const { tmpdir } = require('os'); require('fs').writeFileSync(tmpdir() + '/left', ''); " +
    "require('fs').writeFileSync(process.env.CAMPAIGN_LAB_OUT + '/place', tmpdir());";
  const { target, ended, said } = startRun(context, [leave]);
  assert.deepEqual(await ended, [0, null], said());
  const made = contentsOf(target);
  assert.ok(made.place.startsWith(target));
  assert.equal(existsSync(made.place), false);
  assert.equal(
    Object.keys(made).some((path) => path.endsWith("left")),
    false,
  );
});

test("a run that fails leaves the earlier outputs and nothing else", async (context) => {
  const { target, ended, said } = startRun(context, [WRITE, "throw new Error('no');"]);
  assert.deepEqual(await ended, [1, null]);
  assert.match(said(), /01_toy: cell 2 of 2 failed: throw new Error\('no'\);\n {2}Error: no\n/);
  assert.match(said(), /stopped: the outputs of earlier runs are unchanged\.\n$/);
  assert.deepEqual(contentsOf(target), EARLIER);
  assert.deepEqual(readdirSync(join(target, ".campaign-lab")), []);
});

test("Ctrl-C ends the runner and its kernel and leaves the earlier outputs", async (context) => {
  const { target, child, ended } = startRun(context, [`${WRITE} for (;;) {}`]);
  const numbers = await numbersWritten(target);
  child.kill("SIGINT");
  assert.deepEqual(await ended, [130, null]);
  assert.ok(await allEnded(numbers));
  assert.deepEqual(contentsOf(target), EARLIER);
  assert.deepEqual(readdirSync(join(target, ".campaign-lab")), []);
});

test("after kill -9 in mid-run the kernel and the runner end by themselves and the earlier outputs are whole", async (context) => {
  const { target, child, ended } = startRun(context, [`${WRITE} for (;;) {}`]);
  const numbers = await numbersWritten(target);
  child.kill("SIGKILL");
  await ended;
  assert.ok(await allEnded(numbers));
  assert.deepEqual(contentsOf(target), EARLIER);
  assert.equal(recover(target), false);
  assert.deepEqual(
    readdirSync(join(target, ".campaign-lab")).filter((name) => !name.startsWith("run.lock")),
    [],
  );
});
