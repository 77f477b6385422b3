// Writes the table of the bank campaign with so many rows: node pipeline-file.mjs ROWS FILE. A process of its own, so
// that its memory is not that of what is measured.
import { closeSync, openSync, renameSync, writeSync } from "node:fs";
import { createRequire } from "node:module";

const require = createRequire(import.meta.url);
const { bankCampaignChunks } = require("../lib/dist/synthetic/bank/campaign.js");
const { seededRandom } = require("../lib/dist/statistics/random.js");
const { csvText } = require("../lib/dist/tables/write.js");

const [rows, file] = process.argv.slice(2);
const unfinished = `${file}.part`;
const handle = openSync(unfinished, "w");
let isFirst = true;
for (const { data } of bankCampaignChunks({ rows: Number(rows), random: seededRandom("bench") })) {
  const text = csvText(data);
  writeSync(handle, isFirst ? text : text.slice(text.indexOf("\n") + 1));
  isFirst = false;
}
closeSync(handle);
renameSync(unfinished, file);
