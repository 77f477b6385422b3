/** Words that no SQL engine takes as a name without quotes, and the two columns that loading and cleaning add. */
const TAKEN: ReadonlySet<string> = new Set(
  (
    "all analyse analyze and any array as asc asymmetric between both by case cast check collate column constraint " +
    "create cross default deferrable desc describe distinct do else end except exists false fetch for foreign from " +
    "full group having in initially inner intersect into is join lambda lateral leading left like limit not null " +
    "offset on only or order outer pivot pivot_longer pivot_wider placing primary qualify references returning " +
    "right select show some summarize symmetric table then to trailing true union unique unpivot using values " +
    "variadic when where window with reason record_number"
  ).split(" "),
);

/**
 * Why a table or column cannot have this name in the schema, or null. Names go into SQL unquoted, so they must be words
 * that every engine takes as they are.
 */
export function nameProblem(name: string): string | null {
  if (!/^[a-z][a-z0-9_]*$/.test(name)) return "a name is lower-case letters, digits and _";
  return TAKEN.has(name) ? "this name is taken; choose another one and give the file's name in file" : null;
}

/**
 * A name of the schema made from the name in a file, different from the names that are taken already.
 *
 * @example
 * schemaName("MntWines", []); // "mnt_wines"
 * schemaName("Group", []); // "group_2"
 */
export function schemaName(name: string, taken: readonly string[]): string {
  const words = name
    .normalize("NFKD")
    .replace(/[\u0300-\u036f]/g, "")
    .replace(/([a-z0-9])([A-Z])/g, "$1_$2")
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, "_")
    .replace(/^_+|_+$/g, "");
  const base = /^[a-z]/.test(words) ? words : `column_${words}`.replace(/_$/, "");
  const free = (candidate: string): boolean => nameProblem(candidate) === null && !taken.includes(candidate);
  let candidate = base;
  for (let number = 2; !free(candidate); number++) candidate = `${base}_${number}`;
  return candidate;
}
