import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { filesBelow } from "../files.mjs";
import { checkout } from "../folders.mjs";

/** What tests, corrections and plans are called: they have no interval. */
const WITHOUT_INTERVAL = [
  ...["exact", "Monte Carlo", "chi-square", "chi-square with Yates' correction", "Fisher's exact test"],
  ...["z with … variance", "Holm", "Benjamini-Yekutieli"],
  ...["Fleiss pooled", "unpooled", "Evan Miller", "Cohen h", "noncentral t", "normal"],
];
/** Gates have no interval either, and the report describes columns that are called method. */
const ELSEWHERE = /^(dist|test|report|experiments\/gates)\//;

const sources = filesBelow(join(checkout, "lib"))
  .filter((file) => file.endsWith(".ts") && !ELSEWHERE.test(file))
  .map((file) => readFileSync(join(checkout, "lib", file), "utf8"))
  .join("\n")
  .replaceAll(/^\s*(\/\*\*|\*|\/\/).*$/gm, "")
  .replaceAll(/=== "[^"]*"/g, "");

/** Every text that the library gives to `method`: directly, by a constant, or as a choice. */
function methodsOfTheLibrary() {
  const given = sources.matchAll(
    /\b(?:method\??:|method =|type \w*Method =)\s*((?:"[^"]*"|`[^`]*`|[^,;"`{}])*)/g,
  );
  return new Set(Array.from(given, ([, value]) => textsIn(value)).flat());
}

/**
 * @param {string} value
 * @returns {string[]} with "…" for what a template puts in
 */
function textsIn(value) {
  const constant = /^[A-Z_]+$/.test(value) && new RegExp(`\\bconst ${value} = (.*);`).exec(sources);
  if (constant) return textsIn(constant[1]);
  return Array.from(value.matchAll(/"([^"]*)"|`([^`]*)`/g), ([, text, template = ""]) =>
    (text ?? template).replaceAll(/\$\{[^}]*\}/g, "…"),
  );
}

/** The second cell of each row of bench/coverage.csv; a cell with a comma is quoted. */
function methodsMeasured() {
  const [, ...rows] = readFileSync(join(checkout, "bench", "coverage.csv"), "utf8")
    .trim()
    .split("\n");
  return rows.map((row) => (/^[^,]+,(?:"([^"]*)"|([^,]*)),/.exec(row) ?? []).slice(1).join(""));
}

/** @param {string} method with "…" for what differs from result to result */
function pattern(method) {
  const fixed = method.split("…").map((text) => text.replaceAll(/[.*+?^${}()|[\]\\]/g, "\\$&"));
  return new RegExp(`^${fixed.join(".+")}$`);
}

test("every method of an interval has its coverage in bench/coverage.csv", () => {
  const methods = [...methodsOfTheLibrary()].filter((method) => !WITHOUT_INTERVAL.includes(method));
  assert.ok(methods.length > 30, `only found ${methods.join(", ")}`);
  const measured = methodsMeasured();
  const missing = methods.filter((method) => !measured.some((one) => pattern(method).test(one)));
  assert.deepEqual(missing, [], "a world in bench/coverage, then npm run bench -- --only coverage");
});

test("every row of bench/coverage.csv that misses its target says why", () => {
  const rows = readFileSync(join(checkout, "bench", "coverage.csv"), "utf8")
    .trim()
    .split("\n");
  assert.deepEqual(
    rows.filter((row) => row.endsWith(",no,")),
    [],
  );
});
