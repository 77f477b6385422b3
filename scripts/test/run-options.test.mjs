import assert from "node:assert/strict";
import { existsSync, symlinkSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { checkout } from "../folders.mjs";
import { notebooksIn } from "../notebooks.mjs";
import { environmentOf, foldersOf } from "../run-options.mjs";
import { temporaryFolder, writeFiles } from "./temporary.mjs";

test("without options a run writes to the checkout, with own data to its out folder", (context) => {
  const data = temporaryFolder(context);
  assert.deepEqual(foldersOf({}, {}), { out: checkout, data: undefined, schema: undefined });
  assert.equal(foldersOf({ data, out: join(data, "results") }, {}).out, join(data, "results"));
});

test("environment variables stand in for options that are not given", (context) => {
  const data = temporaryFolder(context);
  const environment = { CAMPAIGN_LAB_DATA: data, CAMPAIGN_LAB_OUT: join(data, "a") };
  assert.equal(foldersOf({}, environment).data, data);
  assert.equal(foldersOf({ out: join(data, "b") }, environment).out, join(data, "b"));
});

test("notebooks find the folders, and none that an earlier run left in the environment", (context) => {
  const out = temporaryFolder(context);
  const environment = environmentOf({ out }, "earlier");
  assert.equal(environment.CAMPAIGN_LAB_OUT, out);
  assert.equal(environment.CAMPAIGN_LAB_PREVIOUS, "earlier");
  assert.equal(environment.CAMPAIGN_LAB_DATA, undefined);
});

test("a folder that is a file, or not there, is refused", (context) => {
  const folder = temporaryFolder(context);
  writeFiles(folder, { file: "" });
  assert.throws(
    () => foldersOf({ data: join(folder, "none") }, {}),
    /^Problem: --data: no such folder: .*none$/,
  );
  assert.throws(() => foldersOf({ data: join(folder, "file") }, {}), /--data: expected a folder, got a file/);
  assert.throws(
    () => foldersOf({ data: folder, schema: folder }, {}),
    /--schema: expected a file, got a folder/,
  );
  assert.throws(() => foldersOf({ schema: join(folder, "file") }, {}), /--schema: .* needs --data DIR/);
  assert.throws(() => foldersOf({ out: join(folder, "file") }, {}), /--out: expected a folder, got a file/);
  assert.throws(
    () => foldersOf({ out: join(folder, "file", "x") }, {}),
    /--out: cannot write to .* \(ENOTDIR\)/,
  );
});

test("no output goes where the project's files are, also not through a link", (context) => {
  const data = temporaryFolder(context);
  symlinkSync(join(checkout, "reports"), join(data, "link"));
  assert.throws(
    () => foldersOf({ data, out: checkout }, {}),
    /own data never overwrites the project's files/,
  );
  assert.throws(() => foldersOf({ out: join(checkout, "lib", "x") }, {}), /lib is a folder of the project/);
  assert.throws(
    () => foldersOf({ data, out: join(data, "link", "x") }, {}),
    /reports is a folder of the project/,
  );
  assert.equal(existsSync(join(checkout, "lib", "x")), false);
});

test("no output goes where files are that no run has made", (context) => {
  const data = temporaryFolder(context);
  const out = temporaryFolder(context);
  writeFiles(out, { "reports/index.html": "mine" });
  assert.throws(() => foldersOf({ data, out: data }, {}), /must not be the folder of --data/);
  assert.throws(() => foldersOf({ out }, {}), /holds files that no run has made/);
  writeFiles(out, { ".campaign-lab/manifest.json": "{}" });
  assert.equal(foldersOf({ out }, {}).out, out);
});

test("notebooks run in the order of their numbers, or those asked for", (context) => {
  const folder = temporaryFolder(context);
  writeFiles(folder, {
    "10_c.ipynb": "",
    "02_b.ipynb": "",
    "01_a.ipynb": "",
    "notes.ipynb": "",
    "01_a.txt": "",
  });
  const names = ["01_a.ipynb", "02_b.ipynb", "10_c.ipynb"].map((name) => join(folder, name));
  assert.deepEqual(notebooksIn(folder), names);
  assert.deepEqual(notebooksIn(folder, "10,2"), names.slice(1));
  assert.throws(() => notebooksIn(folder, "3"), /--only: no notebook 03; there are 01, 02, 10/);
  assert.throws(() => notebooksIn(temporaryFolder(context)), /holds no notebook/);
});
