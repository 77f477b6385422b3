// The only code that an old Node must be able to read before it is told to go; hence no newer syntax than Node 12's
// here and in the four commands, and the rest by a late import.

/**
 * Whether a version of Node can run the project. `lib` is CommonJS and one of its libraries is not: 20.19 and 22.12
 * are the first in their lines that load such a library, and 21 never learned it.
 *
 * @param {string} version for example "22.12.0"
 * @returns {boolean}
 */
export function isSuitableNode(version) {
  const [major, minor] = version.split(".").map(Number);
  return major > 22 || (major === 22 && minor >= 12) || (major === 20 && minor >= 19);
}

/**
 * Runs a command's `main` with the arguments of this process and ends with the exit code that it returns. A problem
 * that the reader can mend is one sentence and exit code 1.
 *
 * @param {() => Promise<{ main: (argv: string[]) => Promise<number> }>} load
 */
export function runCommand(load) {
  if (!isSuitableNode(process.versions.node)) {
    console.error(
      "Campaign Lab needs Node 20.19, 22.12 or newer, and this is " +
        process.versions.node +
        ": install a newer Node (for example from nodejs.org), then repeat the command.",
    );
    process.exit(1);
  }
  load()
    .then((command) => command.main(process.argv.slice(2)))
    .then((code) => {
      process.exitCode = code;
    })
    .catch((error) => {
      console.error(error.name === "Problem" ? error.message : error);
      process.exitCode = 1;
    });
}
