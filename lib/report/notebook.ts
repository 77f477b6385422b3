import type { Workspace } from "../tables/workspace.js";
import type { Estimate } from "../types.js";
import { type Claim, claim } from "./claims.js";
import { display } from "./display.js";
import { COLOURS, FIGURE_WIDTH, type Figure } from "./figure.js";
import { decimal, percent, points } from "./format.js";
import { type FrameLike, frameTable } from "./frame.js";
import { asTable, type ReportTable, shownRows } from "./report-table.js";
import { renderPng } from "./static-figure/index.js";
import { type ShownTable, tableHtml, tableText } from "./table-html.js";

/** What one notebook found, showed and kept: everything that reports/ is made from. */
export interface NotebookRecord {
  readonly notebook: string;
  readonly title: string;
  readonly parts: PartRecord[];
  readonly claims: (Claim & Placed & { readonly text: string; readonly headline: boolean })[];
  readonly figures: (Placed & { readonly name: string; readonly title: string; readonly caption: string })[];
  readonly tables: (Placed & TableRecord)[];
}

export interface PartRecord {
  readonly question: string;
  /** Table that the part is about. */
  readonly table: string;
  readonly synthetic: boolean;
}

export interface TableRecord {
  readonly name: string;
  readonly path: string;
  readonly title: string;
  readonly rows: number;
  readonly columns: readonly { readonly name: string; readonly label: string; readonly meaning: string }[];
  readonly shown: ShownTable;
}

/** Where in the notebook something stands: its part, and its place among all that the notebook made. */
interface Placed {
  readonly part: number;
  readonly order: number;
}

/** How many rows of a table a cell shows: the rest is in the file. */
const SHOWN_ROWS = 10;

/** The functions that a notebook's cells print with. */
export interface Notebook {
  /** Opens a part: its question, and the table it is about. Prints whose data they are. */
  part(question: string, table: string): void;
  /** Prints a sentence whose claim was checked; on default data a claim that does not hold stops the run. */
  say(claim: Claim, text: string): void;
  /** The same, for a result that belongs on the first page. */
  conclude(claim: Claim, text: string): void;
  /** Prints an estimate beside the truth, or that nobody knows it; the claim is that the interval holds the truth. */
  besideTruth(id: string, estimate: Estimate, truth: number | undefined): void;
  /** Shows a figure, interactive with its picture beside it, and keeps the picture in reports/figures. */
  show(figure: Figure): Promise<void>;
  /** Shows the first ten rows of a table or of a danfo frame; keeps nothing. */
  showTable(table: ReportTable | FrameLike): void;
  /** Shows a table and keeps it in reports/tables. */
  keep(table: ReportTable): void;
}

/**
 * Opens the record of one notebook. Sentences, figures and tables that its cells make are printed, and written to
 * `data/processed/claims_NN.json` after each one, so that a cell run again replaces what it made before.
 *
 * Throws RangeError when the name is not of the form `03_uplift_analysis`.
 *
 * @example
 * const { part, say, show } = openNotebook("03_uplift_analysis", "What did the campaign cause?", openWorkspace());
 */
export function openNotebook(name: string, title: string, workspace: Workspace): Notebook {
  if (!/^\d\d_[a-z_]+$/.test(name)) {
    throw new RangeError(`notebook name: expected a form like 03_uplift_analysis, got "${name}"`);
  }
  const recorder = new Recorder(name, title, workspace);
  return {
    part: (question, table) => recorder.openPart(question, table),
    say: (claim, text) => recorder.print(claim, text, false),
    conclude: (claim, text) => recorder.print(claim, text, true),
    besideTruth: (id, estimate, truth) => {
      const covered = truth === undefined || (estimate.low <= truth && truth <= estimate.high);
      recorder.print(claim(id, estimate, covered), truthInWords(estimate, truth), false);
    },
    show: (figure) => recorder.show(figure),
    showTable: (table) => displayTable("name" in table ? shownTable(table) : frameTable(table, SHOWN_ROWS)),
    keep: (table) => recorder.keep(table),
  };
}

class Recorder {
  private readonly record: NotebookRecord;
  private order = 0;

  constructor(
    notebook: string,
    title: string,
    private readonly workspace: Workspace,
  ) {
    this.record = { notebook, title, parts: [], claims: [], figures: [], tables: [] };
  }

