import assert from "node:assert/strict";
import { readdirSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { differences } from "../compare.mjs";
import { digest, filesBelow, isMarked, makeFolder, mark, writeWhole } from "../files.mjs";
import { isWithin } from "../folders.mjs";
import { temporaryFolder, writeFiles } from "./temporary.mjs";

test("files below a folder are listed with their ways, sorted", (context) => {
  const folder = temporaryFolder(context);
  writeFiles(folder, { "b/c.txt": "", "a.txt": "", "b/a/x": "" });
  assert.deepEqual(filesBelow(folder), ["a.txt", "b/a/x", "b/c.txt"]);
  assert.deepEqual(filesBelow(join(folder, "none")), []);
});

test("a digest changes with a name, with a content, and with text that moves from one file to the next", (context) => {
  const folder = temporaryFolder(context);
  writeFiles(folder, { a: "xy", b: "z", c: "x", d: "yz", e: "xy" });
  const first = digest(folder, ["a", "b"]);
  assert.equal(digest(folder, ["a", "b"]), first);
  for (const others of [["e", "b"], ["c", "d"], ["a"], ["b", "a"]])
    assert.notEqual(digest(folder, others), first);
});

test("a mark holds for what it was made from and nothing else", (context) => {
  const folder = temporaryFolder(context);
  assert.equal(isMarked(folder, "a"), false);
  mark(folder, "a");
  assert.equal(isMarked(folder, "a"), true);
  assert.equal(isMarked(folder, "b"), false);
});

test("a file that is written whole leaves no other file", (context) => {
  const folder = temporaryFolder(context);
  writeWhole(join(folder, "a"), "one");
  writeWhole(join(folder, "a"), "two");
  assert.deepEqual(readdirSync(folder), ["a"]);
});

test("a folder that cannot be made is an error, not an endless attempt", {
  skip: process.platform !== "linux",
}, () => {
  assert.throws(() => makeFolder("/proc/none/such"), /ENOENT/);
});

test("a folder is within itself and within those above it only", (context) => {
  const folder = temporaryFolder(context);
  assert.equal(isWithin(folder, folder), true);
  assert.equal(isWithin(join(folder, "a", "b"), folder), true);
  assert.equal(isWithin(folder, join(folder, "a")), false);
  assert.equal(isWithin(`${folder}-other`, folder), false);
  assert.equal(isWithin(join(folder, "..a"), folder), true);
});

test("a run is compared with what is kept: new, different and no longer made files are named", (context) => {
  const made = temporaryFolder(context);
  const kept = temporaryFolder(context);
  writeFiles(made, {
    "notebooks/a.ipynb": "1",
    "reports/b.csv": "2",
    "reports/c.csv": "3",
    "data/raw/x.csv": "4",
  });
  writeFiles(kept, { "notebooks/a.ipynb": "1", "reports/b.csv": "0", "reports/d.csv": "5", "lib/x.ts": "6" });
  writeFiles(kept, { "reports/notebooks/a.html": "7", "notebooks/.ipynb_checkpoints/a.ipynb": "8" });
  const expected = ["differs: reports/b.csv", "new: reports/c.csv", "no longer made: reports/d.csv"];
  assert.deepEqual(differences(made, kept), expected);
});
