import { daysBetween, sum, type DecimalInput } from '#lib/canonical';
import { day, num, numOr, ratioOrNull, text } from '../exact.js';
import { why, type RuleTrace } from '../trace.js';

/** Work approved and not invoiced, at contract rates. */
export interface WipItem {
  id: string;
  work_date: string;
  amount: DecimalInput;
  /** T&M with an unconditional right, or fixed-fee work ahead of a milestone (BAL-3); default unbilled_receivable. */
  kind?: 'unbilled_receivable' | 'contract_asset';
}

/** MET-10 ages in days since the work date. */
export const WIP_BUCKETS = ['0-30', '31-60', '61-90', '91+'] as const;

export type WipBucket = (typeof WIP_BUCKETS)[number];

/** MET-10: unbilled receivable plus contract asset, aged by work date. Work dated after `as_of` counts as 0-30. */
export function wip(input: { items: readonly WipItem[]; as_of: string }): { total: string; unbilled_receivable: string; contract_asset: string; aging: Record<WipBucket, string>; why: RuleTrace[] } {
  const asOf = day(input.as_of, 'as_of');
  const rows = input.items.map((i) => ({ amount: num(i.amount, `amount of ${i.id}`), kind: i.kind ?? 'unbilled_receivable', bucket: bucketOf(daysBetween(i.work_date, asOf)) }));
  const total = sum(rows.map((r) => r.amount));
  const of = (kind: string): string => text(sum(rows.filter((r) => r.kind === kind).map((r) => r.amount)));
  const aging = Object.fromEntries(WIP_BUCKETS.map((b) => [b, text(sum(rows.filter((r) => r.bucket === b).map((r) => r.amount)))])) as Record<WipBucket, string>;
  return { total: text(total), unbilled_receivable: of('unbilled_receivable'), contract_asset: of('contract_asset'), aging, why: [why('MET-10', `aged by work date as of ${asOf}`, { total })] };
}

function bucketOf(days: number): WipBucket {
  return days <= 30 ? '0-30' : days <= 60 ? '31-60' : days <= 90 ? '61-90' : '91+';
}

/** MET-10: `WIP / revenue of the last 12 months x 365`; null without revenue. */
export function wipDays(input: { wip: DecimalInput; annual_revenue: DecimalInput; days?: DecimalInput }): { days: string | null; why: RuleTrace[] } {
  const amount = num(input.wip, 'wip');
  const revenue = num(input.annual_revenue, 'annual_revenue');
  return { days: ratioOrNull(amount.times(numOr(input.days, 365, 'days')), revenue), why: [why('MET-10', 'WIP days', { wip: amount, revenue })] };
}
