/**
 * Valid data that cannot answer the question, such as a risk ratio without a conversion in the control group. The message
 * says why; a table of results prints it as "not estimable: …" instead of a number.
 *
 * Every other RangeError of this room means that an argument is wrong.
 */
export class NotEstimable extends RangeError {
  override readonly name: string = "NotEstimable";
}
