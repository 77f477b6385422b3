import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import { join, posix, relative, resolve, sep } from "node:path";
import test from "node:test";

const LIB = resolve(__dirname, "../..");

/** Which rooms a room may import. `types.ts` is open to all; a type-only import is not an arrow for `report`. */
const ARROWS: Record<string, readonly string[]> = {
  statistics: [],
  experiments: ["statistics"],
  trees: ["statistics"],
  causal: ["statistics", "trees"],
  uplift: ["statistics", "trees", "causal"],
  customers: ["statistics", "trees"],
  decisions: ["statistics", "experiments", "trees", "causal", "uplift", "customers"],
  synthetic: ["statistics"],
  tables: [],
  report: [],
};

/** Only these two rooms may touch files, the database or the kernel. */
const DOORS = ["tables", "report"];
const OUTSIDE = /^(node:(fs|path|os|child_process|process)|fs|path|@duckdb\/)/;

const files = readdirSync(LIB, { recursive: true, encoding: "utf8" })
  .map((file) => file.split(sep).join("/"))
  .filter(
    (file) => /\.ts$/.test(file) && !/^(dist|test|node_modules)\//.test(file) && !file.endsWith(".d.ts"),
  );

interface Import {
  readonly from: string;
  readonly typeOnly: boolean;
}

function importsOf(file: string): Import[] {
  const source = readFileSync(join(LIB, file), "utf8");
  const statements = source.matchAll(/^(?:import|export)\s+(type\s)?[^;]*?from\s+"([^"]+)"/gm);
  return Array.from(statements, ([, type, from]) => ({ from, typeOnly: type !== undefined }));
}

function roomOf(file: string): string {
  return file.split("/")[0];
}

function targetRoom(file: string, from: string): string {
  return roomOf(
    relative(LIB, posix.resolve(LIB, posix.dirname(file), from))
      .split(sep)
      .join("/"),
  );
}

test("every folder of the library is a room of the plan", () => {
  const rooms = new Set(files.filter((file) => file.includes("/")).map(roomOf));
  assert.deepEqual(
    [...rooms].filter((room) => !(room in ARROWS)),
    [],
  );
});

test("no room imports a room that the plan does not allow", () => {
  const wrong = files
    .filter((file) => file.includes("/"))
    .flatMap((file) =>
      importsOf(file)
        .filter(({ from, typeOnly }) => from.startsWith(".") && !(typeOnly && roomOf(file) === "report"))
        .map(({ from }) => ({ file, room: targetRoom(file, from) }))
        .filter(
          ({ room }) => room !== roomOf(file) && room !== "types.js" && !ARROWS[roomOf(file)].includes(room),
        ),
    );
  assert.deepEqual(wrong, []);
});

test("only the two doors touch files, the database or the kernel", () => {
  const wrong = files.filter(
    (file) => !DOORS.includes(roomOf(file)) && importsOf(file).some(({ from }) => OUTSIDE.test(from)),
  );
  assert.deepEqual(wrong, []);
});

test("chance comes from an argument: no file calls Math.random or reads the clock", () => {
  const wrong = files.filter((file) =>
    /Math\.random\(|Date\.now\(|new Date\(\)/.test(readFileSync(join(LIB, file), "utf8")),
  );
  assert.deepEqual(wrong, []);
});
