import { runCommand } from "./command.mjs";

runCommand(() => import("./tests.mjs"));
