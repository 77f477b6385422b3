/** Something that the reader can mend: the message says what to do and is printed without a stack. */
export class Problem extends Error {
  /** @param {string} message */
  constructor(message) {
    super(message);
    this.name = "Problem";
  }
}
