import assert from "node:assert/strict";
import { test } from "node:test";
import { help, readArguments, refuse } from "../arguments.mjs";

const OPTIONS = { out: { value: "DIR", text: "where to write" }, help: { text: "show this" } };

test("an option takes the word after it or after an equals sign", () => {
  assert.deepEqual(readArguments(["--out", "a b"], OPTIONS), { values: { out: "a b" }, rest: [] });
  assert.deepEqual(readArguments(["--out=a=b"], OPTIONS), { values: { out: "a=b" }, rest: [] });
});

test("a switch takes no word", () => {
  assert.deepEqual(readArguments(["--help", "x"], OPTIONS), { values: { help: "yes" }, rest: ["x"] });
  assert.throws(() => readArguments(["--help=x"], OPTIONS), {
    name: "Problem",
    message: '--help: takes no value, got "x"',
  });
});

test("what no option explains is handed back in order", () => {
  const argv = ["-v", "--port=1", "--out", "a", "--toString"];
  assert.deepEqual(readArguments(argv, OPTIONS), {
    values: { out: "a" },
    rest: ["-v", "--port=1", "--toString"],
  });
});

test("a missing value is named, and another option is not taken for one", () => {
  assert.throws(
    () => readArguments(["--out"], OPTIONS),
    /^Problem: --out: expected DIR after it, got nothing$/,
  );
  assert.throws(() => readArguments(["--out="], OPTIONS), /expected DIR after it, got nothing/);
  assert.throws(() => readArguments(["--out", "--help"], OPTIONS), /expected DIR after it, got "--help"/);
});

test("an option given twice is refused, because one of the values would be lost", () => {
  assert.throws(() => readArguments(["--out", "a", "--out=b"], OPTIONS), /--out: given twice/);
});

test("an unknown option is refused with the list of those that exist", () => {
  assert.throws(() => refuse(["--ou"], OPTIONS), {
    message: 'unknown option "--ou"; the options are --out DIR, --help',
  });
  assert.throws(() => refuse(["x"], {}), { message: 'unknown option "x"; there are none' });
  refuse([], OPTIONS);
});

test("help names every option", () => {
  assert.match(
    help("npm start", "run", OPTIONS),
    /^npm start: run\n\n {2}--out DIR +where to write\n {2}--help +show this$/,
  );
});
