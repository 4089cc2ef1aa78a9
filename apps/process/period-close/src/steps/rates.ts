import { type LegalEntity, monthEnd } from '#lib/canonical';
import { BusinessFailure } from '#lib/process';
import { recordByKey } from '#lib/store';
import type { EntityManager } from 'typeorm';

/** Functional currency of a legal entity. Throws MISSING_LEGAL_ENTITY. */
export async function functionalCurrency(em: EntityManager, entity: string): Promise<string> {
  const found = (await recordByKey<LegalEntity>(em, 'legal_entity', entity))?.data.functional_currency;
  if (!found) throw new BusinessFailure('MISSING_LEGAL_ENTITY', undefined, `Legal entity ${entity} is not known from the ERP`, { legal_entity: entity });
  return found;
}

/** FX-3: the closing rate of the last day of a month where one is kept, else the spot rate of that day or the last one before it, at most 31 days back. Never inverted (MON-7). */
export async function closingRate(em: EntityManager, from: string, to: string, period: string): Promise<string | undefined> {
  if (from === to) return '1';
  const date = monthEnd(`${period}-01`);
  const [row] = await em.query(
    `select data->>'rate' as rate from canonical_record where entity = 'exchange_rate' and not deleted and data->>'from' = $1 and data->>'to' = $2
       and ((data->>'rate_type' = 'closing' and data->>'date' = $3) or (coalesce(data->>'rate_type', 'spot') = 'spot' and data->>'date' <= $3 and data->>'date' >= ($3::date - 31)::text))
     order by (data->>'rate_type' = 'closing') desc, data->>'date' desc limit 1`, [from, to, date]);
  return row?.rate;
}

/** A rate that must be there. Throws FX_RATE_MISSING, which names what for. */
export function needed(rate: string | null | undefined, from: string, to: string, what: string): string {
  if (!rate) throw new BusinessFailure('FX_RATE_MISSING', undefined, `${what}: no exchange rate ${from} to ${to}`, { from, to, what });
  return rate;
}
