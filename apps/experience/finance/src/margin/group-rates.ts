import { convert } from '#lib/rules';
import type { EntityManager } from 'typeorm';
import type { RateSet, RateView } from '../http/margin.dto.js';
import { AMOUNTS, type MonthSums } from './sum-months.js';

/** Exchange rates of a set of currencies and months to the group currency. */
export interface GroupRates {
  to: string;
  set: RateSet;
  /** The rate of a currency and month, or undefined when none is known. */
  of(currency: string, month: string): string | undefined;
}

/**
 * FX-5, FX-7: result figures of a month at the month's average rate: the one the ERP publishes, else the mean of its spot rates in the
 * month. A rate is never inverted and never guessed.
 */
export async function groupRates(em: Pick<EntityManager, 'query'>, to: string, needed: readonly { currency: string; month: string }[]): Promise<GroupRates> {
  const foreign = needed.filter((n) => n.currency !== to);
  const months = foreign.map((n) => n.month).sort();
  const rates: RateView[] = foreign.length === 0 ? [] : await em.query(
    `select data->>'from' as "from", data->>'to' as "to", left(data->>'date', 7) as month,
       trim_scale(coalesce(avg((data->>'rate')::numeric) filter (where data->>'rate_type' = 'average'), round(avg((data->>'rate')::numeric) filter (where coalesce(data->>'rate_type', 'spot') = 'spot'), 10)))::text as rate
     from canonical_record where entity = 'exchange_rate' and not deleted and data->>'to' = $1 and data->>'from' = any($2::text[]) and data->>'date' >= $3 and data->>'date' < $4 group by 1, 2, 3 order by 1, 3`,
    [to, foreign.map((n) => n.currency), `${months[0]}-01`, `${months.at(-1)}-32`]);
  const used = rates.filter((r) => r.rate !== null && foreign.some((n) => n.currency === r.from && n.month === r.month));
  const byKey = new Map(used.map((r) => [`${r.from} ${r.month}`, r.rate]));
  return {
    to, set: { id: 'monthly_average', label: 'Average rate of the month: as published by the ERP, else the mean of its spot rates in the month (FX-5)', rates: used },
    of: (currency, month) => (currency === to ? '1' : byKey.get(`${currency} ${month}`)),
  };
}

/** The sums of one group in the group currency: each currency and month converted and rounded by itself, then added. Null amounts when a rate is missing. */
export function converted(sums: readonly MonthSums[], rates: GroupRates): { amounts: Record<(typeof AMOUNTS)[number], string[]> | null; missing: string[] } {
  const missing = sums.filter((s) => rates.of(s.currency, s.month!) === undefined).map((s) => `${s.currency} to ${rates.to} for ${s.month}`);
  if (missing.length > 0) return { amounts: null, missing };
  const amounts = Object.fromEntries(AMOUNTS.map((a) => [a, sums.map((s) => (s.currency === rates.to ? s[a] : convert({ amount: s[a], rate: rates.of(s.currency, s.month!), to_currency: rates.to }).amount))]));
  return { amounts: amounts as Record<(typeof AMOUNTS)[number], string[]>, missing };
}
