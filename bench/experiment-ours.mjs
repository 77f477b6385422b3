// The experiment of a bank campaign with campaign-lab: read the file, then analyse it from the table that was read.
// node experiment-ours.mjs FILE
import { createRequire } from "node:module";
import { availableParallelism } from "node:os";
import { join } from "node:path";
import { checkout } from "../scripts/folders.mjs";
import { peakMemory } from "./measure.mjs";

const require = createRequire(import.meta.url);
const { analyseExperiment } = require("../lib/dist/experiments/analysis/analyse.js");
const { readSchema } = require("../lib/dist/tables/contract/schema-reader.js");
const { tableSchema } = require("../lib/dist/tables/contract/schema.js");
const { openDatabase } = require("../lib/dist/tables/database.js");
const { experimentSummary } = require("../lib/dist/tables/features/experiment.js");
const { loadTable } = require("../lib/dist/tables/reading/read.js");

const [file] = process.argv.slice(2);
const table = tableSchema(readSchema(join(checkout, "data", "data_schema.yaml")), "campaign_data");
// The key figures are of a table of its usual size.
const schema = { ...table, keyFigures: [] };
const database = await openDatabase({ threads: availableParallelism() });

/**
 * @template T
 * @param {() => T | Promise<T>} work
 * @returns {Promise<{ result: T, seconds: number }>}
 */
async function timed(work) {
  const begin = performance.now();
  const result = await work();
  return { result, seconds: (performance.now() - begin) / 1000 };
}

const read = await timed(() => loadTable(database, schema, file));
const summary = await timed(() => experimentSummary(database, schema));
const analysis = await timed(() => analyseExperiment(summary.result));
database.close();

const { metrics, arms, cells } = summary.result;
console.log(
  JSON.stringify({
    rows: read.result.rows,
    metrics: metrics.length,
    arms: arms.length,
    segments: cells.length / metrics.length / arms.length - 1,
    seconds: { read: read.seconds, summary: summary.seconds, analysis: analysis.seconds },
    peak: peakMemory(),
  }),
);
