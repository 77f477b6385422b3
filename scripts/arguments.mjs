import { Problem } from "./problem.mjs";

/**
 * An option of a command: what its value is called (none for a switch) and what it does.
 *
 * @typedef {{ readonly value?: string, readonly text: string }} Option
 * @typedef {{ readonly [name: string]: Option }} Options
 */

/**
 * Reads a command's options, written `--out DIR` or `--out=DIR`.
 *
 * @param {readonly string[]} argv
 * @param {Options} options by name without the dashes
 * @returns {{ values: { [name: string]: string }, rest: string[] }} `rest` holds what no option explains, in order
 */
export function readArguments(argv, options) {
  /** @type {{ [name: string]: string }} */
  const values = {};
  const rest = [];
  for (let index = 0; index < argv.length; index += 1) {
    const [name, written] = nameAndValue(argv[index]);
    const option = Object.hasOwn(options, name) ? options[name] : undefined;
    if (!option) {
      rest.push(argv[index]);
      continue;
    }
    if (Object.hasOwn(values, name)) throw new Problem(`--${name}: given twice`);
    if (!option.value && written !== undefined)
      throw new Problem(`--${name}: takes no value, got "${written}"`);
    const value = option.value ? (written ?? argv[index + 1]) : "yes";
    if (!value || (written === undefined && value.startsWith("--"))) {
      throw new Problem(
        `--${name}: expected ${option.value} after it, got ${value ? `"${value}"` : "nothing"}`,
      );
    }
    if (option.value && written === undefined) index += 1;
    values[name] = value;
  }
  return { values, rest };
}

/**
 * Refuses what no option explains.
 *
 * @param {readonly string[]} rest
 * @param {Options} options
 */
export function refuse(rest, options) {
  if (rest.length === 0) return;
  const names = Object.entries(options).map(([name, { value }]) => `--${name}${value ? ` ${value}` : ""}`);
  throw new Problem(
    `unknown option "${rest[0]}"; ${names.length > 0 ? `the options are ${names.join(", ")}` : "there are none"}`,
  );
}

/**
 * The text that --help prints.
 *
 * @param {string} command
 * @param {string} purpose
 * @param {Options} options
 * @returns {string}
 */
export function help(command, purpose, options) {
  const rows = Object.entries(options).map(([name, { value, text }]) => {
    return `  ${`--${name}${value ? ` ${value}` : ""}`.padEnd(24)}${text}`;
  });
  return [`${command}: ${purpose}`, "", ...rows].join("\n");
}

/**
 * @param {string} argument
 * @returns {[name: string, value: string | undefined]} an empty name when it is no option
 */
function nameAndValue(argument) {
  if (!argument.startsWith("--")) return ["", undefined];
  const equals = argument.indexOf("=");
  return equals < 0
    ? [argument.slice(2), undefined]
    : [argument.slice(2, equals), argument.slice(equals + 1)];
}
