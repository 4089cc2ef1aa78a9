import type { EntityManager } from 'typeorm';

/** FX-2: the spot rate of a day, or of the last day before it that has one, at most 31 days back (firms that load monthly rates). Undefined when there is none; never an inverted rate (MON-7). */
export async function spotRate(em: EntityManager, from: string, to: string, date: string): Promise<string | undefined> {
  if (from === to) return '1';
  const [row] = await em.query(
    `select data->>'rate' as rate from canonical_record where entity = 'exchange_rate' and not deleted and data->>'from' = $1 and data->>'to' = $2
       and coalesce(data->>'rate_type', 'spot') = 'spot' and data->>'date' <= $3 and data->>'date' >= ($3::date - 31)::text order by data->>'date' desc limit 1`, [from, to, date]);
  return row?.rate;
}
