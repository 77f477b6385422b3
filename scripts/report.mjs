// npm run report: makes claims.json, index.html and the READMEs of data/ and reports/ from what the notebooks recorded.
import { existsSync, readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";

const require = createRequire(import.meta.url);
if (!existsSync(new URL("../lib/dist/index.js", import.meta.url))) {
  console.error("npm run report: the library is not compiled yet; npm start does it");
  process.exit(1);
}
const { openWorkspace, indexPage, reportsReadme, claimsJson, dataReadme, schemaAsJsonSchema } =
  require("campaign-lab");

/** @type {import("../lib/tables/workspace.js").Workspace} */
const workspace = openWorkspace();
const records = workspace
  .list("data/processed")
  .filter((name) => /^claims_\d\d\.json$/.test(name))
  .map((name) => JSON.parse(readFileSync(workspace.find(join("data/processed", name)), "utf8")));
if (records.length === 0) {
  console.error("npm run report: no notebook has been run yet; npm start runs them all");
  process.exit(1);
}
workspace.write("reports/index.html", indexPage(records));
workspace.write("reports/README.md", reportsReadme(records));
workspace.write("reports/claims.json", claimsJson(records));
workspace.write("data/README.md", dataReadme(workspace.schema));
workspace.write("data/data_schema.json", schemaAsJsonSchema(workspace.schema));
