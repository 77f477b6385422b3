/**
 * The text of a notebook with these code cells.
 *
 * @param {readonly string[]} sources
 * @returns {string}
 */
export function toyNotebook(sources) {
  const cells = sources.map((source, index) => {
    return {
      cell_type: "code",
      id: `cell-${index}`,
      execution_count: null,
      metadata: {},
      outputs: [],
      source,
    };
  });
  return JSON.stringify({ cells, metadata: {}, nbformat: 4, nbformat_minor: 5 });
}
