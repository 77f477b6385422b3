import type { TreeLeaf, TreeNode } from "./readable-tree.js";

/** What treeAsText calls things. */
export interface TreeNames {
  /** The name of each label, by its number. */
  readonly labels: readonly string[];
  /** The name and unit of a feature; without an entry the feature's own name is printed. */
  readonly features?: Readonly<Record<string, { readonly name: string; readonly unit?: string }>>;
}

/**
 * The tree as indented lines: a question, what follows on yes and on no, and at each end the segment with
 * how many of the customers there belong to it.
 *
 * Thresholds are printed with three significant figures, or all digits of the whole part; customers right
 * at a threshold are decided by the exact one in the tree.
 *
 * Throws RangeError when a label has no name.
 *
 * @example
 * treeAsText(tree.questions, { labels: ["high", "low"], features: { spend: { name: "total spend", unit: "NZD" } } });
 * // total spend below 6.5 NZD?
 * //   yes: low (3 of 3 customers)
 * //   no: high (3 of 3 customers)
 */
export function treeAsText(tree: TreeNode, names: TreeNames): string {
  return treeLines(tree, names).join("\n");
}

function treeLines(node: TreeNode, names: TreeNames): readonly string[] {
  if ("label" in node) return [leafText(node, names)];
  const { name, unit } = names.features?.[node.feature] ?? { name: node.feature };
  const threshold = readableNumber(node.threshold);
  return [
    `${name} below ${threshold}${unit ? ` ${unit}` : ""}?`,
    ...branchLines("yes", node.yes, names),
    ...branchLines("no", node.no, names),
  ];
}

function branchLines(answer: string, node: TreeNode, names: TreeNames): readonly string[] {
  const [first, ...rest] = treeLines(node, names);
  return [`  ${answer}: ${first}`, ...rest.map((line) => `  ${line}`)];
}

function leafText({ label, customers, share }: TreeLeaf, names: TreeNames): string {
  const name = names.labels[label];
  if (name === undefined) throw new RangeError(`tree: label ${label} has no name`);
  return `${name} (${Math.round(share * customers)} of ${customers} customers)`;
}

function readableNumber(value: number): string {
  const rounded = Math.abs(value) >= 100 ? Math.round(value) : Number(value.toPrecision(3));
  return rounded.toLocaleString("en-US", { maximumSignificantDigits: 21 });
}
