import { runCommand } from "../scripts/command.mjs";

runCommand(() => import("./bench.mjs"));
