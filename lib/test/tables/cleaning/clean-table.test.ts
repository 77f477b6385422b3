import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { quantile } from "../../../statistics/quantiles.js";
import { seededRandom } from "../../../statistics/random.js";
import { bankCampaign } from "../../../synthetic/bank/campaign.js";
import { crmCustomers } from "../../../synthetic/shop/customers.js";
import {
  type CleanedTable,
  cleanTable,
  cleanTables,
  fileNames,
} from "../../../tables/cleaning/clean-table.js";
import type { CleaningStep } from "../../../tables/cleaning/cleaning.js";
import type { TableSchema } from "../../../tables/contract/schema.js";
import { parseSchema } from "../../../tables/contract/schema-reader.js";
import { type Database, openDatabase } from "../../../tables/database.js";
import { csvText } from "../../../tables/write.js";
import type { Column } from "../../../types.js";
import { near } from "../../near.js";
import { rowAt } from "../files.js";
import { crmText, databaseWith, schemaOf } from "../loaded.js";

const crm = schemaOf("marketing_campaign");
const bank = schemaOf("campaign_data");

/** A table of an experiment; each test says how its columns are repaired. */
function visits(rules: Readonly<Record<string, string>>): TableSchema {
  const column = (name: string, keys: string): string =>
    `      ${name}: { ${keys}, meaning: for the test, missing: not known${rules[name] ? `, ${rules[name]}` : ""} }`;
  const text = `
tables:
  visits:
    { title: Visits, file: visits.csv, family: test, currency: USD, grain: one row per visit, key: [id], assignment: random, source: test,
    columns: {
${[
  column("id", "type: text, role: id"),
  column("arm", "type: text, role: treatment, levels: [mail, none], control: none"),
  column("bought", "type: integer, role: outcome, levels: [0, 1]"),
  column("town", "type: text, role: segment, levels: [Bern, Basel]"),
  column("spend", "type: money, file: Spend USD, role: value, range: [0, 100]"),
  column("age", "type: integer, role: feature, range: [18, null]"),
  column("score", "type: number, role: feature"),
].join(",\n")}
    } }
`;
  return parseSchema(text, "visits.yaml").tables[0];
}

/** Loads visits, each as "town,spend,age,score", and cleans them. */
async function cleanVisits(
  rules: Readonly<Record<string, string>>,
  ...rows: readonly string[]
): Promise<{ database: Database; cleaned: CleanedTable; values: (name: string) => Promise<Column> }> {
  const schema = visits(rules);
  const lines = rows.map((row, i) => `v${i},${i % 2 === 0 ? "mail" : "none"},${i % 2},${row}`);
  const database = await databaseWith(
    schema,
    `id,arm,bought,town,Spend USD,age,score\n${lines.join("\n")}\n`,
  );
  const cleaned = await cleanTable(database, schema);
  const values = async (name: string): Promise<Column> =>
    (await database.query(`SELECT ${name} FROM ${cleaned.table} ORDER BY record_number`)).columns[name];
  return { database, cleaned, values };
}

function stepOf({ steps }: CleanedTable, start: string): CleaningStep {
  return steps.find(({ rule }) => rule.startsWith(start))!;
}

test("the rules of the CRM table change what they say and count it", async () => {
  const customers: Record<string, number | string>[] = [
    { Income: "" },
    { Income: 10, Education: "2n Cycle" },
    { Income: 30, Marital_Status: "YOLO" },
  ];
  const database = await databaseWith(crm, crmText(...customers, { Year_Birth: 1899 }));
  const cleaned = await cleanTable(database, crm);
  const table = await database.query("SELECT * FROM marketing_campaign_clean ORDER BY record_number");
  assert.deepEqual(table.columns.education, ["Phd", "2N Cycle", "Phd"]);
  assert.deepEqual(table.columns.marital_status, ["Single", "Single", "Yolo"]);
  assert.deepEqual(table.columns.income_missing, Float64Array.of(1, 0, 0));
  // Incomes 1, 10 and 30 before the row of 1899 is set aside: the median is 10.
  assert.equal(table.columns.income[0], 10);
  assert.match(stepOf(cleaned, "fill").sql, /COALESCE\(income, 10\) AS income_filled/);
  assert.deepEqual(
    cleaned.steps.map(({ rule, rowsTouched, rowsAfter }) => [rule, rowsTouched, rowsAfter]),
    [
      ["write education and marital_status in title case", 4, 4],
      ["fill a missing income with the median, 10", 1, 4],
      ["set aside year_birth outside of 1945 to 2007", 1, 3],
      ["set aside rows without a needed value", 0, 3],
      ["winsorise at the percentiles 1 and 99", 1, 3],
    ],
  );
  database.close();
});

