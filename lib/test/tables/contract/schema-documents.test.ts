import assert from "node:assert/strict";
import { test } from "node:test";
import { effectVerb } from "../../../tables/contract/schema.js";
import { dataReadme, schemaAsJsonSchema } from "../../../tables/contract/schema-documents.js";
import { parseSchema } from "../../../tables/contract/schema-reader.js";
import { checkoutSchema, SHOP_SCHEMA } from "../files.js";

const shop = parseSchema(SHOP_SCHEMA, "shop.yaml");

test("the data page has a section with a row for every column of every table", () => {
  const page = dataReadme(checkoutSchema());
  assert.equal(page.match(/^## /gm)?.length, 4);
  assert.equal(page.match(/^\| `/gm)?.length, 16 + 8 + 29 + 3);
});

test("a column's row says name, type, meaning, values, missing and role", () => {
  const page = dataReadme(shop);
  assert.ok(page.includes("| `id`, in the file `ID` | text | customer number | any | never | id |"));
  assert.ok(page.includes("| `spend` | number, EUR | spend | 0 to 1000 | nothing spent | value |"));
  assert.ok(
    page.includes("| `arm` | text | arm of the test | mail, none | never | treatment, control none |"),
  );
});

test("a section says how groups were made and which one is the control", () => {
  assert.ok(dataReadme(shop).includes("- Groups: at random; `arm` = none is the control group"));
  assert.ok(dataReadme(checkoutSchema()).includes("none: nothing in this table is the effect of a campaign"));
});

test("a bar in a text does not break the table", () => {
  const page = dataReadme(
    parseSchema(SHOP_SCHEMA.replace("meaning: town", 'meaning: "town | city"'), "shop.yaml"),
  );
  assert.ok(page.includes("town \\| city"));
});

test("the JSON schema describes each row with types, levels and ranges", () => {
  const document = JSON.parse(schemaAsJsonSchema(shop));
  assert.equal(document.$schema, "https://json-schema.org/draft/2020-12/schema");
  const { properties, required } = document.$defs.shop;
  assert.equal(required.length, 6);
  assert.deepEqual(properties.bought.enum, [0, 1]);
  assert.equal(properties.bought.type, "integer");
  assert.deepEqual(properties.town.enum, ["Bern", "Basel", null]);
  assert.deepEqual([properties.spend.minimum, properties.spend.maximum], [0, 1000]);
  assert.deepEqual(properties.day.type, ["string", "null"]);
  assert.equal(properties.arm["x-control"], "none");
});

test("the page about a reader's own table does not call it synthetic", () => {
  const page = dataReadme(checkoutSchema(), (table) => table !== "marketing_campaign");
  const section = page.slice(
    page.indexOf("## `marketing_campaign.csv`"),
    page.indexOf("## `truth_marketing_campaign.csv`"),
  );
  assert.match(section, /- Source: your own file\n/);
  assert.match(section, /- Rows: as many as your file has\n/);
});

test("a difference is caused only where chance decided who was contacted", () => {
  assert.equal(effectVerb(checkoutSchema(), "campaign_data"), "caused");
  assert.equal(effectVerb(checkoutSchema(), "marketing_campaign"), "went with");
});
