import { delimiter, dirname, join } from "node:path";
import { checkout, PRIVATE } from "./folders.mjs";

/**
 * The environment in which Jupyter finds the kernel, the settings and the packages of this checkout and none of the
 * reader's own, and leaves nothing in the reader's home. Kernels get the Node that runs this process.
 *
 * @param {NodeJS.ProcessEnv} environment
 * @returns {NodeJS.ProcessEnv}
 */
export function jupyterEnvironment(environment) {
  const own = join(checkout, PRIVATE, "jupyter");
  return {
    ...environment,
    PATH: [dirname(process.execPath), environment.PATH].join(delimiter),
    JUPYTER_CONFIG_DIR: join(own, "config"),
    JUPYTER_DATA_DIR: join(own, "data"),
    JUPYTER_RUNTIME_DIR: join(own, "runtime"),
    JUPYTER_PREFER_ENV_PATH: "1",
    JUPYTER_PATH: undefined,
    JUPYTER_CONFIG_PATH: undefined,
    JUPYTERLAB_DIR: undefined,
    PYTHONHOME: undefined,
    PYTHONPATH: undefined,
    PYTHONNOUSERSITE: "1",
    PYTHONUTF8: "1",
  };
}
