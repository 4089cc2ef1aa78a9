import type { EntityManager } from 'typeorm';

/** FX-2: spot rate of the day, or of the last day before it that has one, at most 31 days back (firms that load monthly rates); never an inverted rate (MON-7). `1` within one currency; null when there is none. */
export async function spotRate(em: EntityManager, from: string, to: string, date: string): Promise<string | null> {
  if (from === to) return '1';
  const [row] = await em.query(
    `select data->>'rate' as rate from canonical_record where entity = 'exchange_rate' and not deleted and data->>'from' = $1 and data->>'to' = $2
       and coalesce(data->>'rate_type', 'spot') = 'spot' and data->>'date' <= $3 and data->>'date' >= ($3::date - 31)::text order by data->>'date' desc limit 1`, [from, to, date]);
  return row?.rate ?? null;
}
