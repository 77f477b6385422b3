import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join, resolve } from "node:path";
import { after } from "node:test";
import type { Schema, TableSchema } from "../../tables/contract/schema.js";
import { parseSchema, readSchema } from "../../tables/contract/schema-reader.js";
import type { Column, Table } from "../../types.js";

/** The schema of the checkout, seen from lib/dist/test/tables. */
export function checkoutSchema(): Schema {
  return readSchema(resolve(__dirname, "../../../../data/data_schema.yaml"));
}

/** The schema for tables of another size than those that its key figures are of. */
export function withoutKeyFigures({ tables }: Schema): Schema {
  return { tables: tables.map((table) => ({ ...table, keyFigures: [] })) };
}

/** A temporary folder with these files, removed after the tests of the file that asked for it. */
export function folderWith(files: Readonly<Record<string, string | Uint8Array>> = {}): string {
  const folder = mkdtempSync(join(tmpdir(), "campaign lab é-"));
  after(() => rmSync(folder, { recursive: true, force: true }));
  for (const [name, content] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, name)), { recursive: true });
    writeFileSync(join(folder, name), content);
  }
  return folder;
}

/** A small table with every kind of column, for faults one at a time. */
export const SHOP_SCHEMA = `
tables:
  shop:
    title: A small shop
    file: shop.csv
    family: test
    currency: EUR
    grain: one row per customer
    key: [id]
    assignment: random
    source: made by the test
    columns:
      id: { file: ID, type: text, meaning: customer number, role: id, missing: never }
      arm: { type: text, meaning: arm of the test, role: treatment, levels: [mail, none], control: none, missing: never }
      bought: { type: integer, meaning: 1 bought, role: outcome, levels: [0, 1], missing: never }
      spend: { type: number, unit: EUR, meaning: spend, role: value, range: [0, 1000], missing: nothing spent }
      day: { type: date, meaning: day of the purchase, role: time, missing: no purchase }
      town: { type: text, meaning: town, role: segment, levels: [Bern, Basel], spellings: { Berne: Bern }, missing: not known }
`;

export function shopSchema(): TableSchema {
  return parseSchema(SHOP_SCHEMA, "shop.yaml").tables[0];
}

/** One row of a table as an object, with null for what is missing. */
export function rowAt(table: Table, row: number): Record<string, number | string | null> {
  const cell = (column: Column): number | string | null => (Number.isNaN(column[row]) ? null : column[row]);
  return Object.fromEntries(Object.entries(table.columns).map(([name, column]) => [name, cell(column)]));
}
