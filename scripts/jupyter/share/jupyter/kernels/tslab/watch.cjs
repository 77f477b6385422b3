// Loaded into every kernel before tslab.

// A kernel whose parent (the runner or JupyterLab) was killed ends itself. Not from a worker thread, which could do so
// even in an endless loop: with one, Node's diagnostic report takes 10 s, and native packages ask for it when they load.
const parent = Number(process.env.CAMPAIGN_LAB_RUNNER ?? process.ppid);
setInterval(() => process.ppid === parent || process.kill(process.pid, "SIGKILL"), 1000).unref();

// What went wrong outside of any cell's own promise. tslab prints it, in these words, to the cell that happens to run
// or to none; the runner asks for this list at the end of a notebook.
const unawaited = [];
const keep = (kind, error) => unawaited.push({ at: Date.now(), text: `${kind}: ${error?.stack ?? error}` });
process.on("unhandledRejection", (error) => keep("UnhandledPromiseRejection", error));
process.on("uncaughtException", (error) => keep("UncaughtException", error));
Object.defineProperty(globalThis, "campaignLabUnawaited", { value: unawaited });
