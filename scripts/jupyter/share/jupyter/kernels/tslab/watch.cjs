// Loaded into every kernel before tslab.
const { Worker } = require("node:worker_threads");

// A kernel whose parent (the runner or JupyterLab) was killed ends itself. The watch sits in a thread of its own,
// because a cell in an endless loop leaves the main thread no time for a timer.
const watch = `
  const parent = process.ppid;
  setInterval(() => process.ppid === parent || process.kill(process.pid, "SIGKILL"), 1000);
`;
new Worker(watch, { eval: true, stdout: true, stderr: true }).unref();

// What went wrong outside of any cell's own promise. tslab prints it, in these words, to the cell that happens to run
// or to none; the runner asks for this list at the end of a notebook.
const unawaited = [];
const keep = (kind, error) => unawaited.push({ at: Date.now(), text: `${kind}: ${error?.stack ?? error}` });
process.on("unhandledRejection", (error) => keep("UnhandledPromiseRejection", error));
process.on("uncaughtException", (error) => keep("UncaughtException", error));
Object.defineProperty(globalThis, "campaignLabUnawaited", { value: unawaited });
