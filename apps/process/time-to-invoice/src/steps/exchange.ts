import { dec } from '#lib/canonical';
import { convert } from '#lib/rules';
import type { EntityManager } from 'typeorm';

export type Converted = { ok: true; amount: string; rate: string } | { ok: false; detail: string };

/** FX-2: an amount at the spot rate of the day, or of the last day before it that has one, at most 31 days back (firms that load monthly rates); never an inverted rate (MON-7). */
export async function convertAt(em: EntityManager, amount: string, from: string, to: string, date: string): Promise<Converted> {
  if (from === to) return { ok: true, amount, rate: '1' };
  const [row] = await em.query(
    `select data->>'rate' as rate from canonical_record where entity = 'exchange_rate' and not deleted and data->>'from' = $1 and data->>'to' = $2
       and coalesce(data->>'rate_type', 'spot') = 'spot' and data->>'date' <= $3 and data->>'date' >= ($3::date - 31)::text order by data->>'date' desc limit 1`, [from, to, date]);
  if (!row) return { ok: false, detail: `no exchange rate ${from} to ${to} for ${date}` };
  return { ok: true, amount: convert({ amount: dec(amount), rate: row.rate, to_currency: to }).amount, rate: row.rate };
}
