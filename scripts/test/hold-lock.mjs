// Takes the lock of the folder that is named and keeps it: the other process in the tests of the lock.
import { takeLock } from "../lock.mjs";
import { endChildrenWithThisProcess } from "../processes.mjs";

endChildrenWithThisProcess();
try {
  await takeLock(process.argv[2], "run", "npm start");
  console.log("held");
  setInterval(() => {}, 1000);
} catch (error) {
  console.log(/** @type {Error} */ (error).message);
}