test("a row that is set aside keeps its values as they were loaded and says why", async () => {
  const text = crmText(
    { ID: 7, Year_Birth: 1899, Income: "", Education: "graduation" },
    { MntWines: "" },
    { Year_Birth: "" },
    {},
  );
  const database = await databaseWith(crm, text);
  const { rows, rowsSetAside } = await cleanTable(database, crm);
  assert.deepEqual([rows, rowsSetAside], [1, 3]);
  const aside = await database.query(
    "SELECT record_number, id, income, education, reason FROM marketing_campaign_set_aside",
  );
  assert.deepEqual(rowAt(aside, 0), {
    record_number: 2,
    id: 7,
    income: null,
    education: "graduation",
    reason: "year_birth outside of 1945 to 2007",
  });
  assert.deepEqual(aside.columns.reason.slice(1), ["mnt_wines is missing", "year_birth is missing"]);
  database.close();
});

test("winsorising sets extremes to the percentile by linear interpolation", async () => {
  // Values 1 … 101: the 1st percentile lies at position 1 of 100 steps, so it is 2, and the 99th is 100.
  const customers = Array.from({ length: 101 }, (_, i) => ({ MntWines: i + 1 }));
  const database = await databaseWith(crm, crmText(...customers));
  const cleaned = await cleanTable(database, crm);
  const { columns } = await database.query(
    "SELECT mnt_wines FROM marketing_campaign_clean ORDER BY record_number",
  );
  assert.deepEqual([columns.mnt_wines[0], columns.mnt_wines[50], columns.mnt_wines[100]], [2, 51, 100]);
  assert.equal(stepOf(cleaned, "winsorise").rowsTouched, 2);
  database.close();
});

test("the bank's levels are written in one spelling, a missing region is Unknown and a low income is flagged", async () => {
  const { data } = bankCampaign({ rows: 500, random: seededRandom(3) });
  const region = (data.columns.region as readonly string[]).map((level, i) => (i === 0 ? null : level));
  const income = (data.columns.income as Float64Array).map((value, i) => (i === 1 ? 14_999 : value));
  const columns = { ...data.columns, region, income };
  const database = await databaseWith(bank, csvText({ ...data, columns }));
  const cleaned = await cleanTable(database, bank);
  assert.deepEqual([cleaned.rows, cleaned.rowsSetAside], [500, 0]);
  assert.deepEqual(cleaned.flags, ["region_missing", "income_outside"]);
  const levels = async (column: string): Promise<Column> =>
    (await database.query(`SELECT DISTINCT ${column} AS level FROM campaign_data_clean ORDER BY level`))
      .columns.level;
  assert.deepEqual(await levels("gender"), ["Female", "Male", "Other"]);
  assert.deepEqual(await levels("channel"), ["App Notification", "Email", "Phone", "SMS"]);
  assert.deepEqual(await levels("region"), ["East", "North", "South", "Unknown", "West"]);
  const genders = data.columns.gender as readonly string[];
  const misspelt = genders.filter((gender) => gender === "man" || gender === "female").length;
  assert.equal(stepOf(cleaned, "write gender").rowsTouched, misspelt);
  assert.equal(stepOf(cleaned, "fill a missing region with Unknown").rowsTouched, 1);
  assert.equal(stepOf(cleaned, "flag income below 15000").rowsTouched, 1);
  const low = await database.query("SELECT income, income_outside FROM campaign_data_clean LIMIT 3");
  assert.deepEqual([low.columns.income[1], [...low.columns.income_outside]], [14_999, [0, 1, 0]]);
  database.close();
});

test("a gap gets the median of its group, and of all rows where the group has none", async () => {
  const town = "spellings: { Berne: Bern }";
  const { database, cleaned, values } = await cleanVisits(
    { town, spend: "fill: { median_by: town }", age: "fill: median" },
    "Bern,$1.00,20,",
    "Berne,$2.02,21,",
    "Bern,,,",
    "Basel,,20,",
    ",,20,",
    ",$9.00,20,",
  );
  // Spend in Bern 1.00 and 2.02; Basel has none, so the median of 1.00, 2.02 and 9.00.
  assert.deepEqual([...(await values("spend"))], [1, 2.02, 1.51, 2.02, 2.02, 9]);
  assert.deepEqual([...(await values("spend_missing"))], [0, 0, 1, 1, 1, 0]);
  assert.equal((await values("age"))[2], 20);
  const step = stepOf(cleaned, "fill a missing spend");
  assert.equal(
    step.rule,
    "fill a missing spend with the median of its town; in 2 rows without such a group the median, 2.02",
  );
  assert.match(step.sql, /COALESCE\(spend, CASE town_spelt WHEN 'Bern' THEN 1\.51 ELSE 2\.02 END\)/);
  assert.deepEqual([step.rowsTouched, step.columns], [3, ["spend", "spend_missing"]]);
  database.close();
});

