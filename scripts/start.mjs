import { runCommand } from "./command.mjs";

runCommand(() => import("./run.mjs"));
