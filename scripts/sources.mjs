import { createRequire } from "node:module";
import { Problem } from "./problem.mjs";

/**
 * Says which of the reader's files are used, and reads and checks each of them, before anything is run: a folder, schema
 * or file that cannot be used is a problem here and not in a notebook.
 *
 * @param {NodeJS.ProcessEnv} environment of the run
 */
export async function checkSources(environment) {
  const { openWorkspace, openDatabase, loadSource } = createRequire(import.meta.url)("campaign-lab");
  try {
    const workspace = openWorkspace(environment);
    const yours = tablesOf(workspace, false);
    const ours = tablesOf(workspace, true);
    console.log(`your tables: ${yours.join(", ")}`);
    if (ours.length > 0) console.log(`synthetic, because your folder has none: ${ours.join(", ")}`);
    if (workspace.notUsed.length > 0) console.log(`not used: ${workspace.notUsed.join(", ")}`);
    const database = await openDatabase();
    for (const table of yours) await loadSource(workspace, database, table);
    database.close();
  } catch (error) {
    throw new Problem(/** @type {Error} */ (error).message);
  }
}

/**
 * @param {import("../lib/tables/workspace.js").Workspace} workspace
 * @param {boolean} synthetic
 * @returns {string[]} names of the tables that are synthetic or not, truth tables apart
 */
function tablesOf(workspace, synthetic) {
  const tables = workspace.schema.tables.filter(({ truthOf }) => truthOf === null);
  return tables.map(({ name }) => name).filter((name) => workspace.isSynthetic(name) === synthetic);
}
