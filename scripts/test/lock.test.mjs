import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { fileURLToPath } from "node:url";
import { takeLock } from "../lock.mjs";
import { identityOf } from "../processes.mjs";
import { temporaryFolder, writeFiles } from "./temporary.mjs";

const holder = fileURLToPath(new URL("hold-lock.mjs", import.meta.url));

/**
 * A process that takes the lock, says "held" or why not, and keeps it until it is ended.
 *
 * @param {string} folder
 */
function hold(folder) {
  const child = spawn(process.execPath, [holder, folder], { stdio: ["ignore", "pipe", "inherit"] });
  const said = once(child.stdout.setEncoding("utf8"), "data").then(([text]) => String(text).trim());
  return { child, said, ended: once(child, "close") };
}

test("a lock that is held names its owner, and can be taken once it is given back", async (context) => {
  const folder = temporaryFolder(context);
  const release = await takeLock(folder, "run", "npm start");
  await assert.rejects(takeLock(folder, "run", "npm test"), {
    name: "Problem",
    message: new RegExp(`^npm start \\(process ${process.pid}, since \\d\\d:\\d\\d:\\d\\d\\) is at work in `),
  });
  const other = await takeLock(folder, "setup", "npm test");
  other();
  release();
  (await takeLock(folder, "run", "npm test"))();
  assert.deepEqual(readdirSync(join(folder, ".campaign-lab")), []);
});

test("a lock is given back when its owner is asked to end", async (context) => {
  const folder = temporaryFolder(context);
  const { child, said, ended } = hold(folder);
  assert.equal(await said, "held");
  await assert.rejects(takeLock(folder, "run", "npm start"), /is at work in/);
  child.kill("SIGTERM");
  assert.deepEqual(await ended, [143, null]);
  assert.deepEqual(readdirSync(join(folder, ".campaign-lab")), []);
});

test("the lock of a killed owner is taken over", async (context) => {
  const folder = temporaryFolder(context);
  const { child, said, ended } = hold(folder);
  await said;
  child.kill("SIGKILL");
  await ended;
  assert.equal(readdirSync(join(folder, ".campaign-lab")).length, 1);
  (await takeLock(folder, "run", "npm start"))();
});

test("a process that got the number of a dead owner is not taken for it", async (context) => {
  const folder = temporaryFolder(context);
  const owner = {
    command: "npm start",
    pid: process.pid,
    identity: `${process.pid} another start`,
    since: "",
    holds: true,
  };
  writeFiles(folder, { ".campaign-lab/run.lock.1-1-1": JSON.stringify(owner) });
  (await takeLock(folder, "run", "npm start"))();
  assert.equal(existsSync(join(folder, ".campaign-lab", "run.lock.1-1-1")), false);
});

test("of eight that ask at once for a dead owner's lock, one gets it", async (context) => {
  const folder = temporaryFolder(context);
  const dead = { command: "npm start", pid: 1, identity: "1 long ago", since: "", holds: true };
  writeFiles(folder, { ".campaign-lab/run.lock.1-1-1": JSON.stringify(dead) });
  const takers = Array.from({ length: 8 }, () => hold(folder));
  context.after(() => {
    for (const { child } of takers) child.kill("SIGKILL");
  });
  const answers = await Promise.all(takers.map(({ said }) => said));
  assert.equal(answers.filter((answer) => answer === "held").length, 1);
  assert.equal(answers.filter((answer) => answer.includes("is at work in")).length, 7);
});

test("a living process has an identity that lasts, and a dead one has none", async (context) => {
  assert.equal(identityOf(process.pid), identityOf(process.pid));
  assert.notEqual(identityOf(process.pid), identityOf(process.ppid));
  const { child, ended, said } = hold(temporaryFolder(context));
  await said;
  child.kill("SIGKILL");
  await ended;
  assert.equal(identityOf(child.pid ?? 0), "");
});
