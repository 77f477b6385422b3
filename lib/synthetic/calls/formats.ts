/** How the car seller's systems write moments, durations and money. Moments are milliseconds since 1970, in no time zone. */

const MONTHS = ["JAN", "FEB", "MAR", "APR", "MAY", "JUN", "JUL", "AUG", "SEP", "OCT", "NOV", "DEC"];

/** A moment as SAS writes it, to a hundredth of a second: 05FEB2018:13:48:45.56. */
export function sasDatetime(moment: number): string {
  const [date, time] = new Date(moment).toISOString().split("T");
  const [year, month, day] = date.split("-");
  return `${day}${MONTHS[Number(month) - 1]}${year}:${time.slice(0, 11)}`;
}

/** The moment that a SAS datetime names. Throws RangeError when the text is not one. */
export function momentOf(text: string): number {
  const [, day, month, year, time] = /^(\d\d)([A-Z]{3})(\d{4}):(\d\d:\d\d:\d\d\.\d\d)$/.exec(text) ?? [];
  const number = String(MONTHS.indexOf(month) + 1).padStart(2, "0");
  const moment = Date.parse(`${year}-${number}-${day}T${time}Z`);
  if (!Number.isNaN(moment)) return moment;
  throw new RangeError(`SAS datetime: expected DDMONYYYY:hh:mm:ss.cc, got "${text}"`);
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
