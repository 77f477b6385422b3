import type { Workspace } from "../tables/workspace.js";
import type { Estimate } from "../types.js";
import { type Claim, claim } from "./claims.js";
import { display } from "./display.js";
import { COLOURS, FIGURE_WIDTH, type Figure } from "./figure.js";
import { type FrameLike, frameTable } from "./frame.js";
import { besideTruthInWords, syntheticInWords, whoseInWords } from "./notebook-words.js";
import { asTable, type ReportTable, shownRows } from "./report-table.js";
import { renderPng } from "./static-figure/index.js";
import { foldedHtml, type ShownTable, tableHtml, tableText } from "./table-html.js";

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
  /** Tables that the part is about. */
  readonly tables: readonly string[];
  /** Those of them that are synthetic. */
  readonly synthetic: readonly string[];
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
const SHOWN_ROWS = 24;
/** And how many of a table that is shown in short are there to be unfolded below it. */
const FOLDED_ROWS = 250;

/** The functions that a notebook's cells print with. */
export interface Notebook {
  /** Opens a part: its question, and the tables it is about. Prints whose data they are. */
  part(question: string, ...tables: string[]): void;
  /** Prints a sentence whose claim was checked; on default data a claim that does not hold stops the run. */
  say(claim: Claim, text: string): void;
  /** The same, for a result that belongs on the first page. */
  conclude(claim: Claim, text: string): void;
  /** Prints an estimate beside the truth, or that nobody knows it; the claim is that the interval holds the truth. */
  besideTruth(id: string, estimate: Estimate, truth: number | undefined): void;
  /** Shows a figure, interactive with its picture beside it, and keeps the picture in reports/figures. */
  show(figure: Figure): Promise<void>;
  /** Shows the first rows of a table or of a danfo frame; keeps nothing. */
  showTable(table: ReportTable | FrameLike): void;
  /** Keeps a table in reports/tables and shows it, or a shorter one in its place. */
  keep(table: ReportTable, shown?: ReportTable): void;
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
    part: (question, ...tables) => recorder.openPart(question, tables),
    say: (claim, text) => recorder.print(claim, text, false),
    conclude: (claim, text) => recorder.print(claim, text, true),
    besideTruth: (id, estimate, truth) => recorder.compare(id, estimate, truth),
    show: (figure) => recorder.show(figure),
    showTable: (table) => recorder.showTable(table),
    keep: (table, shown) => recorder.keep(table, shown),
  };
}

class Recorder {
  private readonly record: NotebookRecord;
  private part = -1;

  constructor(
    notebook: string,
    title: string,
    private readonly workspace: Workspace,
  ) {
    this.record = { notebook, title, parts: [], claims: [], figures: [], tables: [] };
  }

  openPart(question: string, tables: readonly string[]): void {
    const synthetic = tables.filter((table) => this.workspace.isSynthetic(table));
    this.part = replace(
      this.record.parts,
      { question, tables, synthetic },
      (part) => part.question === question,
    );
    this.save();
    console.log(`This part is about ${whoseInWords(tables, synthetic)}.`);
  }

  compare(id: string, estimate: Estimate, truth: number | undefined): void {
    if (truth === undefined) console.log("Nobody knows the truth of your data.");
    else {
      const covered = estimate.low <= truth && truth <= estimate.high;
      this.print(claim(id, estimate, covered), besideTruthInWords(estimate, truth, covered), false);
    }
  }

  print(claim: Claim, text: string, headline: boolean): void {
    const { tables, synthetic } = this.currentPart();
    if (!claim.holds && tables.length === synthetic.length) {
      throw new Error(`claim ${claim.id} does not hold (value ${claim.value}): "${text}"`);
    }
    this.put(this.record.claims, { ...claim, text, headline }, (old) => old.id === claim.id);
    this.save();
    console.log(claim.holds ? text : `Does not hold in your data: ${text}`);
  }

