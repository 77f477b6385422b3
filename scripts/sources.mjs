import { createRequire } from "node:module";
import { Problem } from "./problem.mjs";

/**
 * Says which of the reader's files are used, before anything is run; a folder or schema that cannot be used is a problem
 * here and not in the first notebook.
 *
 * @param {NodeJS.ProcessEnv} environment of the run
 */
export function tellSources(environment) {
  const { openWorkspace } = createRequire(import.meta.url)("campaign-lab");
  const workspace = opened(() => openWorkspace(environment));
  /** @type {string[]} */
  const tables = workspace.schema.tables
    .filter((/** @type {{ truthOf: string | null }} */ table) => table.truthOf === null)
    .map((/** @type {{ name: string }} */ table) => table.name);
  const yours = tables.filter((table) => !workspace.isSynthetic(table));
  const ours = tables.filter((table) => workspace.isSynthetic(table));
  console.log(`your tables: ${yours.join(", ")}`);
  if (ours.length > 0) console.log(`synthetic, because your folder has none: ${ours.join(", ")}`);
  if (workspace.notUsed.length > 0) console.log(`not used: ${workspace.notUsed.join(", ")}`);
}

/**
 * @template T
 * @param {() => T} open
 * @returns {T}
 */
function opened(open) {
  try {
    return open();
  } catch (error) {
    throw new Problem(/** @type {Error} */ (error).message);
  }
}
