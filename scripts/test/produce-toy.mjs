// Runs one notebook into a folder as npm start does: the process that the tests of a run stop.

import { endChildrenWithThisProcess } from "../processes.mjs";
import { produce } from "../run.mjs";

const [out, notebook] = process.argv.slice(2);
endChildrenWithThisProcess();
try {
  await produce({ folders: { out }, notebooks: [notebook], cellTimeout: 60, partial: false, report: "" });
} catch (error) {
  console.error(/** @type {Error} */ (error).message);
  process.exitCode = 1;
}
