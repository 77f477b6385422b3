import { type Document, isAlias, isMap, isScalar, isSeq, LineCounter, parseDocument } from "yaml";
import { DataError } from "../data-error.js";

/** The keys that must and may stand at a place. */
export interface Keys {
  readonly needed: readonly string[];
  readonly optional: readonly string[];
}

/**
 * Reads a YAML text by what stands at each place, and collects what is wrong with it.
 *
 * Throws DataError with file, line and reason for everything that `read` refused, or for text that is not YAML.
 */
export function readYaml<T>(text: string, file: string, read: (root: Place) => T): T {
  const lines = new LineCounter();
  const document = parseDocument(text, { lineCounter: lines });
  if (document.errors.length > 0) {
    throw new DataError(document.errors.map((e) => `${file}: ${e.message.split("\n")[0].replace(/:$/, "")}`));
  }
  const problems: string[] = [];
  const result = read(
    new Place(document.toJS(), [], (path, problem) => {
      const place = path.length > 0 ? `${path.join(".")}: ` : "";
      problems.push(`${file} line ${lineOf(document, lines, path)}: ${place}${problem}`);
    }),
  );
  if (problems.length > 0) throw new DataError(problems);
  return result;
}

/** Line of the key at the end of the path, or of the deepest part of it that is there. */
function lineOf(document: Document, lines: LineCounter, path: readonly string[]): number {
  let node: unknown = document.contents;
  let offset = 0;
  for (const step of path) {
    if (isAlias(node)) node = node.resolve(document);
    const item: unknown = isSeq(node) ? node.items[Number(step)] : undefined;
    const pair = isMap(node)
      ? node.items.find((i) => isScalar(i.key) && String(i.key.value) === step)
      : undefined;
    const found = pair?.key ?? item;
    if (found === undefined) break;
    offset = (found as { range?: readonly number[] | null }).range?.[0] ?? offset;
    const value: unknown = pair?.value ?? item;
    node = isAlias(value) ? value.resolve(document) : value;
  }
  return lines.linePos(offset).line || 1;
}

/**
 * A place in a YAML text and what stands there. What does not fit is refused, which is noted with its line, and reading
 * goes on with something empty: so all errors of a file come at once.
 */
export class Place {
  constructor(
    readonly content: unknown,
    private readonly path: readonly string[],
    private readonly report: (path: readonly string[], problem: string) => void,
  ) {}

  /** The last key on the way here. */
  get key(): string {
    return this.path[this.path.length - 1] ?? "";
  }

  get given(): boolean {
    return this.content !== undefined && this.content !== null;
  }

  refuse(problem: string): void {
    this.report(this.path, problem);
  }

  /** Refuses what stands under a key, if it is wrong. */
  refuseIf(wrong: boolean, key: string, problem: string): void {
    if (wrong) this.at(key).refuse(problem);
  }

  /** What `read` makes of this place, or null when nothing is given. */
  optional<T>(read: (place: Place) => T): T | null {
    return this.given ? read(this) : null;
  }

  /** The place under a key, also when nothing stands there. */
  at(key: string): Place {
    const content = isEntries(this.content) ? this.content[key] : undefined;
    return new Place(content, [...this.path, key], this.report);
  }

  /** The places under all keys. */
  entries(): Place[] {
    if (isEntries(this.content)) return Object.keys(this.content).map((key) => this.at(key));
    if (this.content !== undefined) this.refuse("expected keys with values");
    return [];
  }

  /** The places of a list. */
  items(): Place[] {
    if (Array.isArray(this.content)) {
      return this.content.map((item, i) => new Place(item, [...this.path, String(i)], this.report));
    }
    if (this.given) this.refuse(`expected a list in [ ], got ${this.shown()}`);
    return [];
  }

  expectKeys({ needed, optional }: Keys): void {
    const known = [...needed, ...optional];
    for (const entry of this.entries().filter(({ key }) => !known.includes(key))) {
      entry.refuse(`unknown key; known are ${known.join(", ")}`);
    }
    for (const key of needed.filter((key) => !this.at(key).given)) this.refuse(`${key} is not given`);
  }

  text(): string {
    if (typeof this.content === "object" && this.given) this.refuse(`expected a text, got ${this.shown()}`);
    return this.given ? String(this.content) : "";
  }

  optionalText(): string | null {
    return this.given ? this.text() : null;
  }

  texts(): string[] {
    return this.items().map((item) => item.text());
  }

  /** One of the known words; the first of them when something else stands here, which is refused. */
  oneOf<T extends string>(known: readonly T[]): T {
    const found = known.find((word) => word === this.content);
    if (found === undefined && this.given) {
      this.refuse(`unknown ${this.key} "${this.text()}"; known are ${known.join(", ")}`);
    }
    return found ?? known[0];
  }

  flag(): boolean {
    const fits = !this.given || typeof this.content === "boolean";
    if (!fits) this.refuse(`expected true or false, got ${this.shown()}`);
    return this.content === true;
  }

  wholeAboveZero(): number {
    const number = Number(this.content);
    if (!Number.isInteger(this.content) || number <= 0) {
      this.refuse(`expected a whole number above 0, got ${this.shown()}`);
    }
    return number;
  }

  /** Two numbers; with null for an end that is open. */
  pair(form: string): readonly [number | null, number | null] {
    const ends: readonly unknown[] = Array.isArray(this.content) ? this.content : [];
    if (ends.length === 2 && ends.every((end) => end === null || Number.isFinite(end))) {
      return [ends[0], ends[1]] as [number | null, number | null];
    }
    this.refuse(`expected ${form}, got ${this.shown()}`);
    return [null, null];
  }

  shown(): string {
    return JSON.stringify(this.content);
  }
}

function isEntries(content: unknown): content is Readonly<Record<string, unknown>> {
  return typeof content === "object" && content !== null && !Array.isArray(content);
}