  openPart(question: string, table: string): void {
    const synthetic = this.workspace.isSynthetic(table);
    replace(this.record.parts, { question, table, synthetic }, (part) => part.question === question);
    this.save();
    console.log(`This part is about ${table}: ${synthetic ? "synthetic data" : "your data"}.`);
  }

  print(claim: Claim, text: string, headline: boolean): void {
    if (!claim.holds && !this.workspace.own) {
      throw new Error(`claim ${claim.id} does not hold (value ${claim.value}): "${text}"`);
    }
    replace(this.record.claims, { ...claim, ...this.place(), text, headline }, (old) => old.id === claim.id);
    this.save();
    console.log(claim.holds ? text : `Does not hold in your data: ${text}`);
  }

  async show(figure: Figure): Promise<void> {
    const marked = this.isSynthetic() ? markSynthetic(figure) : figure;
    const { width, height } = marked.layout;
    const png = await renderPng(marked, { width, height });
    this.workspace.write(`reports/figures/${figure.name}.png`, png);
    const { name, title, caption } = figure;
    replace(this.record.figures, { ...this.place(), name, title, caption }, (old) => old.name === name);
    this.save();
    displayFigure(marked, png);
  }

  keep(table: ReportTable): void {
    const path = `reports/tables/${table.name}.csv`;
    this.workspace.writeCsv(path, asTable(table));
    const shown = shownTable(table);
    const columns = table.columns.map(({ name, label, meaning }) => ({ name, label, meaning }));
    const { name, title } = table;
    const entry = { ...this.place(), name, path, title, rows: shown.totalRows, columns, shown };
    replace(this.record.tables, entry, (old) => old.name === name);
    this.save();
    displayTable(shown);
  }

  private place(): Placed {
    if (this.record.parts.length === 0) throw new Error("open a part first: part(question, table)");
    return { part: this.record.parts.length - 1, order: this.order++ };
  }

  private isSynthetic(): boolean {
    return this.record.parts.at(-1)?.synthetic ?? false;
  }

  private save(): void {
    const path = `data/processed/claims_${this.record.notebook.slice(0, 2)}.json`;
    this.workspace.write(path, `${JSON.stringify(this.record, null, 1)}\n`);
  }
}

function truthInWords(
  { estimate, low, high, confidence, unit }: Estimate,
  truth: number | undefined,
): string {
  const inUnit = (value: number): string => (unit === "fraction" ? points(value) : decimal(value, 2));
  if (truth === undefined) return `Measured ${inUnit(estimate)}. Nobody knows the truth of your data.`;
  const verdict = low <= truth && truth <= high ? "covered" : "not covered";
  const interval = `${percent(confidence, 0)} interval ${inUnit(low)} to ${inUnit(high)}`;
  return `Measured ${inUnit(estimate)}, ${interval}; truth ${inUnit(truth)}: ${verdict}.`;
}

/** Puts an entry in the place of the one it replaces, or at the end. */
function replace<T>(entries: T[], entry: T, isOld: (entry: T) => boolean): void {
  const index = entries.findIndex(isOld);
  if (index < 0) entries.push(entry);
  else entries[index] = entry;
}

function shownTable(table: ReportTable): ShownTable {
  return {
    title: table.title,
    headings: table.columns.map((column) => column.label),
    numeric: table.columns.map((column) => column.format !== "text"),
    rows: shownRows(table, SHOWN_ROWS),
    totalRows: table.columns[0]?.values.length ?? 0,
  };
}

function displayTable(table: ShownTable): void {
  display({ "text/html": tableHtml(table), "text/plain": tableText(table) });
}

function displayFigure(figure: Figure, png: Uint8Array): void {
  const { data, layout } = figure;
  display(
    {
      "application/vnd.plotly.v1+json": { data, layout, config: { displaylogo: false, responsive: false } },
      "image/png": Buffer.from(png).toString("base64"),
      "text/plain": `${figure.title}. ${figure.caption}`,
    },
    { "image/png": { width: FIGURE_WIDTH, height: layout.height } },
  );
}

/** Writes "synthetic data" under the title of a figure, so that a copied picture still says so. */
function markSynthetic(figure: Figure): Figure {
  const { title, margin } = figure.layout;
  const subtitle = { text: "synthetic data", font: { size: 11, color: COLOURS.quiet } };
  const layout = { ...figure.layout, title: { ...title, subtitle }, margin: { ...margin, t: margin.t + 14 } };
  return { ...figure, layout };
}
