import type { Random } from "../../statistics/random.js";
import type { Table } from "../../types.js";
import { hexDigits } from "../columns.js";
import { tableOf, textsIn } from "../tables.js";
import type { CallWorld } from "./campaign.js";
import { drawDials } from "./fates.js";
import { durationText, sasDatetime } from "./formats.js";

/** Ours: numbers that are no customer's of the table, for each customer. */
const STRANGERS = 0.0025;
/** How often a stranger answers. */
const STRANGERS_ANSWER = 0.4;

/** OBCallHistory: one row per dial, by time; several attempts at a customer are several rows. */
export function callTable({ customers, fates, attempted }: CallWorld, random: Random): Table {
  const phones = textsIn(customers, "PhoneNumber_hashed");
  const dials = fates.flatMap((fate, row) =>
    attempted[row] ? fate.dials.map((dial) => ({ ...dial, phone: phones[row] })) : [],
  );
  const strangers = Array.from({ length: Math.round(STRANGERS * fates.length) }).flatMap(() => {
    const phone = hexDigits(2, random);
    const { midnight } = fates[random.below(fates.length)];
    return drawDials(midnight, STRANGERS_ANSWER, random).map((dial) => ({ ...dial, phone }));
  });
  return tableOf(
    "call_history",
    [...dials, ...strangers].sort((a, b) => a.at - b.at),
    {
      PhoneNumber_hashed: ({ phone }) => phone,
      OBCallDateTime: ({ at }) => sasDatetime(at),
      Contacted: ({ contacted }) => Number(contacted),
      advocate_id: ({ advocate }) => advocate,
      CallDuration: ({ seconds }) => (Number.isNaN(seconds) ? null : durationText(seconds)),
    },
  );
}