  async show(figure: Figure): Promise<void> {
    const marked = markSynthetic(figure, this.currentPart());
    const { width, height } = marked.layout;
    const png = await renderPng(marked, { width, height });
    this.workspace.write(`reports/figures/${figure.name}.png`, png);
    const { name, title, caption } = figure;
    this.put(this.record.figures, { name, title, caption }, (old) => old.name === name);
    displayFigure(marked, png);
  }

  keep(table: ReportTable, instead: ReportTable = table): void {
    const path = `reports/tables/${this.mark()}${table.name}.csv`;
    this.workspace.writeCsv(path, asTable(table));
    const shown = this.marked(shownTable(instead));
    const columns = table.columns.map(({ name, label, meaning }) => ({ name, label, meaning }));
    const { name, title } = table;
    const entry = { name, path, title, rows: rowsOf(table), columns, shown };
    this.put(this.record.tables, entry, (old) => old.name === name);
    displayTable(shown, instead === table ? undefined : shownTable(table, FOLDED_ROWS));
  }

  showTable(table: ReportTable | FrameLike): void {
    displayTable(this.marked("name" in table ? shownTable(table) : frameTable(table, SHOWN_ROWS)));
  }

  /** Among the reader's own results, the name of a file says what is not theirs. */
  private mark(): string {
    const { tables, synthetic } = this.currentPart();
    if (!this.workspace.own || synthetic.length === 0) return "";
    return synthetic.length === tables.length ? "synthetic_" : "partly_synthetic_";
  }

  /** Says in the caption what is synthetic in a table, as figures do. */
  private marked(table: ShownTable): ShownTable {
    const part = this.record.parts[this.part];
    const words = part === undefined ? "" : syntheticInWords(part);
    return { ...table, title: [table.title, words].filter((text) => text !== "").join(", ") };
  }

  private currentPart(): PartRecord {
    const part = this.record.parts[this.part];
    if (part === undefined) throw new Error("open a part first: part(question, table)");
    return part;
  }

  /** Records an entry in the part that is open; one that replaces another keeps the other's place in the order. */
  private put<T>(entries: (T & Placed)[], entry: T, isOld: (entry: T) => boolean): void {
    this.currentPart();
    const { claims, figures, tables } = this.record;
    const order = entries.find(isOld)?.order ?? claims.length + figures.length + tables.length;
    replace(entries, { ...entry, part: this.part, order }, isOld);
    this.save();
  }

  private save(): void {
    const path = `data/processed/claims_${this.record.notebook.slice(0, 2)}.json`;
    this.workspace.write(path, `${JSON.stringify(this.record, null, 1)}\n`);
  }
}

/** Puts an entry in the place of the one it replaces, or at the end; returns its index. */
function replace<T>(entries: T[], entry: T, isOld: (entry: T) => boolean): number {
  const found = entries.findIndex(isOld);
  const index = found < 0 ? entries.length : found;
  entries[index] = entry;
  return index;
}

function shownTable(table: ReportTable, limit = SHOWN_ROWS): ShownTable {
  return {
    title: table.title,
    headings: table.columns.map((column) => column.label),
    numeric: table.columns.map((column) => column.format !== "text"),
    rows: shownRows(table, limit),
    totalRows: rowsOf(table),
  };
}

function rowsOf(table: ReportTable): number {
  return table.columns[0]?.values.length ?? 0;
}

function displayTable(table: ShownTable, whole?: ShownTable): void {
  const below = whole === undefined ? "" : foldedHtml(whole);
  display({ "text/html": tableHtml(table) + below, "text/plain": tableText(table) });
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

/** Writes under the title of a figure what is synthetic in it, so that a copied picture still says so. */
function markSynthetic(figure: Figure, part: PartRecord): Figure {
  const text = syntheticInWords(part);
  if (text === "") return figure;
  const { title, margin } = figure.layout;
  const subtitle = { text, font: { size: 11, color: COLOURS.quiet } };
  const layout = { ...figure.layout, title: { ...title, subtitle }, margin: { ...margin, t: margin.t + 14 } };
  return { ...figure, layout };
}
