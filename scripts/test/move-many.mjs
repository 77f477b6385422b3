// Puts many files in place of earlier ones and says so after the tenth: the process that the tests of staging kill.
import { join } from "node:path";
import { makeStaging, remainingSteps, writeJournal } from "../staging.mjs";
import { writeFiles } from "./temporary.mjs";

const [target, count] = process.argv.slice(2);
const staging = makeStaging(target);
const names = Array.from({ length: Number(count) }, (_, index) => join("files", `${index}.txt`));
writeFiles(staging, Object.fromEntries(names.map((name) => [name, "new"])));
writeJournal(target, staging, { partial: false });
let steps = 0;
for (const _ of remainingSteps(target)) {
  steps += 1;
  if (steps === 10) process.stdout.write("moving\n");
}
