import { runCommand } from "./command.mjs";

runCommand(() => import("./jupyterlab.mjs"));
