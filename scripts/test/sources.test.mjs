import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
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

/**
 * What is said to the reader from now on.
 *
 * @param {import("node:test").TestContext} context
 * @returns {string[]}
 */
function linesOf(context) {
  /** @type {string[]} */
  const lines = [];
  context.mock.method(console, "log", (/** @type {string} */ line) => lines.push(line));
  return lines;
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
    const { CAMPAIGN_LAB_DATA: data, CAMPAIGN_LAB_OUT: out } = environment;
    assert.equal(lines[3], `  npm start -- --data "${data}" --schema "${path}" --out "${out}"`);
    return true;
  });
  const said = linesOf(context);
  await checkSources({ ...environment, CAMPAIGN_LAB_SCHEMA: path });
  assert.equal(said[0], "your tables: mail");
  assert.equal(said[said.length - 1], "mail.csv: 3 rows, 3 columns");
});

test("two columns that both say who was contacted are refused at the second, with its line in the schema", async (context) => {
  const { out, environment } = ownFolder(context, MAIL);
  const path = join(out, "data_schema.yaml");
  await assert.rejects(checkSources(environment), { name: "Problem" });
  const [started, treatment] = [readFileSync(path, "utf8"), "role: treatment, control: "];
  const twice = started
    .replace(/(customer: .*)role: \w+,/, `$1${treatment}a,`)
    .replace(/(bought: .*)role: \w+,/, `$1${treatment}0,`);
  const levels = twice.replace("control: a,", 'control: a, levels: ["a", "b", "c"],');
  writeFiles(out, { "data_schema.yaml": levels });
  const line = levels.split("\n").findIndex((text) => text.startsWith("      bought:")) + 1;
  await assert.rejects(checkSources({ ...environment, CAMPAIGN_LAB_SCHEMA: path }), {
    name: "Problem",
    message: `data_schema.yaml line ${line}: tables.mail.columns.bought.role: two treatments, customer and bought: a table has one at most`,
  });
});

test("columns that a file may lack are named and are no fault", async (context) => {
  const { environment } = ownFolder(context, MAIL);
  const column = "type: integer, meaning: x, role: feature, missing: not known";
  const schema = `tables:
  mail:
    { title: t, file: mail.csv, family: own, currency: EUR, grain: customer, assignment: none, source: own, columns: {
      customer: { type: text, meaning: x, role: id, missing: never },
      bought: { ${column}, optional: true, range: [0, 0] }, visits: { ${column}, optional: true }, age: { ${column}, optional: true } } }
`;
  writeFiles(environment.CAMPAIGN_LAB_DATA, { "data_schema.yaml": schema });
  const said = linesOf(context);
  await checkSources(environment);
  const size = "mail.csv: 3 rows, 2 columns; in 1 of them values are missing or unexpected";
  assert.equal(said[said.length - 1], `${size}; without visits, age, which may be absent`);
});

test("a file given as the folder is named as one", async (context) => {
  const { environment } = ownFolder(context, MAIL);
  const file = join(environment.CAMPAIGN_LAB_DATA, "mail.csv");
  await assert.rejects(checkSources({ ...environment, CAMPAIGN_LAB_DATA: file }), {
    name: "Problem",
    message: "data folder mail.csv: is a file; give the folder that it lies in",
  });
});

test("a command that meets such files ends with exit code 1 and no stack", (context) => {
  const { out, environment } = ownFolder(context, MAIL);
  const [command, sources] = ["../command.mjs", "../sources.mjs"].map(
    (path) => new URL(path, import.meta.url),
  );
  const program = `import { runCommand } from "${command}";
import { checkSources } from "${sources}";
runCommand(async () => ({ main: () => checkSources(process.env).then(() => 0) }));`;
  const { status, stderr } = spawnSync(process.execPath, ["--input-type=module", "-e", program], {
    env: { ...process.env, ...environment },
    encoding: "utf8",
  });
  assert.equal(status, 1);
  assert.match(stderr, /^data folder my data: no file belongs to a table\./);
  assert.doesNotMatch(stderr, /\n {4}at /);
  assert.deepEqual(readdirSync(out), ["data_schema.yaml"]);
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
