import { existsSync, readdirSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { checkout, realPath, shown } from "./folders.mjs";

/** @typedef {{ text: string, headline?: boolean, holds: boolean, part: number }} Claim */

/**
 * Says what a run wrote where, its headline results, how long it took, and how to go on in JupyterLab.
 *
 * @param {object} what
 * @param {import("./run-options.mjs").Folders} what.folders
 * @param {string[]} what.files relative to the folder of outputs
 * @param {number} what.seconds
 */
export function printSummary({ folders, files, seconds }) {
  console.log(`\nWritten to ${shown(folders.out)}:`);
  for (const [folder, count] of countsByFolder(files)) {
    console.log(`  ${folder.padEnd(20)} ${count} ${count === 1 ? "file" : "files"}`);
  }
  const headlines = headlinesIn(join(folders.out, "data", "processed"));
  if (headlines.length > 0) console.log("\nResults:");
  for (const text of headlines) console.log(`  ${text}`);
  console.log(
    `\nDone in ${seconds.toFixed(1)} s. To open the notebooks in JupyterLab: ${labCommand(folders)}`,
  );
}

/**
 * @param {readonly string[]} files
 * @returns {[folder: string, count: number][]} in the order of the folders' names
 */
export function countsByFolder(files) {
  /** @type {Map<string, number>} */
  const counts = new Map();
  for (const file of files) counts.set(dirname(file), (counts.get(dirname(file)) ?? 0) + 1);
  return [...counts].sort(([first], [second]) => (first < second ? -1 : 1));
}

/**
 * The sentences that the notebooks mark as their headline results, in the notebooks' order.
 *
 * @param {string} folder that of the claims_NN.json
 * @returns {string[]}
 */
export function headlinesIn(folder) {
  if (!existsSync(folder)) return [];
  const names = readdirSync(folder)
    .filter((name) => /^claims_\d\d\.json$/.test(name))
    .sort();
  return names.flatMap((name) => {
    /** @type {{ claims: Claim[], parts: { synthetic: string[] }[] }} */
    const { claims, parts } = JSON.parse(readFileSync(join(folder, name), "utf8"));
    return claims
      .filter(({ headline }) => headline)
      .map(({ text, holds, part }) => {
        const whose = parts[part].synthetic.length > 0 ? " (synthetic data)" : "";
        return `${holds ? "" : "Does not hold in your data: "}${text}${whose}`;
      });
  });
}

/**
 * @param {import("./run-options.mjs").Folders} folders
 * @returns {string}
 */
function labCommand({ out, data, schema }) {
  const options = [];
  if (data) options.push("--data", data);
  if (schema) options.push("--schema", schema);
  if (realPath(out) !== realPath(checkout)) options.push("--out", out);
  const words = options.map((word) => (/[^\w./-]/.test(word) ? JSON.stringify(word) : word));
  return ["npm run lab", ...(words.length > 0 ? ["--", ...words] : [])].join(" ");
}
