import { execFileSync, spawn } from "node:child_process";
import { readFileSync } from "node:fs";
import { constants } from "node:os";

/** How long a child may take to end by itself once it is asked to. */
const GRACE_MILLISECONDS = 5000;

/** @type {Set<import("node:child_process").ChildProcess>} */
const children = new Set();
let stopping = false;

/**
 * Runs a program to its end and returns its exit code (1 when a signal ended it). Ctrl-C and SIGTERM end the program
 * and its own children before this process.
 *
 * @param {string} program
 * @param {readonly string[]} args
 * @param {{ cwd?: string, env?: NodeJS.ProcessEnv, quiet?: boolean, onText?: (text: string) => void }} [options]
 *   `quiet` keeps the program's text to itself, `onText` receives it; else it goes where this process writes
 * @returns {Promise<{ code: number, text: string }>} `text` is what a quiet program wrote
 */
export function run(program, args, { cwd, env, quiet = false, onText } = {}) {
  const output = quiet || onText ? "pipe" : "inherit";
  // A group of its own: a terminal's Ctrl-C then reaches this process alone, which ends the whole group in order.
  const child = spawn(program, args, { cwd, env, detached: !onWindows, stdio: ["ignore", output, output] });
  let text = "";
  for (const stream of [child.stdout, child.stderr]) {
    stream?.setEncoding("utf8").on("data", (part) => {
      text += part;
      onText?.(part);
    });
  }
  children.add(child);
  return new Promise((resolve, reject) => {
    child.on("error", (error) => {
      children.delete(child);
      reject(error);
    });
    child.on("close", (code) => {
      children.delete(child);
      if (stopping) endWhenChildless();
      else resolve({ code: code ?? 1, text });
    });
  });
}

/** Ends children with this process, from now on: on Ctrl-C, on SIGTERM, and when the npm that started it is gone. */
export function endChildrenWithThisProcess() {
  process.on("SIGINT", () => stop("SIGINT"));
  process.on("SIGTERM", () => stop("SIGTERM"));
  if (!process.env.npm_lifecycle_event) return;
  const shell = process.ppid;
  const npm = parentOf(shell); // some shells replace themselves by the command, and then this is npm's own parent
  setInterval(() => {
    if (process.ppid !== shell || parentOf(shell) !== npm) stop("SIGTERM");
  }, 2000).unref();
}

/**
 * What tells a living process from another one that got the same number later, or an empty text when none lives.
 *
 * @param {number} pid
 * @returns {string}
 */
export function identityOf(pid) {
  try {
    process.kill(pid, 0);
  } catch (error) {
    if (/** @type {NodeJS.ErrnoException} */ (error).code !== "EPERM") return "";
  }
  return `${pid} ${startOf(pid)}`;
}

const onWindows = process.platform === "win32";
let exitCode = 1;

/** @param {"SIGINT" | "SIGTERM"} signal */
function stop(signal) {
  exitCode = 128 + constants.signals[signal];
  endAll(stopping ? "SIGKILL" : "SIGTERM");
  stopping = true;
  setTimeout(() => endAll("SIGKILL"), GRACE_MILLISECONDS).unref();
  endWhenChildless();
}

/** @param {NodeJS.Signals} signal */
function endAll(signal) {
  for (const { pid } of children) {
    try {
      if (pid) process.kill(onWindows ? pid : -pid, signal);
    } catch {
      // It ended by itself meanwhile.
    }
  }
}

function endWhenChildless() {
  if (children.size === 0) process.exit(exitCode);
}

/**
 * @param {number} pid
 * @returns {string} empty when it is not known
 */
function parentOf(pid) {
  return process.platform === "linux" ? (statOf(pid)[1] ?? "") : ps("ppid", pid);
}

/**
 * When a process started; on Linux in ticks since the boot, which is named too.
 *
 * @param {number} pid
 * @returns {string}
 */
function startOf(pid) {
  if (process.platform !== "linux") return ps("lstart", pid);
  return `${readFileSync("/proc/sys/kernel/random/boot_id", "utf8").trim()} ${statOf(pid)[19]}`;
}

/**
 * The fields after the process's name, which is in brackets and may hold spaces.
 *
 * @param {number} pid
 * @returns {string[]} none when there is no such process
 */
function statOf(pid) {
  try {
    return readFileSync(`/proc/${pid}/stat`, "utf8").split(")").at(-1)?.trim().split(" ") ?? [];
  } catch {
    return [];
  }
}

/**
 * @param {string} field
 * @param {number} pid
 * @returns {string}
 */
function ps(field, pid) {
  try {
    return execFileSync("ps", ["-o", `${field}=`, "-p", String(pid)], { encoding: "utf8" }).trim();
  } catch {
    return "";
  }
}
