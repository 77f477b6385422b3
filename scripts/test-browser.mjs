import { runCommand } from "./command.mjs";

runCommand(() => import("./browser-check.mjs"));
