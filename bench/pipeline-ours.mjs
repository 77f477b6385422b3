// The bank campaign with campaign-lab: read, check, clean, make features, write.
// node pipeline-ours.mjs FILE SCHEMA OUT, where SCHEMA is the table's part of data_schema.yaml as JSON.
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { availableParallelism } from "node:os";
import { basename, dirname } from "node:path";
import { peakMemory } from "./measure.mjs";

const require = createRequire(import.meta.url);
const { openDatabase } = require("../lib/dist/tables/database.js");
const { loadTable } = require("../lib/dist/tables/reading/read.js");
const { cleanTable } = require("../lib/dist/tables/cleaning/clean-table.js");
const { makeBankFeatures } = require("../lib/dist/tables/features/bank-features.js");
const { writeParquet } = require("../lib/dist/tables/parquet.js");
const { openWorkspace } = require("../lib/dist/tables/workspace.js");

const [file, schemaFile, out] = process.argv.slice(2);
const schema = JSON.parse(readFileSync(schemaFile, "utf8"));
const workspace = openWorkspace({ CAMPAIGN_LAB_OUT: dirname(out) });
// Nothing here sums doubles, so that the result does not depend on the number of threads.
const database = await openDatabase({ threads: availableParallelism() });
const loaded = await loadTable(database, schema, file);
const cleaned = await cleanTable(database, schema);
await makeBankFeatures(database, cleaned);
await writeParquet(workspace, database, { table: "bank_features", path: basename(out) });
database.close();

/** @type {{ [fault: string]: number }} */
const found = {};
for (const { column, kind, count } of loaded.findings) {
  // The peers look for what is no level; which level a spelling means is ours to know.
  const fault = `${column}: ${kind === "other spelling" ? "unknown level" : kind}`;
  found[fault] = (found[fault] ?? 0) + count;
}
const { version } = require("@duckdb/node-api/package.json");
console.log(
  JSON.stringify({
    version: `campaign-lab (Node ${process.versions.node}, DuckDB ${version})`,
    peak: peakMemory(),
    found,
  }),
);
