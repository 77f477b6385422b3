// A JupyterLab extension in the form that JupyterLab loads without a build. The pictures in the notebooks have twice
// the pixels of the interactive figure; JupyterLab would show them at that size until the pointer enters them.
const look = ".jp-RenderedPlotly > img.plot-img { width: 760px; max-width: 100%; height: auto; }";

function activate() {
  const style = document.createElement("style");
  style.textContent = look;
  document.head.append(style);
}

const plugin = { id: "campaign-lab-look:plugin", autoStart: true, activate };

globalThis._JUPYTERLAB ??= {};
globalThis._JUPYTERLAB["campaign-lab-look"] = {
  init() {},
  get: async () => () => ({ __esModule: true, default: plugin }),
};
