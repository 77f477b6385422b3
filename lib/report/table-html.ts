/** A table of texts, ready to be shown. */
export interface ShownTable {
  readonly title: string;
  readonly headings: readonly string[];
  /** Whether a column holds numbers and is aligned to the right. */
  readonly numeric: readonly boolean[];
  readonly rows: readonly (readonly string[])[];
  /** Rows of the whole table, which may be more than are shown. */
  readonly totalRows: number;
}

/**
 * A table as HTML. Styles are inline, because notebooks strip style sheets; every text is escaped, so that a
 * customer's name can never become markup.
 */
export function tableHtml(table: ShownTable): string {
  const align = (column: number): string =>
    table.numeric[column] ? "text-align:right;white-space:nowrap" : "text-align:left";
  const head = table.headings.map(
    (text, i) => `<th style="text-align:${table.numeric[i] ? "right" : "left"}">${escapeHtml(text)}</th>`,
  );
  const body = table.rows.map(
    (row) => `<tr>${row.map((text, i) => `<td style="${align(i)}">${escapeHtml(text)}</td>`).join("")}</tr>`,
  );
  return [
    `<table><caption style="caption-side:top;text-align:left;font-weight:600">${escapeHtml(caption(table))}</caption>`,
    `<thead><tr>${head.join("")}</tr></thead>`,
    `<tbody>${body.join("\n")}</tbody></table>`,
  ].join("\n");
}

/** The table folded away under its caption, to be opened by a click. */
export function foldedHtml(table: ShownTable): string {
  return `<details><summary>${escapeHtml(caption(table))}</summary>\n${tableHtml(table)}\n</details>`;
}

/** The same table as plain text with aligned columns, for readers without HTML. */
export function tableText(table: ShownTable): string {
  const lines = [table.headings, ...table.rows];
  const widths = table.headings.map((_, i) => Math.max(...lines.map((line) => line[i].length)));
  const pad = (text: string, i: number): string =>
    table.numeric[i] ? text.padStart(widths[i]) : text.padEnd(widths[i]);
  return [caption(table), ...lines.map((line) => line.map(pad).join("  ").trimEnd())].join("\n");
}

/** Makes a text safe inside HTML and its attributes. */
export function escapeHtml(text: string): string {
  const entities: Record<string, string> = {
    "&": "&amp;",
    "<": "&lt;",
    ">": "&gt;",
    '"': "&quot;",
    "'": "&#39;",
  };
  return text.replace(/[&<>"']/g, (character) => entities[character]);
}

function caption({ title, rows, totalRows }: ShownTable): string {
  return rows.length < totalRows ? `${title} (first ${rows.length} of ${totalRows} rows)` : title;
}
