import { DecisionTreeClassifier } from "ml-cart";
import type { Random } from "../statistics/random.js";

/** An end of the tree: the customers that arrive here and the label most of them have. */
export interface TreeLeaf {
  readonly label: number;
  /** Customers that arrive here. */
  readonly customers: number;
  /** The share of them that has this label, a fraction. */
  readonly share: number;
}

/** A question of the tree: is the feature below the threshold? */
export interface TreeQuestion {
  readonly feature: string;
  readonly threshold: number;
  readonly yes: TreeNode;
  readonly no: TreeNode;
}

/** A question or an end. */
export type TreeNode = TreeQuestion | TreeLeaf;

/** A few questions that repeat a segmentation as well as they can. */
export interface ReadableTree {
  /** Share of the customers it was made from whose label it repeats, a fraction. */
  readonly accuracy: number;
  readonly questions: TreeNode;
  /** The label of each customer of a table with the same features. */
  predict(columns: Columns): Int32Array;
}

/** How deep the tree may be, and the chance it may need. */
export interface ReadableTreeOptions {
  /** Questions at most on the way to an end; 3 can still be read aloud. */
  readonly maxDepth: number;
  /** Needed above 3,000 customers, to draw those that the questions are sought on. */
  readonly random?: Random;
}

type Columns = Readonly<Record<string, Float64Array>>;

/** ml-cart's time grows with the square of the rows: 3,000 take a second or two, 10,000 half a minute. */
const MOST_ROWS = 3_000;

/**
 * A segmentation as a few questions such as "is total spend below 400?", for people to read and repeat.
 *
 * Accuracy is the share of the very customers it was made from: it says how well the questions describe
 * these segments, not how well they predict. A tree is one of many almost as good: a different sample may
 * ask other questions, so a feature that is absent is not unimportant. Questions are sought on at most 3,000
 * customers, drawn at random; customers and shares at the ends count all of them. ml-cart only tries
 * thresholds between neighbours of different label, so columns with few different values (yes and no) can be
 * missed, and with tied values its questions may depend on row order.
 *
 * Throws RangeError when lengths differ, a value is missing or not finite, a label is not a whole number from
 * 0 up, maxDepth is not a whole number above 0, or there are more than 3,000 customers and no random.
 *
 * @example
 * const columns = { spend: Float64Array.of(1, 2, 3, 10, 20, 30) };
 * readableTree(columns, Int32Array.of(1, 1, 1, 0, 0, 0), { maxDepth: 2 }).questions;
 * // { feature: "spend", threshold: 6.5, yes: { label: 1, customers: 3, share: 1 }, no: { label: 0, ... } }
 *
 * Source: Breiman, Friedman, Olshen and Stone, Classification and Regression Trees (1984), by ml-cart.
 */
export function readableTree(
  columns: Columns,
  labels: Int32Array,
  options: ReadableTreeOptions,
): ReadableTree {
  checkInput(columns, labels, options);
  const features = Object.keys(columns);
  const classifier = new DecisionTreeClassifier({
    gainFunction: "gini",
    maxDepth: options.maxDepth,
    // ml-cart's own 0.01 leaves a tree without a question when one label is rare.
    gainThreshold: 0,
  });
  const rows = trainingRows(labels.length, options.random);
  classifier.train(
    rows.map((row) => features.map((feature) => columns[feature]![row]!)),
    rows.map((row) => labels[row]!),
  );
  const root = classifier.toJSON().root as CartNode;
  const everyone = Array.from(labels.keys());
  const questions = countedTree(root, everyone, { features, columns, labels });
  const predict = (others: Columns) => predictLabels(questions, others);
  const repeated = predict(columns).filter((label, row) => label === labels[row]).length;
  return { accuracy: repeated / labels.length, questions, predict };
}

/** The part of ml-cart's nodes that we read; a node without both branches is an end. */
interface CartNode {
  readonly splitColumn: number;
  readonly splitValue: number;
  readonly left?: CartNode;
  readonly right?: CartNode;
}

interface Training {
  readonly features: readonly string[];
  readonly columns: Columns;
  readonly labels: Int32Array;
}

/** Our own tree of ml-cart's questions, with the customers counted; a question with one answer is left out. */
function countedTree(node: CartNode, rows: readonly number[], training: Training): TreeNode {
  if (!node.left || !node.right) return leafOf(rows, training.labels);
  const feature = training.features[node.splitColumn]!;
  const threshold = node.splitValue;
  const isBelow = (row: number) => training.columns[feature]![row]! < threshold;
  const below = rows.filter(isBelow);
  const above = rows.filter((row) => !isBelow(row));
  const yes = countedTree(node.left, below, training);
  const no = countedTree(node.right, above, training);
  const same = "label" in yes && "label" in no && yes.label === no.label;
  return same ? leafOf(rows, training.labels) : { feature, threshold, yes, no };
}

/** The most frequent label of these customers; of equally frequent ones the smallest. */
function leafOf(rows: readonly number[], labels: Int32Array): TreeLeaf {
  const counts: number[] = [];
  for (const row of rows) counts[labels[row]!] = (counts[labels[row]!] ?? 0) + 1;
  let label = 0;
  for (const [other, count] of counts.entries()) if ((count ?? 0) > (counts[label] ?? 0)) label = other;
  return { label, customers: rows.length, share: counts[label]! / rows.length };
}

function predictLabels(tree: TreeNode, columns: Columns): Int32Array {
  const rows = checkColumns(columns);
  return Int32Array.from({ length: rows }, (_, row) => {
    let node = tree;
    while ("feature" in node) {
      const values = columns[node.feature];
      if (!values) throw new RangeError(`tree: the table has no column "${node.feature}"`);
      node = values[row]! < node.threshold ? node.yes : node.no;
    }
    return node.label;
  });
}

function trainingRows(customers: number, random: Random | undefined): number[] {
  if (customers <= MOST_ROWS) return Array.from({ length: customers }, (_, row) => row);
  if (!random) throw new RangeError(`tree: ${customers} customers are above 3000, which needs random`);
  return Array.from(random.sample(customers, MOST_ROWS));
}

function checkInput(columns: Columns, labels: Int32Array, { maxDepth }: ReadableTreeOptions): void {
  const rows = checkColumns(columns);
  if (labels.length !== rows || rows === 0) {
    throw new RangeError(`tree: expected a label for each of ${rows} customers, got ${labels.length}`);
  }
  const negative = labels.findIndex((label) => label < 0);
  if (negative >= 0) {
    throw new RangeError(`tree: label of row ${negative + 1}: expected 0 or more, got ${labels[negative]}`);
  }
  if (!(Number.isInteger(maxDepth) && maxDepth > 0)) {
    throw new RangeError(`tree maxDepth: expected a whole number above 0, got ${maxDepth}`);
  }
}

/** Returns the number of rows; ml-cart would fall silent on a missing value. */
function checkColumns(columns: Columns): number {
  const [first, ...others] = Object.entries(columns);
  if (!first) throw new RangeError("tree: expected at least one column, got none");
  for (const [name, values] of others) {
    if (values.length !== first[1].length) {
      throw new RangeError(
        `tree: column "${name}" has ${values.length} rows, "${first[0]}" has ${first[1].length}`,
      );
    }
  }
  for (const [name, values] of [first, ...others]) {
    const row = values.findIndex((value) => !Number.isFinite(value));
    if (row >= 0) {
      throw new RangeError(
        `tree: column "${name}", row ${row + 1}: expected a finite number, got ${values[row]}`,
      );
    }
  }
  return first[1].length;
}
