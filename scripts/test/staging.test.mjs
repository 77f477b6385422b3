import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync, mkdirSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { fileURLToPath } from "node:url";
import { commit, makeStaging, recover, remainingSteps, writeJournal } from "../staging.mjs";
import { contentsOf, temporaryFolder, writeFiles } from "./temporary.mjs";

const OLD = { "notebooks/a.ipynb": "old a", "reports/b.csv": "old b", "reports/gone.csv": "old" };
const NEW = { "notebooks/a.ipynb": "new a", "reports/b.csv": "new b", "reports/deep/c.csv": "new c" };

/**
 * A folder after one run, in which a reader has put a file, with a second run staged.
 *
 * @param {import("node:test").TestContext} context
 */
function folderWithTwoRuns(context) {
  const target = temporaryFolder(context);
  writeFiles(target, { "reports/mine.txt": "mine" });
  const first = makeStaging(target);
  writeFiles(first, OLD);
  commit(target, first, { partial: false });
  const second = makeStaging(target);
  writeFiles(second, NEW);
  return { target, staging: second };
}

test("a complete run replaces the earlier one, and files of no run stay", (context) => {
  const { target, staging } = folderWithTwoRuns(context);
  assert.deepEqual(contentsOf(target), { ...OLD, "reports/mine.txt": "mine" });
  assert.deepEqual(commit(target, staging, { partial: false }), Object.keys(NEW));
  assert.deepEqual(contentsOf(target), { ...NEW, "reports/mine.txt": "mine" });
  assert.deepEqual(readdirSync(join(target, ".campaign-lab")), ["manifest.json"]);
});

test("a partial run leaves the other files of earlier runs and remembers them", (context) => {
  const { target, staging } = folderWithTwoRuns(context);
  commit(target, staging, { partial: true });
  assert.deepEqual(contentsOf(target), { ...OLD, ...NEW, "reports/mine.txt": "mine" });
  const next = makeStaging(target);
  writeFiles(next, NEW);
  commit(target, next, { partial: false });
  assert.equal(existsSync(join(target, "reports/gone.csv")), false);
});

test("before the journal is written a killed run leaves the earlier files", (context) => {
  const { target, staging } = folderWithTwoRuns(context);
  assert.equal(recover(target), false);
  assert.deepEqual(contentsOf(target), { ...OLD, "reports/mine.txt": "mine" });
  assert.equal(existsSync(staging), false);
});

test("from the journal on, a run that is stopped after any step is finished by the next", (context) => {
  for (let steps = 0; ; steps += 1) {
    const { target, staging } = folderWithTwoRuns(context);
    writeJournal(target, staging, { partial: false });
    const work = remainingSteps(target);
    let done = false;
    for (let step = 0; step < steps && !done; step += 1) done = work.next().done ?? false;
    assert.equal(recover(target), !done, `after ${steps} steps`);
    assert.deepEqual(contentsOf(target), { ...NEW, "reports/mine.txt": "mine" }, `after ${steps} steps`);
    assert.deepEqual(readdirSync(join(target, ".campaign-lab")), ["manifest.json"]);
    if (done) {
      assert.equal(steps, 7); // three moves, one removal, manifest, staging, and the step to the end
      return;
    }
  }
});

test("kill -9 among two thousand moves: the next start finishes them", async (context) => {
  const target = temporaryFolder(context);
  const mover = fileURLToPath(new URL("move-many.mjs", import.meta.url));
  const child = spawn(process.execPath, [mover, target, "2000"], { stdio: ["ignore", "pipe", "inherit"] });
  child.stdout.on("data", () => child.kill("SIGKILL"));
  const [, signal] = await once(child, "close");
  assert.equal(signal, "SIGKILL");
  const moved = Object.keys(contentsOf(target)).length;
  assert.ok(moved > 0 && moved < 2000, `killed after ${moved} moves`);
  assert.equal(recover(target), true);
  const contents = Object.values(contentsOf(target));
  assert.equal(contents.length, 2000);
  assert.ok(contents.every((content) => content === "new"));
});

test("a folder in the way of a file is found before anything moves", (context) => {
  const { target, staging } = folderWithTwoRuns(context);
  mkdirSync(join(target, "reports/deep/c.csv"), { recursive: true });
  assert.throws(
    () => commit(target, staging, { partial: false }),
    /c\.csv is a folder, and the run makes a file/,
  );
  assert.equal(readFileSync(join(target, "notebooks/a.ipynb"), "utf8"), "old a");
  assert.equal(existsSync(join(target, ".campaign-lab/journal.json")), false);
});
