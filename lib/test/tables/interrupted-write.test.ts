import assert from "node:assert/strict";
import { spawn, spawnSync } from "node:child_process";
import { readdirSync, readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { openWorkspace } from "../../tables/workspace.js";
import { folderWith } from "./files.js";

const MODULE = JSON.stringify(join(__dirname, "../../tables/workspace.js"));
const ROWS = 200_000;

/** A script that opens the workspace in OUT and has a table of one value, a few hundred kilobytes as CSV. */
const SCRIPT = `
const { openWorkspace } = require(${MODULE});
const workspace = openWorkspace({ CAMPAIGN_LAB_OUT: process.env.OUT });
const tableOf = (value) => ({ name: "t", rows: ${ROWS}, columns: { a: new Float64Array(${ROWS}).fill(value) } });
`;

function whole(value: number): string {
  return `a\n${`${value}\n`.repeat(ROWS)}`;
}

test("a full disk leaves the old file whole, nothing beside it, and one clear sentence", () => {
  const out = folderWith({ "t.csv": "old" });
  const write =
    'try { workspace.writeCsv("t.csv", tableOf(1)); } catch (error) { console.log(error.message); }';
  // No file may grow beyond 64 blocks: what a full disk does to a process, without filling one.
  const { stdout } = spawnSync("sh", ["-c", 'ulimit -f 64; exec "$NODE" -e "$CODE"'], {
    env: { ...process.env, NODE: process.execPath, CODE: SCRIPT + write, OUT: out },
    encoding: "utf8",
  });
  assert.equal(stdout, "cannot write t.csv: the file is larger than allowed\n");
  assert.equal(readFileSync(join(out, "t.csv"), "utf8"), "old");
  assert.deepEqual(readdirSync(out), ["t.csv"]);
});

test("kill -9 while writing leaves one of the two whole files, and the next run writes as before", async () => {
  const out = folderWith();
  const loop =
    'for (let i = 0; ; i++) { workspace.writeCsv("t.csv", tableOf(i % 10)); if (i === 3) console.log("writing"); }';
  const child = spawn(process.execPath, ["-e", SCRIPT + loop], { env: { ...process.env, OUT: out } });
  const ended = new Promise((resolve) => child.on("exit", (_code, signal) => resolve(signal)));
  await new Promise((resolve) => child.stdout.once("data", resolve));
  child.kill("SIGKILL");
  assert.equal(await ended, "SIGKILL");
  const text = readFileSync(join(out, "t.csv"), "utf8");
  assert.ok(text === whole(Number(text[2])), `${text.length} characters are no whole file`);
  const workspace = openWorkspace({ CAMPAIGN_LAB_OUT: out });
  assert.deepEqual(workspace.list("."), ["t.csv"]);
  workspace.write("t.csv", "new");
  assert.equal(statSync(join(out, "t.csv")).size, 3);
});
