import type { NotebookRecord, PartRecord } from "./notebook.js";
import { escapeHtml, tableHtml } from "./table-html.js";

/**
 * The page that shows what a run found, in reading order: the headline results, then each notebook's parts with their
 * sentences, figures and tables. One file with the pictures beside it; it makes no request to another host.
 */
export function indexPage(notebooks: readonly NotebookRecord[]): string {
  const headlines = notebooks.flatMap(({ claims, parts }) =>
    claims
      .filter(({ headline }) => headline)
      .map(
        (claim) => `${escapeHtml(sentence(claim))} <small>${escapeHtml(origin(parts[claim.part]))}</small>`,
      ),
  );
  const synthetic = notebooks.flatMap((notebook) => notebook.parts).flatMap((part) => part.synthetic);
  return page(
    [
      "<h1>Campaign Lab: what this run found</h1>",
      `<p>${escapeHtml(dataSentence(synthetic))}</p>`,
      `<ol class="headlines">${headlines.map((html) => `<li>${html}</li>`).join("")}</ol>`,
      contents(notebooks),
      ...notebooks.map(notebookSection),
    ].join("\n"),
  );
}

/** The guide to reports/: every file with what it holds, and every column of every table. */
export function reportsReadme(notebooks: readonly NotebookRecord[]): string {
  const figures = notebooks.flatMap((n) => n.figures);
  const tables = notebooks.flatMap((n) => n.tables);
  return [
    "# reports",
    "",
    "Everything here is made by `npm start`; nothing is written by hand. `index.html` shows it all in reading order.",
    "`claims.json` holds every sentence with a result: its number, interval, unit and customers.",
    "`notebooks/` (made by the run, not committed) holds the four notebooks as pages with interactive figures.",
    "",
    "## Figures",
    "",
    "| file | finding |",
    "|---|---|",
    ...figures.map((f) => `| [figures/${f.name}.png](figures/${f.name}.png) | ${cell(f.title)} |`),
    "",
    "## Tables",
    "",
    "Fractions are written as fractions (0.12 is 12 %). A missing value is an empty cell.",
    ...tables.flatMap((table) => [
      "",
      `### ${linkOf(table)}`,
      "",
      `${table.title}. ${table.rows} rows${tableOrigin(notebooks, table.name)}.`,
      "",
      "| column | meaning |",
      "|---|---|",
      ...table.columns.map((column) => `| ${column.name} | ${cell(column.meaning)} |`),
    ]),
    "",
  ].join("\n");
}

/** All findings of a run as one JSON text: id, sentence, number, interval, unit, customers, notebook, whose data. */
export function claimsJson(notebooks: readonly NotebookRecord[]): string {
  const claims = notebooks.flatMap(({ notebook, parts, claims: made }) =>
    made.map(({ part, order: _, ...claim }) => ({
      notebook,
      part: parts[part].question,
      tables: parts[part].tables,
      synthetic: parts[part].synthetic,
      ...claim,
    })),
  );
  return `${JSON.stringify({ claims }, null, 1)}\n`;
}

function tableOrigin(notebooks: readonly NotebookRecord[], name: string): string {
  const owner = notebooks.find((n) => n.tables.some((table) => table.name === name));
  const table = owner?.tables.find((entry) => entry.name === name);
  if (owner === undefined || table === undefined) return "";
  const part = owner.parts[table.part];
  return `, from ${origin(part)}`;
}

/** The tables of a part and whose they are: "campaign_data (synthetic)". */
function origin({ tables, synthetic }: PartRecord): string {
  return tables
    .map((table) => `${table} (${synthetic.includes(table) ? "synthetic" : "your data"})`)
    .join(", ");
}

function notebookSection(record: NotebookRecord): string {
  const parts = record.parts.map((part, index) => {
    const entries = [
      ...record.claims
        .filter(inPart(index))
        .map((c) => [c.order, `<p class="claim">${escapeHtml(sentence(c))}</p>`] as const),
      ...record.figures.filter(inPart(index)).map((f) => [f.order, figureHtml(f)] as const),
      ...record.tables.filter(inPart(index)).map((t) => [t.order, tableSection(t)] as const),
    ].sort(([a], [b]) => a - b);
    const heading = `<h3>${escapeHtml(part.question)} <small>${escapeHtml(origin(part))}</small></h3>`;
    return `<section>${heading}\n${entries.map(([, html]) => html).join("\n")}</section>`;
  });
  return `<article id="${record.notebook}"><h2>${escapeHtml(record.title)}</h2>\n${parts.join("\n")}</article>`;
}

function figureHtml(figure: NotebookRecord["figures"][number]): string {
  const caption = `<figcaption>${escapeHtml(figure.caption)}</figcaption>`;
  const alt = escapeHtml(`${figure.title}. ${figure.caption}`);
  return `<figure><img src="figures/${figure.name}.png" alt="${alt}" width="760">${caption}</figure>`;
}

function tableSection(table: NotebookRecord["tables"][number]): string {
  const link = `<p><a href="${linkOf(table)}">${linkOf(table)}</a></p>`;
  return `<div class="table">${tableHtml(table.shown)}</div>${link}`;
}

/** The file of a table as seen from reports/: among the reader's own results its name says what is synthetic. */
function linkOf({ path }: NotebookRecord["tables"][number]): string {
  return path.replace(/^reports\//, "");
}

function contents(notebooks: readonly NotebookRecord[]): string {
  const items = notebooks.map((n) => `<li><a href="#${n.notebook}">${escapeHtml(n.title)}</a></li>`);
  return `<nav aria-label="Contents"><ul>${items.join("")}</ul></nav>`;
}

function sentence(claim: NotebookRecord["claims"][number]): string {
  return claim.holds ? claim.text : `Does not hold in your data: ${claim.text}`;
}

function dataSentence(tables: readonly string[]): string {
  const names = [...new Set(tables)].join(", ");
  return names === "" ? "All tables are your own." : `Made from synthetic data: ${names}.`;
}

function inPart(index: number): (entry: { part: number }) => boolean {
  return (entry) => entry.part === index;
}

/** A text that is safe inside a cell of a markdown table. */
function cell(text: string): string {
  return text.replace(/\|/g, "\\|").replace(/\s*\n\s*/g, " ");
}

function page(body: string): string {
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; img-src 'self' data:; style-src 'unsafe-inline'">
<title>Campaign Lab: what this run found</title>
<style>
body { font: 16px/1.5 "Open Sans", Helvetica, Arial, sans-serif; color: #222; max-width: 50rem; margin: 2rem auto; padding: 0 1rem; }
h2 { border-top: 2px solid #0072b2; padding-top: 1rem; margin-top: 3rem; }
small { color: #595959; font-weight: normal; font-size: 0.8rem; }
img { max-width: 100%; height: auto; }
figure { margin: 1.5rem 0; }
figcaption { color: #595959; font-size: 0.9rem; }
.table { overflow-x: auto; }
table { border-collapse: collapse; font-size: 0.9rem; }
caption { padding-bottom: 0.3rem; }
th, td { padding: 0.2rem 0.7rem; border-bottom: 1px solid #e5e5e5; }
.headlines li { font-weight: 600; margin-bottom: 0.5rem; }
</style>
</head>
<body>
${body}
</body>
</html>
`;
}
