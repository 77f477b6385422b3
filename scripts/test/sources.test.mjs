import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { checkSources } from "../sources.mjs";
import { temporaryFolder, writeFiles } from "./temporary.mjs";

const MAIL = "customer,group,bought\na,mail,1\nb,none,0\nc,mail,0\n";

/**
 * A reader's folder with one file that no schema describes, and an out folder.
 *
 * @param {import("node:test").TestContext} context
 * @param {string} content
 */
function ownFolder(context, content) {
  const folder = temporaryFolder(context);
  const [data, out] = [join(folder, "my data"), join(folder, "out")];
  writeFiles(data, { "mail.csv": content });
  return { out, environment: { CAMPAIGN_LAB_DATA: data, CAMPAIGN_LAB_OUT: out } };
}

test("files that no schema describes get a schema to start from, and the way to use it", async (context) => {
  const { out, environment } = ownFolder(context, MAIL);
  const path = join(out, "data_schema.yaml");
  await assert.rejects(checkSources(environment), (/** @type {Error} */ { name, message }) => {
    const lines = message.split("\n");
    assert.equal(name, "Problem");
    assert.match(lines[0], /^data folder my data: no file belongs to a table\. Found mail\.csv; expected /);
    assert.equal(lines[1], "  mail.csv: customer text, group text, bought integer");
    assert.ok(lines[2].startsWith(`A schema to start from is in ${path}: `), lines[2]);
    assert.equal(lines[3], `  npm start -- --data "${environment.CAMPAIGN_LAB_DATA}" --schema "${path}"`);
    return true;
  });
  await checkSources({ ...environment, CAMPAIGN_LAB_SCHEMA: path });
});

test("a schema that the reader has begun to complete is never overwritten", async (context) => {
  const { out, environment } = ownFolder(context, MAIL);
  writeFiles(out, { "data_schema.yaml": "mine" });
  await assert.rejects(checkSources(environment), /data_schema_2\.yaml/);
  assert.deepEqual(readdirSync(out).sort(), ["data_schema.yaml", "data_schema_2.yaml"]);
  assert.equal(readFileSync(join(out, "data_schema.yaml"), "utf8"), "mine");
});

test("a file that cannot be read is a line, and nothing is written", async (context) => {
  const { out, environment } = ownFolder(context, "");
  await assert.rejects(checkSources(environment), /\n {2}mail\.csv: the file is empty$/);
  assert.throws(() => readdirSync(out), { code: "ENOENT" });
});
