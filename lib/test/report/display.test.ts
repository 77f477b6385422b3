import assert from "node:assert/strict";
import test from "node:test";
import { display } from "../../report/display.js";

const KERNEL = "/anywhere/node_modules/tslab/dist/jupyter.js";

/** Puts a kernel module where tslab's would be, for the time of a call. */
function withKernel(exports: object, run: () => void): void {
  require.cache[KERNEL] = { exports } as NodeModule;
  try {
    run();
  } finally {
    delete require.cache[KERNEL];
  }
}

test("one output goes to the kernel with all its media types", () => {
  const sent: unknown[] = [];
  const lastWriteDisplayData = (content: object, update: boolean) => sent.push({ content, update });
  withKernel({ lastWriteDisplayData }, () => display({ "text/plain": "x" }, { a: 1 }));
  const content = { data: { "text/plain": "x" }, metadata: { a: 1 }, transient: {} };
  assert.deepEqual(sent, [{ content, update: false }]);
});

test("the kernel's function is looked up at every call, because every cell has its own", () => {
  const calls: string[] = [];
  withKernel({ lastWriteDisplayData: () => calls.push("first") }, () => display({}));
  withKernel({ lastWriteDisplayData: () => calls.push("second") }, () => display({}));
  assert.deepEqual(calls, ["first", "second"]);
});

test("without a kernel, or between cells, nothing is shown and nothing fails", () => {
  display({ "text/plain": "x" });
  withKernel({ lastWriteDisplayData: null }, () => display({ "text/plain": "x" }));
});
