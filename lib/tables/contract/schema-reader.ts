import { readFileSync } from "node:fs";
import { basename } from "node:path";
import type { Schema, TableSchema } from "./schema.js";
import { checkReferences, readTable } from "./table-reader.js";
import { readYaml } from "./yaml-place.js";

/**
 * Reads a schema file and refuses one with an error of its own. `others` are tables that its foreign keys may lead to
 * without describing them.
 *
 * Throws DataError with file, YAML line and reason for every error: unknown key, type or role, something needed that is
 * not there, two columns of one column of the file, two treatments, a treatment without its control level, a level that is
 * no value of the column or outside of its range, levels that differ in case only, a range or percentiles upside down, a
 * cleaning rule that the column's type or role does not allow, a foreign key or key figure of something that is not there,
 * shares that are not those of the arms or do not add up to 1, a metric, margin, covariate, window or bands that the column
 * cannot have.
 *
 * @example
 * readSchema("data/data_schema.yaml").tables[0].name; // "campaign_data"
 */
export function readSchema(path: string, others: readonly TableSchema[] = []): Schema {
  return parseSchema(readFileSync(path, "utf8"), basename(path), others);
}

/** The schema in a YAML text; `file` is the name that messages use. Throws as readSchema does. */
export function parseSchema(text: string, file: string, others: readonly TableSchema[] = []): Schema {
  return readYaml(text, file, (root) => {
    root.expectKeys({ needed: ["tables"], optional: [] });
    const places = root.at("tables").entries();
    const tables = places.map(readTable);
    tables.forEach((table, i) => {
      checkReferences(table, places[i], [...tables, ...others]);
    });
    return { tables };
  });
}
