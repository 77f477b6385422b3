import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { resolve } from "node:path";
import { test } from "node:test";
import { Ajv2020 } from "ajv/dist/2020.js";
import { schemaAsJsonSchema } from "../../../tables/contract/json-schema.js";
import { parseSchema } from "../../../tables/contract/schema-reader.js";
import { HILLSTROM_SCHEMA } from "../examples.js";
import { checkoutSchema, SHOP_SCHEMA } from "../files.js";

const shop = JSON.parse(schemaAsJsonSchema(parseSchema(SHOP_SCHEMA, "shop.yaml")));
/** Keys that begin with x- are unknown to JSON Schema, which is what they are for. */
const ajv = new Ajv2020({ strict: false, validateFormats: false });

test("data/data_schema.json is the schema as it is (else: npm run report)", () => {
  const kept = readFileSync(resolve(__dirname, "../../../../../data/data_schema.json"), "utf8");
  assert.ok(schemaAsJsonSchema(checkoutSchema()) === kept, "data_schema.yaml has changed since");
});

test("it is a valid schema of draft 2020-12", () => {
  assert.equal(shop.$schema, "https://json-schema.org/draft/2020-12/schema");
  assert.ok(ajv.validateSchema(JSON.parse(schemaAsJsonSchema(checkoutSchema()))), ajv.errorsText());
});

test("texts that mean an empty cell are listed where there are some", () => {
  const text = SHOP_SCHEMA.replace("    columns:", "    missing_as: [NA]\n    columns:");
  const { $defs } = JSON.parse(schemaAsJsonSchema(parseSchema(text, "shop.yaml")));
  assert.deepEqual([$defs.shop["x-missing-as"], shop.$defs.shop["x-missing-as"]], [["NA"], undefined]);
});

test("each row is described with types, levels and ranges", () => {
  const { properties, required } = shop.$defs.shop;
  assert.equal(required.length, 6);
  assert.deepEqual([properties.bought.type, properties.bought.enum], ["integer", [0, 1]]);
  assert.deepEqual(properties.town.enum, ["Bern", "Basel", null]);
  assert.deepEqual([properties.spend.minimum, properties.spend.maximum], [0, 1000]);
  assert.deepEqual(properties.day.type, ["string", "null"]);
  assert.equal(properties.arm["x-control"], "none");
  assert.deepEqual(properties.town["x-spellings"], { Berne: "Bern" });
});

test("a sound row passes, and each fault is found", () => {
  const validate = ajv.compile(shop.$defs.shop);
  const row = { id: "a", arm: "mail", bought: 1, spend: 10.5, day: "2024-02-29", town: null };
  assert.ok(validate(row), ajv.errorsText(validate.errors));
  for (const fault of [{ id: null }, { arm: "phone" }, { bought: 2 }, { spend: -1 }, { town: "Rome" }]) {
    assert.equal(validate({ ...row, ...fault }), false, JSON.stringify(fault));
  }
  const { spend: _, ...without } = row;
  assert.equal(validate(without), false);
});

test("an optional column may be null or absent, also when it is an outcome", () => {
  const optional = SHOP_SCHEMA.replace("role: outcome,", "role: outcome, optional: true,");
  const { $defs } = JSON.parse(schemaAsJsonSchema(parseSchema(optional, "x")));
  const validate = ajv.compile($defs.shop);
  const row = { id: "a", arm: "mail", spend: null, day: null, town: null };
  for (const bought of [{}, { bought: null }, { bought: 1 }]) {
    assert.ok(validate({ ...row, ...bought }), ajv.errorsText(validate.errors));
  }
  assert.equal(validate({ ...row, bought: 2 }), false);
});

test("what JSON Schema has no word for is there as well", () => {
  const { hillstrom } = JSON.parse(schemaAsJsonSchema(parseSchema(HILLSTROM_SCHEMA, "x"))).$defs;
  assert.equal(hillstrom["x-assignment"], "random");
  assert.deepEqual(hillstrom["x-key"], []);
  assert.deepEqual(hillstrom["x-key-figures"]["visited without an e-mail"], {
    mean: "visit",
    where: { segment: "No E-Mail" },
    is: 0.106167,
  });
});

test("money is a number, a duration one of whole seconds, a datetime a text", () => {
  const types = SHOP_SCHEMA.replace("type: number", "type: money").replace("type: date", "type: datetime");
  const { spend, day } = JSON.parse(schemaAsJsonSchema(parseSchema(types, "x"))).$defs.shop.properties;
  assert.deepEqual([spend.type, spend["x-type"]], [["number", "null"], "money"]);
  assert.deepEqual([day.type, day.format, day["x-type"]], [["string", "null"], undefined, "datetime"]);
  const timed = SHOP_SCHEMA.replace("type: number, unit: EUR", "type: duration, unit: seconds");
  assert.equal(
    JSON.parse(schemaAsJsonSchema(parseSchema(timed, "x"))).$defs.shop.properties.spend.type[0],
    "integer",
  );
});

test("cleaning is listed where something is declared", () => {
  const filled = SHOP_SCHEMA.replace(
    "range: [0, 1000]",
    "range: [0, 1000], fill: median, winsorise: [0.01, 0.99]",
  );
  const { spend, town } = JSON.parse(schemaAsJsonSchema(parseSchema(filled, "x"))).$defs.shop.properties;
  assert.deepEqual(spend["x-cleaning"], {
    fill: { by: "median", within: null },
    winsorise: { low: 0.01, high: 0.99 },
  });
  assert.equal(town["x-cleaning"], undefined);
});
