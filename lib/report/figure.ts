/** One figure: what plotly draws, and the words that go with it. */
export interface Figure {
  /** File name without folder or ending. */
  readonly name: string;
  /** The finding, as a sentence. */
  readonly title: string;
  /** What to look at and what one mark is; also the text for readers who cannot see the figure. */
  readonly caption: string;
  readonly data: readonly object[];
  readonly layout: FigureLayout;
}

/** The part of plotly's layout that the library itself reads; the rest is passed through. */
export interface FigureLayout {
  readonly width: number;
  readonly height: number;
  readonly title: object;
  readonly margin: { readonly l: number; readonly r: number; readonly t: number; readonly b: number };
  readonly annotations?: readonly object[];
  readonly [option: string]: unknown;
}

/** The words that every figure needs. */
export interface FigureWords {
  readonly name: string;
  readonly title: string;
  readonly caption: string;
}

/** One common width, so that a page of figures lines up and JupyterLab shows pictures at their size. */
export const FIGURE_WIDTH = 760;

/** Colours that readers with any colour vision can tell apart (Okabe and Ito 2008). */
export const COLOURS = {
  first: "#0072B2",
  second: "#D55E00",
  third: "#009E73",
  fourth: "#CC79A7",
  truth: "#000000",
  quiet: "#767676",
  grid: "#E5E5E5",
} as const;

/** Colours of the groups of one figure, in order. */
export const GROUP_COLOURS: readonly string[] = [
  COLOURS.first,
  COLOURS.second,
  COLOURS.third,
  COLOURS.fourth,
  COLOURS.quiet,
];

const TITLE_CHARACTERS = 82;

/**
 * The layout that all figures share: size, font, a title broken into lines, quiet axes.
 * `axes` holds the axes and whatever else this figure sets itself.
 */
export function figureLayout(
  words: FigureWords,
  height: number,
  axes: Record<string, unknown>,
): FigureLayout {
  const lines = breakLines(words.title, TITLE_CHARACTERS);
  return {
    width: FIGURE_WIDTH,
    height,
    font: { family: "Open Sans, Helvetica, Arial, sans-serif", size: 13, color: "#222222" },
    title: {
      text: lines.join("<br>"),
      x: 0.02,
      xanchor: "left",
      y: 1,
      yanchor: "top",
      yref: "container",
      pad: { t: 16 },
      font: { size: 16 },
    },
    // A legend stands below the axis title and needs room there.
    margin: { l: 60, r: 30, t: 32 + 22 * lines.length, b: axes.showlegend ? 90 : 55 },
    paper_bgcolor: "#FFFFFF",
    plot_bgcolor: "#FFFFFF",
    showlegend: false,
    hoverlabel: { font: { size: 12 } },
    // Along the side: above the plot the buttons would cover the title.
    modebar: { orientation: "v" },
    ...axes,
  };
}

/** An axis with its quantity and unit as title. */
export function axis(title: string, options: Record<string, unknown> = {}): Record<string, unknown> {
  return {
    title: { text: title, standoff: 10 },
    automargin: true,
    gridcolor: COLOURS.grid,
    zeroline: false,
    linecolor: COLOURS.quiet,
    ticks: "outside",
    tickcolor: COLOURS.grid,
    ...options,
  };
}

/** A dashed line across the whole height at one x. */
export function verticalLine(at: number, color: string): object {
  return {
    type: "line",
    xref: "x",
    yref: "paper",
    x0: at,
    x1: at,
    y0: 0,
    y1: 1,
    line: { color, width: 1.5, dash: "dash" },
  };
}

/** A legend along the lower edge of the figure. */
export function legendBelow(): Record<string, unknown> {
  return {
    showlegend: true,
    legend: { orientation: "h", x: 0, xanchor: "left", yref: "container", y: 0.01, yanchor: "bottom" },
  };
}

/** The words in lines of at most `limit` characters; a longer word has its own line. */
export function breakLines(text: string, limit: number): string[] {
  const lines = [""];
  for (const word of text.split(" ")) {
    const last = lines[lines.length - 1];
    if (last !== "" && last.length + 1 + word.length > limit) lines.push(word);
    else lines[lines.length - 1] = last === "" ? word : `${last} ${word}`;
  }
  return lines;
}