test("groups of which none has a value, and fixed values of every type, are filled too", async () => {
  const { database, values } = await cleanVisits(
    { spend: "fill: { median_by: town }", age: "fill: { value: 30 }", score: "fill: { value: 0.1 }" },
    "Bern,,,",
    ",$4.00,40,",
  );
  assert.deepEqual([...(await values("spend"))], [4, 4]);
  assert.deepEqual([...(await values("age"))], [30, 40]);
  assert.deepEqual([...(await values("score"))], [0.1, 0.1]);
  database.close();
});

test("what is out of range is kept, flagged or set aside as declared, and missing is not out of range", async () => {
  const rules = { spend: "outside: flag", age: "outside: set aside, needed: false" };
  const { database, cleaned, values } = await cleanVisits(
    rules,
    "Bern,$101,17,",
    "Bern,$-1,18,",
    "Bern,$100,,",
    "Bern,,19,",
  );
  assert.deepEqual([...(await values("spend_outside"))], [1, 0, 0]);
  assert.deepEqual(
    cleaned.steps.map(({ rule, rowsTouched }) => [rule, rowsTouched]),
    [
      ["flag spend outside of 0 to 100", 2],
      ["set aside age below 18", 1],
    ],
  );
  database.close();
});

test("a level in other case is repaired without a declared spelling, an unknown one stays, both are texts", async () => {
  const { database, cleaned, values } = await cleanVisits({}, "bern,,,", "Absurd,,,", "O'Hara,,,");
  assert.deepEqual(await values("town"), ["Bern", "Absurd", "O'Hara"]);
  assert.deepEqual(
    cleaned.steps.map(({ rule }) => rule),
    ["write town in one spelling"],
  );
  database.close();
});

test("title case and one spelling agree on a level with an apostrophe in it", async () => {
  const rules = { town: `case: title, spellings: { "o'hara's": Bern }` };
  const { database, cleaned, values } = await cleanVisits(rules, "o'hara's,,,", "BASEL,,,", "bAD rAGAZ,,,");
  assert.deepEqual(await values("town"), ["Bern", "Basel", "Bad Ragaz"]);
  assert.deepEqual(
    cleaned.steps.map(({ rowsTouched }) => rowsTouched),
    [3, 1],
  );
  database.close();
});

test("a table without a rule is passed on as it is, a declared rule without work is listed", async () => {
  const none = await cleanVisits({}, "Bern,$1,20,0.5", "Bern,,,");
  assert.deepEqual([none.cleaned.steps, none.cleaned.rows, none.cleaned.rowsSetAside], [[], 2, 0]);
  const idle = await cleanVisits(
    { town: "spellings: { Berne: Bern }", age: "needed: true" },
    "Bern,$1,20,0.5",
    "Basel,$1,20,",
  );
  assert.deepEqual(
    idle.cleaned.steps.map(({ rowsTouched }) => rowsTouched),
    [0, 0],
  );
  none.database.close();
  idle.database.close();
});

test("a missing ratio is computed, flagged and counted where both columns are known and the denominator is not zero", async () => {
  const schema = visits({ score: "fill: { ratio_of: [age, id] }" });
  const database = await databaseWith(
    schema,
    "id,arm,bought,town,Spend USD,age,score\n2,mail,1,Bern,$2,3,\n4,none,0,Bern,,,\n0,none,0,Bern,,5,\n8,mail,0,Bern,,5,9\n",
  );
  const [cleaned] = await cleanTables(database, { tables: [schema] }, [{ table: "visits" }]);
  const { columns } = await database.query("SELECT score, score_missing FROM visits_clean");
  assert.deepEqual(Object.entries(fileNames(cleaned)).slice(4), [
    ["spend", "Spend USD"],
    ["age", "age"],
    ["score", "score"],
    ["score_missing", "score_missing"],
  ]);
  assert.deepEqual([...columns.score], [1.5, Number.NaN, Number.NaN, 9]);
  assert.deepEqual([...columns.score_missing], [1, 0, 0, 0]);
  const step = cleaned.steps.find(({ columns: [first] }) => first === "score");
  assert.deepEqual([step?.rule, step?.rowsTouched], ["fill a missing score with age by id", 1]);
  await assert.rejects(
    cleanTables(database, { tables: [schema] }, [{ table: "sales" }]),
    /table "sales": not in the schema/,
  );
  database.close();
});

