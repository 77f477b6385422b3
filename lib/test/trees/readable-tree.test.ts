import assert from "node:assert/strict";
import test from "node:test";
import { seededRandom } from "../../statistics/random.js";
import { readableTree, type TreeNode } from "../../trees/readable-tree.js";
import { treeAsText } from "../../trees/tree-text.js";
import { near } from "../near.js";

const spend = Float64Array.of(1, 2, 3, 10, 20, 30);
const bySpend = Int32Array.of(1, 1, 1, 0, 0, 0);

test("one question tells two groups apart", () => {
  const tree = readableTree({ spend }, bySpend, { maxDepth: 2 });
  assert.deepEqual(tree.questions, {
    feature: "spend",
    threshold: 6.5,
    yes: { label: 1, customers: 3, share: 1 },
    no: { label: 0, customers: 3, share: 1 },
  });
  assert.equal(tree.accuracy, 1);
  assert.deepEqual(tree.predict({ spend: Float64Array.of(6.4, 6.5) }), Int32Array.of(1, 0));
});

// Two cuts made the labels, so two questions on the way can be exact.
test("two questions find the two cuts that made the labels", () => {
  const { columns, labels } = cutCustomers(200);
  const tree = readableTree(columns, labels, { maxDepth: 2 });
  assert.equal(tree.accuracy, 1);
  assert.deepEqual([...featuresOf(tree.questions)].sort(), ["age", "spend"]);
});

test("customers at the ends add up, and their shares to the accuracy", () => {
  const { columns } = cutCustomers(300);
  const random = seededRandom("noise");
  const labels = Int32Array.from(columns.spend, (value) => (random.chance(value / 100) ? 1 : 0));
  const tree = readableTree(columns, labels, { maxDepth: 3 });
  const ends = leavesOf(tree.questions);
  assert.equal(
    ends.reduce((sum, end) => sum + end.customers, 0),
    300,
  );
  near(ends.reduce((sum, end) => sum + end.customers * end.share, 0) / 300, tree.accuracy, 1e-12);
});

test("a rare label still gets a question", () => {
  const values = Float64Array.from({ length: 100 }, (_, row) => row);
  const labels = Int32Array.from(values, (value) => (value >= 98 ? 1 : 0));
  assert.equal(readableTree({ spend: values }, labels, { maxDepth: 1 }).accuracy, 1);
});

test("a question with the same answer on both sides is left out", () => {
  // The best cut of 0 0 0 0 1 0 1 0 0 0 leaves label 0 the more frequent on both sides.
  const labels = Int32Array.of(0, 0, 0, 0, 1, 0, 1, 0, 0, 0);
  const tree = readableTree({ spend: Float64Array.from(labels.keys()) }, labels, { maxDepth: 1 });
  assert.deepEqual(tree.questions, { label: 0, customers: 10, share: 0.8 });
});

test("above 3,000 customers a sample is asked and everybody is counted", () => {
  const { columns, labels } = cutCustomers(4_000);
  const tree = readableTree(columns, labels, { maxDepth: 2, random: seededRandom(1) });
  assert.equal(
    leavesOf(tree.questions).reduce((sum, end) => sum + end.customers, 0),
    4_000,
  );
  assert.ok(tree.accuracy > 0.99, `accuracy ${tree.accuracy}`);
  assert.deepEqual(
    readableTree(columns, labels, { maxDepth: 2, random: seededRandom(1) }).questions,
    tree.questions,
  );
});

test("the text names features, units, segments and customers", () => {
  const tree: TreeNode = {
    feature: "total_spend",
    threshold: 1411.5,
    yes: {
      feature: "web_share",
      threshold: 0.34521,
      yes: { label: 1, customers: 800, share: 0.97 },
      no: { label: 0, customers: 20, share: 0.75 },
    },
    no: { label: 0, customers: 200, share: 1 },
  };
  const names = {
    labels: ["high spend", "low spend"],
    features: { total_spend: { name: "total spend", unit: "NZD" } },
  };
  assert.equal(
    treeAsText(tree, names),
    [
      "total spend below 1,412 NZD?",
      "  yes: web_share below 0.345?",
      "    yes: low spend (776 of 800 customers)",
      "    no: high spend (15 of 20 customers)",
      "  no: high spend (200 of 200 customers)",
    ].join("\n"),
  );
});

test("a missing value is refused", () => {
  assert.throws(
    () => readableTree({ spend: Float64Array.of(1, NaN) }, Int32Array.of(0, 1), { maxDepth: 2 }),
    /tree: column "spend", row 2: expected a finite number, got NaN/,
  );
});

test("many customers without random are refused", () => {
  const { columns, labels } = cutCustomers(3_001);
  assert.throws(
    () => readableTree(columns, labels, { maxDepth: 2 }),
    /tree: 3001 customers are above 3000, which needs random/,
  );
});

test("a negative label is refused", () => {
  assert.throws(
    () => readableTree({ spend }, Int32Array.of(0, 1, 0, -1, 0, 1), { maxDepth: 2 }),
    /tree: label of row 4: expected 0 or more, got -1/,
  );
});

test("labels must be as many as customers", () => {
  assert.throws(
    () => readableTree({ spend }, Int32Array.of(0, 1), { maxDepth: 2 }),
    /tree: expected a label for each of 6 customers, got 2/,
  );
});

test("a tree without a question is refused", () => {
  assert.throws(
    () => readableTree({ spend }, bySpend, { maxDepth: 0 }),
    /tree maxDepth: expected a whole number above 0, got 0/,
  );
});

test("a table to predict must have the features", () => {
  const tree = readableTree({ spend }, bySpend, { maxDepth: 1 });
  assert.throws(() => tree.predict({ age: spend }), /tree: the table has no column "spend"/);
});

test("columns of different length are named", () => {
  assert.throws(
    () => readableTree({ spend, age: Float64Array.of(1) }, bySpend, { maxDepth: 1 }),
    /tree: column "age" has 1 rows, "spend" has 6/,
  );
});

test("a label without a name is refused", () => {
  assert.throws(
    () => treeAsText({ label: 2, customers: 5, share: 1 }, { labels: ["high", "low"] }),
    /tree: label 2 has no name/,
  );
});

/** Customers labelled by two cuts: low spend 2; of the others, young 1 and old 0. */
function cutCustomers(customers: number) {
  const random = seededRandom("cuts");
  const spend = Float64Array.from({ length: customers }, () => 100 * random.next());
  const age = Float64Array.from({ length: customers }, () => 18 + 60 * random.next());
  const labels = Int32Array.from(spend, (value, row) => (value < 40 ? 2 : age[row]! < 50 ? 1 : 0));
  return { columns: { spend, age }, labels };
}

function featuresOf(node: TreeNode): Set<string> {
  if ("label" in node) return new Set();
  return new Set([node.feature, ...featuresOf(node.yes), ...featuresOf(node.no)]);
}

function leavesOf(node: TreeNode): readonly { customers: number; share: number }[] {
  return "label" in node ? [node] : [...leavesOf(node.yes), ...leavesOf(node.no)];
}
