import { addDays, addMonths, dec, monthEnd, monthOf, monthStart, sum, ZERO } from '#lib/canonical';
import { applyCaps, type CapPolicy, minimumPerPeriod, minorRound, rateUsage, retainerLedger, retainerPeriod, straightLine } from '#lib/rules';
import type { ObligationVersion, PerformanceObligation } from '#lib/store';
import type { EntityManager } from 'typeorm';
import { recurringPeriods, retainerPeriods } from '../contract/line-price.js';
import { approvedHours, billableExpenses, billableTime, usedQuantities } from './facts.js';

/** Value of approved work to date at contract rates (REV-9). */
export interface Worked {
  value: string;
  /** Value by project. */
  weights: Record<string, string>;
  inputs: Record<string, unknown>;
  /** Cost that the client repays without profit to the firm: relieves expense cost (EXP-6, agent). */
  pass_through?: string;
}

type ByDate = [project_id: string | null, date: string, value: string];

/** Revenue to date of an obligation outside the allocation. `versions` oldest first: usage is rated by the terms of its month. */
export async function workedValue(em: EntityManager, o: PerformanceObligation, versions: readonly ObligationVersion[], asOf: string, currency: string): Promise<Worked> {
  const v = versions.at(-1)!;
  switch (o.component) {
    case 'work': return timeValue(em, o, v, asOf, currency);
    case 'expense': return expenseValue(em, o, v, asOf, currency);
    case 'usage': return usageValue(em, o, versions, asOf, currency);
    case 'overage': return overageValue(em, o, v, asOf, currency);
    default: return v.lines[0]!.recurring ? recurringValue(v, asOf, currency) : openRetainerValue(em, o, v, asOf, currency);
  }
}

/** Time at contract rates: capped work beyond the cap brings nothing (TM-7), an ended month at least its minimum (TM-4). */
async function timeValue(em: EntityManager, o: PerformanceObligation, v: ObligationVersion, asOf: string, currency: string): Promise<Worked> {
  const values: ByDate[] = [];
  let capped = ZERO;
  for (const line of v.lines) {
    const facts = await billableTime(em, o.contract_id, [line.line_no], asOf);
    const limited = line.cap_amount !== undefined || line.cap_hours !== undefined;
    const caps = limited
      ? applyCaps({ entries: facts.map((f) => ({ id: f.id, work_date: f.work_date, approved_at: f.approved_at, net: f.bill_net!, hours: f.billable_hours, reverses_id: f.reverses_id })), levels: [{ level: 'line', cap_amount: line.cap_amount ?? null, cap_hours: line.cap_hours ?? null }], policy: line.cap_policy as CapPolicy, currency })
      : undefined;
    const within = new Map(caps?.entries.map((e) => [e.id, e.billed_net]));
    capped = capped.plus(caps?.capped_net ?? 0);
    const mine = facts.map((f): ByDate => [f.project_id, f.work_date, within.get(f.id) ?? f.bill_net!]);
    values.push(...mine, ...topUps(mine, line.minimum_amount, v, asOf, currency));
  }
  return { ...totals(values), inputs: { worked: sum(values.map(([, , value]) => value)).toFixed(), entries: values.length, capped: capped.toFixed() } };
}

function topUps(values: ByDate[], minimum: string | undefined, v: ObligationVersion, asOf: string, currency: string): ByDate[] {
  if (minimum === undefined || !v.start_date) return [];
  const added: ByDate[] = [];
  for (let month = monthStart(v.start_date); monthEnd(month) <= asOf && (!v.end_date || month <= v.end_date); month = addMonths(month, 1)) {
    const { adjustment } = minimumPerPeriod({ minimum_amount: minimum, nets: values.filter(([, date]) => monthOf(date) === monthOf(month)).map(([, , value]) => value), currency });
    if (adjustment) added.push([null, monthEnd(month), adjustment.net]);
  }
  return added;
}

/** Approved billable expenses; as an agent only the markup is revenue, the rest relieves cost (EXP-6). */
async function expenseValue(em: EntityManager, o: PerformanceObligation, v: ObligationVersion, asOf: string, currency: string): Promise<Worked> {
  const values: ByDate[] = [];
  let passed = ZERO;
  for (const line of v.lines) {
    const facts = await billableExpenses(em, o.contract_id, [line.line_no], asOf);
    const cap = line.expense?.cap_amount;
    const caps = cap === undefined ? undefined : applyCaps({ entries: facts.map((f) => ({ id: f.id, work_date: f.expense_date, approved_at: f.approved_at, net: f.billed, kind: 'expense' as const, reverses_id: f.reverses_id })), levels: [{ level: 'line', cap_amount: cap, cap_scope: 'expenses' }], policy: line.cap_policy as CapPolicy, currency });
    const within = new Map(caps?.entries.map((e) => [e.id, e.billed_net]));
    values.push(...facts.map((f): ByDate => [f.project_id, f.expense_date, within.get(f.id) ?? f.billed]));
    if (line.expense?.presentation === 'agent') passed = passed.plus(sum(facts.map((f) => f.cost ?? minorRound(dec(f.billed).div(dec(line.expense?.markup ?? '0').plus(1)), currency))));
  }
  return { ...totals(values), inputs: { billable: sum(values.map(([, , value]) => value)).toFixed(), lines: values.length }, ...(passed.isZero() ? {} : { pass_through: passed.toFixed() }) };
}

