import { dec, sum } from '#lib/canonical';
import { margin } from '#lib/rules';
import type { MarginRow } from '../http/margin.dto.js';
import type { Label } from '../labels.js';
import { converted, type GroupRates } from './group-rates.js';
import { AMOUNTS, type MonthSums, QUANTITIES } from './sum-months.js';

type Amounts = Record<(typeof AMOUNTS)[number], string>;

/** One row: amounts of a group in one currency, or converted when rates are given; cost only for those who may see it. */
export function marginRow(key: string, sums: readonly MonthSums[], label: Label | undefined, rates: GroupRates | undefined, showCost: boolean): { row: MarginRow; missing: string[] } {
  const quantities = Object.fromEntries(QUANTITIES.map((q) => [q, sum(sums.map((s) => s[q])).toFixed()])) as Record<(typeof QUANTITIES)[number], string>;
  const inGroup = rates ? converted(sums, rates) : undefined;
  const lists = inGroup ? inGroup.amounts : (Object.fromEntries(AMOUNTS.map((a) => [a, sums.map((s) => s[a])])) as Record<(typeof AMOUNTS)[number], string[]>);
  const amounts = lists && (Object.fromEntries(AMOUNTS.map((a) => [a, sum(lists[a]).toFixed()])) as Amounts);
  const { ready, held, capped, drafted, invoiced, written_off } = amounts ?? {};
  const row: MarginRow = {
    key, code: label?.code ?? key, label: label?.label ?? key, currency: rates?.to ?? sums[0]!.currency, hours: quantities.hours, billable_hours: quantities.billable_hours,
    revenue: amounts?.revenue ?? null, buckets: amounts ? ({ ready, held, capped, drafted, invoiced, written_off } as MarginRow['buckets']) : null,
    ...(showCost ? cost(amounts, quantities) : {}),
  };
  return { row, missing: inGroup?.missing ?? [] };
}

function cost(amounts: Amounts | null | undefined, quantities: Record<(typeof QUANTITIES)[number], string>): Partial<MarginRow> {
  const complete = dec(quantities.uncosted_hours).isZero() && dec(quantities.unconverted_hours).isZero();
  const flags = { cost_complete: complete, uncosted_hours: quantities.uncosted_hours, unconverted_hours: quantities.unconverted_hours };
  if (!amounts) return { labor_cost: null, margin_amount: null, margin: null, delivery_margin: null, ...flags };
  const result = margin({ revenue: amounts.revenue, labor_cost: amounts.labor_cost });
  return { labor_cost: amounts.labor_cost, margin_amount: result.margin_amount, margin: result.margin, delivery_margin: result.delivery_margin, ...flags };
}
