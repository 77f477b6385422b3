import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { existsSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { after, test } from "node:test";
import fc from "fast-check";
import { openDatabase, quoteIdentifier } from "../../tables/database.js";

const opened = openDatabase();
after(async () => (await opened).close());

test("a result comes by columns: numbers as Float64Array, the rest as texts", async () => {
  const database = await opened;
  const table = await database.query(
    "SELECT 7 AS n, CAST('1.75' AS DECIMAL(10,2)) AS money, 'a' AS t, DATE '2012-02-29' AS day, TRUE AS yes",
    {},
    "mixed",
  );
  assert.equal(table.name, "mixed");
  assert.equal(table.rows, 1);
  assert.deepEqual(table.columns.n, Float64Array.of(7));
  assert.deepEqual(table.columns.money, Float64Array.of(1.75));
  assert.deepEqual(table.columns.t, ["a"]);
  assert.deepEqual(table.columns.day, ["2012-02-29"]);
  assert.deepEqual(table.columns.yes, ["true"]);
});

test("a missing number is NaN and a missing text is null", async () => {
  const database = await opened;
  const { columns } = await database.query("SELECT CAST(NULL AS DOUBLE) AS n, CAST(NULL AS VARCHAR) AS t");
  assert.deepEqual(columns.n, Float64Array.of(Number.NaN));
  assert.deepEqual(columns.t, [null]);
});

test("a result without rows has its columns", async () => {
  const { rows, columns } = await (await opened).query("SELECT 1 AS n, 'a' AS t WHERE 1 = 0");
  assert.equal(rows, 0);
  assert.deepEqual(columns, { n: new Float64Array(0), t: [] });
});

test("a result larger than one chunk keeps its order", async () => {
  const { rows, columns } = await (await opened).query(
    "SELECT range AS n, 'x' || range AS t FROM range(5000)",
  );
  assert.equal(rows, 5000);
  assert.equal(columns.n[4999], 4999);
  assert.equal(columns.t[4999], "x4999");
});

test("sums and counts of integers arrive as numbers", async () => {
  const { columns } = await (await opened).query("SELECT SUM(range) AS s, COUNT(*) AS n FROM range(5)");
  assert.deepEqual(columns, { s: Float64Array.of(10), n: Float64Array.of(5) });
});

test("parameters are values, whatever they contain", async () => {
  const { columns } = await (await opened).query("SELECT $t AS t, $n + 1 AS n", {
    t: "'; DROP TABLE x; --",
    n: 1.5,
  });
  assert.deepEqual(columns, { t: ["'; DROP TABLE x; --"], n: Float64Array.of(2.5) });
});

test("the session is in UTC and on one thread", async () => {
  const { columns } = await (await opened).query(
    "SELECT current_setting('TimeZone') AS zone, current_setting('threads') AS threads",
  );
  assert.deepEqual(columns, { zone: ["UTC"], threads: Float64Array.of(1) });
});

test("memory is limited, and what does not fit goes into the database's own folder", async () => {
  const database = await opened;
  const { columns } = await database.query(
    "SELECT current_setting('memory_limit') AS memory, current_setting('temp_directory') AS spilled",
  );
  assert.deepEqual(columns, { memory: ["572.2 MiB"], spilled: [join(database.folder, "spilled")] });
});

test("the folder of a database goes when it is closed", async () => {
  const database = await openDatabase();
  writeFileSync(join(database.folder, "table.parquet"), "");
  database.close();
  assert.equal(existsSync(database.folder), false);
});

test("the folder of a database that stays open goes with the process", () => {
  const module = join(__dirname, "../../tables/database.js");
  const script = `require(${JSON.stringify(module)}).openDatabase().then(({ folder }) => console.log(folder))`;
  const { stdout } = spawnSync(process.execPath, ["-e", script], { encoding: "utf8" });
  assert.match(stdout, /campaign-lab-/);
  assert.equal(existsSync(stdout.trim()), false);
});

test("run returns the number of rows written", async () => {
  const database = await opened;
  await database.run("CREATE OR REPLACE TABLE written (n INTEGER)");
  assert.equal(await database.run("INSERT INTO written SELECT range FROM range(3)"), 3);
});

test("a table that was loaded comes back the same", async () => {
  const database = await opened;
  const cell = fc.record({
    number: fc.double({ noDefaultInfinity: true }),
    text: fc.option(fc.string({ unit: "binary" })),
  });
  await fc.assert(
    fc.asyncProperty(fc.array(cell, { minLength: 1, maxLength: 5 }), async (cells) => {
      const columns = {
        "a number": Float64Array.from(cells, (c) => c.number),
        'a "text"': cells.map((c) => c.text),
      };
      await database.load("loaded", { name: "loaded", rows: cells.length, columns });
      assert.deepEqual((await database.query("SELECT * FROM loaded")).columns, columns);
    }),
    { numRuns: 50, seed: 1 },
  );
});

test("a table of many chunks is loaded whole", async () => {
  const database = await opened;
  const n = Float64Array.from({ length: 5000 }, (_, i) => i);
  await database.load("long", { name: "long", rows: 5000, columns: { n } });
  assert.deepEqual((await database.query("SELECT n FROM long")).columns.n, n);
});

test("a whole number beyond 2^53 is an error, not a nearby number", async () => {
  const database = await opened;
  const beyond = database.query("SELECT CAST('9007199254740993' AS BIGINT) AS id");
  await assert.rejects(beyond, /column "id": 9007199254740993 is beyond 2\^53/);
});

test("an identifier with a quote is quoted", () => {
  assert.equal(quoteIdentifier('a"b'), '"a""b"');
});
