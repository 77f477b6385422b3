import type { Random } from "../../statistics/random.js";
import type { Table } from "../../types.js";
import { textsIn } from "../tables.js";
import type { CallWorld } from "./campaign.js";
import { phoneHash } from "./customers.js";
import { type Dial, drawDials } from "./fates.js";
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
    const phone = phoneHash(random);
    const { midnight } = fates[random.below(fates.length)];
    return drawDials(midnight, STRANGERS_ANSWER, random).map((dial) => ({ ...dial, phone }));
  });
  return asTable([...dials, ...strangers].sort((a, b) => a.at - b.at));
}

function asTable(dials: readonly (Dial & { readonly phone: string | null })[]): Table {
  return {
    name: "call_history",
    rows: dials.length,
    columns: {
      PhoneNumber_hashed: dials.map(({ phone }) => phone),
      OBCallDateTime: dials.map(({ at }) => sasDatetime(at)),
      Contacted: Float64Array.from(dials, ({ contacted }) => Number(contacted)),
      advocate_id: Float64Array.from(dials, ({ advocate }) => advocate),
      CallDuration: dials.map(({ seconds }) => (Number.isNaN(seconds) ? null : durationText(seconds))),
    },
  };
}