test("no customer is lost, none becomes another one, and a second cleaning makes the same table", async () => {
  const { data } = crmCustomers({ rows: 400, random: seededRandom(3) });
  const database = await databaseWith(crm, csvText(data));
  const read = (table: string) => database.query(`SELECT * FROM ${table}`);
  const { rows, rowsSetAside, steps } = await cleanTable(database, crm);
  assert.equal(rows + rowsSetAside, 400);
  for (const step of steps) assert.ok(step.rowsAfter <= step.rowsBefore);
  const [clean, aside] = [await read("marketing_campaign_clean"), await read("marketing_campaign_set_aside")];
  const records = [...clean.columns.record_number, ...aside.columns.record_number].map(Number);
  assert.deepEqual(
    records.sort((a, b) => a - b),
    Array.from({ length: 400 }, (_, i) => i + 2),
  );
  const untouched = await database.query(
    "SELECT COUNT(*) AS n FROM marketing_campaign JOIN marketing_campaign_clean AS c USING (record_number, id, response, dt_customer)",
  );
  assert.equal(untouched.columns.n[0], rows);
  await cleanTable(database, crm);
  assert.deepEqual(await read("marketing_campaign_clean"), clean);
  database.close();
});

test("winsorised values are those of a calculation in memory", async () => {
  const database = await openDatabase();
  const schema = visits({ score: "winsorise: [0.07, 0.8]" });
  await fc.assert(
    fc.asyncProperty(
      fc.array(fc.double({ min: -1e6, max: 1e6, noNaN: true }), { minLength: 1, maxLength: 40 }),
      async (scores) => {
        const rows = scores.length;
        const text = (value: string): string[] => Array(rows).fill(value);
        await database.load("visits", {
          name: "visits",
          rows,
          columns: {
            record_number: Float64Array.from(scores, (_, i) => i + 2),
            ...{
              id: text("v"),
              arm: text("mail"),
              bought: text("0"),
              town: text("Bern"),
              spend: text("1"),
              age: text("1"),
            },
            score: Float64Array.from(scores),
          },
        });
        const { steps } = await cleanTable(database, schema);
        assert.equal(steps[0].rule, "winsorise at the percentiles 7 and 80");
        const { columns } = await database.query("SELECT score FROM visits_clean");
        const [low, high] = [quantile(scores, 0.07), quantile(scores, 0.8)];
        for (const [i, score] of scores.entries())
          near(Number(columns.score[i]), Math.min(Math.max(score, low), high), 1e-6);
      },
    ),
    { numRuns: 30, seed: 1 },
  );
  database.close();
});

test("cleaning that would leave no row is refused", async () => {
  const database = await databaseWith(crm, crmText({ Year_Birth: 1899 }));
  await assert.rejects(
    cleanTable(database, crm),
    /cleaning rule "set aside year_birth outside of 1945 to 2007": no row of 1 is left/,
  );
  database.close();
});

test("a median of nothing is refused", async () => {
  const database = await databaseWith(crm, crmText({ Income: "" }));
  await assert.rejects(cleanTable(database, crm), /column "income": every value is missing, no percentile/);
  database.close();
});

test("an optional column that the file does not have needs no rule, and the others keep theirs", async () => {
  const rules = {
    spend: "fill: median, needed: true, optional: true",
    score: "winsorise: [0, 1], optional: true",
  };
  const schema = visits({ ...rules, age: "fill: { median_by: town }" });
  const database = await databaseWith(schema, "id,arm,bought,town,age\na,mail,1,Bern,20\nb,none,0,Bern,\n");
  const { steps, flags, rows } = await cleanTable(database, schema);
  assert.deepEqual(
    steps.map(({ rule }) => rule),
    ["fill a missing age with the median of its town"],
  );
  assert.deepEqual([flags, rows], [["age_missing"], 2]);
  const { columns } = await database.query("SELECT spend, score FROM visits_clean");
  assert.ok([...columns.spend, ...columns.score].every(Number.isNaN));
  database.close();
});

test("a flag that is a column of the table already is refused", async () => {
  const schema = visits({ spend: "fill: median" });
  const columns = schema.columns.map((c) => (c.name === "score" ? { ...c, name: "spend_missing" } : c));
  const taken = { ...schema, columns };
  const database = await databaseWith(
    taken,
    "id,arm,bought,town,Spend USD,age,score\na,mail,1,Bern,$2,20,1\nb,none,0,,,,\n",
  );
  await assert.rejects(
    cleanTable(database, taken),
    /cleaning rule "fill a missing spend with the median, 2.00": visits has a spend_missing already/,
  );
  database.close();
});

test("a column of ten thousand different texts has no levels to write in title case", async () => {
  const database = await openDatabase();
  const schema = visits({ town: "case: title" });
  await database.run(
    `CREATE TABLE visits AS SELECT i AS record_number, 'v' AS id, 'mail' AS arm, 0 AS bought, 't' || i AS town,
1 AS spend, 20 AS age, 1 AS score FROM range(10001) AS r(i)`,
  );
  await assert.rejects(
    cleanTable(database, schema),
    /table visits, column "town": more than 10000 different texts, too many for levels and title case/,
  );
  database.close();
});
