import assert from "node:assert/strict";
import { test } from "node:test";
import { isSuitableNode } from "../command.mjs";
import { findPython, isSuitablePython } from "../python.mjs";
import { countsByFolder, headlinesIn } from "../summary.mjs";
import { temporaryFolder, writeFiles } from "./temporary.mjs";

test("files are counted by folder", () => {
  const files = ["reports/a.csv", "data/raw/b.csv", "reports/c.csv"];
  assert.deepEqual(countsByFolder(files), [
    ["data/raw", 1],
    ["reports", 2],
  ]);
});

test("headlines are the claims that notebooks mark, in the order of the notebooks", (context) => {
  const folder = temporaryFolder(context);
  writeFiles(folder, {
    "claims_04.json": JSON.stringify({
      parts: [{ synthetic: [] }],
      claims: [{ text: "last", headline: true, holds: false, part: 0 }],
    }),
    "claims_03.json": JSON.stringify({
      parts: [{ synthetic: ["campaign_data"] }],
      claims: [
        { text: "no", part: 0 },
        { text: "first", headline: true, holds: true, part: 0 },
      ],
    }),
    "claims_xx.json": "not read",
  });
  assert.deepEqual(headlinesIn(folder), ["first (synthetic data)", "Does not hold in your data: last"]);
  assert.deepEqual(headlinesIn(`${folder}/none`), []);
});

test("Node is new enough from the versions on that load modules into CommonJS", () => {
  const suitable = ["20.19.0", "20.20.2", "22.12.0", "23.0.0", "26.10.1"];
  const unsuitable = ["12.22.9", "18.20.8", "20.18.3", "21.7.3", "22.11.0"];
  assert.deepEqual(
    suitable.filter((version) => !isSuitableNode(version)),
    [],
  );
  assert.deepEqual(unsuitable.filter(isSuitableNode), []);
});

test("Python is new enough from 3.10 on", () => {
  assert.deepEqual(
    ["3.10", "3.11", "3.14"].filter((version) => !isSuitablePython(version)),
    [],
  );
  assert.deepEqual(["2.7", "3.9", "4.0", ""].filter(isSuitablePython), []);
});

test("a Python that does not run is named in a sentence that says what to do", async () => {
  await assert.rejects(findPython({ PYTHON: "no-such-python" }), {
    name: "Problem",
    message: /^Campaign Lab needs Python 3\.10 or newer, and PYTHON=no-such-python does not run: install one/,
  });
});
