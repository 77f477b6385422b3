/** How the car seller's systems write moments, durations and money. Moments are milliseconds since 1970, in no time zone. */

export const DAY = 86_400_000;
const MONTHS = ["JAN", "FEB", "MAR", "APR", "MAY", "JUN", "JUL", "AUG", "SEP", "OCT", "NOV", "DEC"];

/**
 * A moment as SAS writes it, to a hundredth of a second.
 *
 * @example
 * sasDatetime(Date.UTC(2018, 1, 5, 13, 48, 45, 560)); // "05FEB2018:13:48:45.56"
 */
export function sasDatetime(moment: number): string {
  const [date, time] = new Date(moment).toISOString().split("T");
  const [year, month, day] = date.split("-");
  return `${day}${MONTHS[Number(month) - 1]}${year}:${time.slice(0, 11)}`;
}

/**
 * The moment that a SAS datetime names. Throws RangeError when the text is not one.
 *
 * @example
 * new Date(momentOf("05FEB2018:13:48:45.56")).toISOString(); // "2018-02-05T13:48:45.560Z"
 */
export function momentOf(text: string): number {
  const parts = /^(\d\d)([A-Z]{3})(\d{4}):(\d\d:\d\d:\d\d\.\d\d)$/.exec(text);
  const moment = parts
    ? Date.parse(`${parts[3]}-${monthNumber(parts[2])}-${parts[1]}T${parts[4]}Z`)
    : Number.NaN;
  if (Number.isNaN(moment))
    throw new RangeError(`SAS datetime: expected DDMONYYYY:hh:mm:ss.cc, got "${text}"`);
  return moment;
}

/** Seconds as hours, minutes and seconds: durationText(1_691) is "0:28:11". */
export function durationText(seconds: number): string {
  const two = (part: number): string => String(part % 60).padStart(2, "0");
  return `${Math.floor(seconds / 3_600)}:${two(Math.floor(seconds / 60))}:${two(seconds)}`;
}

/** US dollars with cents: moneyText(28_352.27) is "$28,352.27". */
export function moneyText(dollars: number): string {
  return `$${dollars.toFixed(2).replace(/\B(?=(\d{3})+\.)/g, ",")}`;
}

function monthNumber(name: string): string {
  return String(MONTHS.indexOf(name) + 1).padStart(2, "0");
}