/** MS-4, MS-8: usage of each month by the tiers in force in it, in the month used (REV-12). */
async function usageValue(em: EntityManager, o: PerformanceObligation, versions: readonly ObligationVersion[], asOf: string, currency: string): Promise<Worked> {
  const lineNos = [...new Set(versions.flatMap((v) => v.lines.map((l) => l.line_no)))];
  const used = await usedQuantities(em, o.contract_id, lineNos, asOf);
  const values = used.flatMap((u): ByDate[] => {
    const end = monthEnd(`${u.month}-01`);
    const v = [...versions].reverse().find((x) => x.effective_date <= end) ?? versions[0]!;
    const terms = v.lines.find((l) => l.line_no === u.line_no)?.usage?.find((t) => t.meter === u.meter);
    if (!terms || terms.tiers.length === 0) return [];
    const rated = rateUsage({ quantity: u.quantity, allowance: terms.allowance, block_size: terms.block_size, mode: terms.mode as 'graduated' | undefined, tiers: terms.tiers.map((t) => ({ up_to: t.up_to ?? null, price: t.price, flat_fee: t.flat_fee })), currency });
    return [[null, end < asOf ? end : asOf, rated.amount]];
  });
  return { ...totals(values), inputs: { usage: used.map((u) => [u.line_no, u.meter, u.month, u.quantity]) } };
}

/** RET-3, MS-5: hours beyond what is available, at the overage rate, in the period worked. */
async function overageValue(em: EntityManager, o: PerformanceObligation, v: ObligationVersion, asOf: string, currency: string): Promise<Worked> {
  const line = v.lines[0]!;
  const r = line.retainer!;
  const facts = await approvedHours(em, o.contract_id, v.lines.map((l) => l.line_no), asOf);
  const periods = retainerPeriods(line, { start: v.start_date, end: v.end_date }, currency, addDays(asOf, 1));
  const used = periods.map((p) => sum(facts.filter((f) => f.work_date >= p.from && f.work_date < p.to).map((f) => f.billable_hours)));
  const ledger = retainerLedger({
    periods: periods.map((p, i) => ({ period: monthOf(p.from), included_hours: p.included!, used_hours: used[i]!.isNegative() ? '0' : used[i]!.toFixed() })),
    rollover_cap: line.contract_type === 'retainer' ? r.rollover_cap ?? null : '0', rollover_expiry_periods: r.rollover_expiry_periods === undefined ? null : Number(r.rollover_expiry_periods),
  });
  const values = ledger.periods.flatMap((p, i): ByDate[] => {
    if (dec(p.overage).isZero()) return [];
    const priced = retainerPeriod({ included_hours: periods[i]!.included!, carried_in: p.rollover_in, used_hours: used[i]!.toFixed(), fee: periods[i]!.amount, overage_rate: r.overage_rate, currency });
    return [[null, periods[i]!.from, priced.overage_amount]];
  });
  return { ...totals(values), inputs: { overage: ledger.periods.map((p) => [p.period, p.overage]) } };
}

/** MS-8: a series without an end: each billing period is revenue of its own days. */
function recurringValue(v: ObligationVersion, asOf: string, currency: string): Worked {
  const values = recurringPeriods(v.lines[0]!, { start: v.start_date, end: v.end_date }, currency, addDays(asOf, 1)).map((p): ByDate => {
    const end = addDays(p.to, -1);
    const served = straightLine({ amount: p.amount, start: p.from, end, periods: asOf < end ? [{ period_id: 'served', start: p.from, end: asOf }, { period_id: 'left', start: addDays(asOf, 1), end }] : undefined, currency }).lines;
    return [null, p.from, asOf < end ? served[0]!.amount : p.amount];
  });
  return { ...totals(values), inputs: { periods: values.length } };
}

/** RET-7 without an end: hours drawn and expired, at the fee per hour of a period. */
async function openRetainerValue(em: EntityManager, o: PerformanceObligation, v: ObligationVersion, asOf: string, currency: string): Promise<Worked> {
  const line = v.lines[0]!;
  const periods = retainerPeriods(line, { start: v.start_date, end: v.end_date }, currency, addDays(asOf, 1));
  const facts = await approvedHours(em, o.contract_id, v.lines.map((l) => l.line_no), asOf);
  const used = periods.map((p) => sum(facts.filter((f) => f.work_date >= p.from && f.work_date < p.to).map((f) => f.billable_hours)));
  const ledger = retainerLedger({ periods: periods.map((p, i) => ({ period: monthOf(p.from), included_hours: p.included!, used_hours: used[i]!.isNegative() ? '0' : used[i]!.toFixed() })), rollover_cap: line.retainer!.rollover_cap ?? null, rollover_expiry_periods: line.retainer!.rollover_expiry_periods === undefined ? null : Number(line.retainer!.rollover_expiry_periods) });
  const done = sum(ledger.periods.map((p, i) => dec(p.drawn).plus(periods[i]!.to <= addDays(asOf, 1) ? p.expired : 0)));
  const granted = sum(periods.map((p) => p.included!));
  const value = granted.isZero() ? ZERO : sum(periods.map((p) => p.amount)).times(done).div(granted);
  return { ...totals([[null, asOf, value.toFixed()]]), inputs: { granted: granted.toFixed(), used_or_expired: done.toFixed() } };
}

function totals(values: ByDate[]): { value: string; weights: Record<string, string> } {
  const weights: Record<string, string> = {};
  for (const [project, , value] of values) if (project) weights[project] = dec(weights[project] ?? 0).plus(value).toFixed();
  return { value: sum(values.map(([, , value]) => value)).toFixed(), weights: Object.fromEntries(Object.entries(weights).filter(([, w]) => dec(w).gt(0))) };
}
