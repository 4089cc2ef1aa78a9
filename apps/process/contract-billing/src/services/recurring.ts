import { addDays, dec, type RecurringTerms } from '#lib/canonical';
import { billingPeriod, midPeriodChange, prorate, type ProrationMethod, type RecurringCharge, recurringCharges } from '#lib/rules';
import { type Charge, type LineOfContract, settleCharges } from '#lib/store';
import type { EntityManager } from 'typeorm';
import { oneOf } from '../contract/priced.js';
import { type PriceStep, priceSteps } from './prices.js';

/** The words of the contract terms for the proration methods of the rules. Service dates have no time of day, so seconds say the same as days. */
const METHODS: Record<string, ProrationMethod> = { actual_days: 'actual_period', strict_30_360: 'thirty_360', by_second: 'actual_period' };

/** MS-1…3: charges of a recurring line that are due by `through`, in advance or arrears, with dated lines for prices that changed inside a period. */
export async function billRecurring(em: EntityManager, of: LineOfContract, through: string): Promise<void> {
  const steps = await priceSteps(em, of);
  const planned = steps.map((s) => chargesAt(of, s.amount, through));
  const charges = (planned[0] ?? []).flatMap((c, i) => {
    const at = priceOn(steps, c.service_from);
    return chargesOf(of, planned[at]![i]!, steps, at, through);
  });
  await settleCharges(em, of, 'recurring', charges, through);
}

function chargesAt({ contract, line }: LineOfContract, amount: string, through: string): RecurringCharge[] {
  const terms = line.recurring!;
  return recurringCharges({ ...ruleTerms(terms), amount, service_start: terms.service_start, service_end: terms.service_end ?? null, until: addDays(through, 1), currency: contract.data.currency }).charges.filter((c) => c.bill_date <= through);
}

function ruleTerms(terms: RecurringTerms) {
  return { anchor_day: Number(terms.anchor_day), frequency_months: Number(terms.frequency_months ?? '1'), timing: terms.timing as 'advance' | 'arrears', method: METHODS[terms.proration ?? 'actual_days'] ?? (terms.proration as ProrationMethod) };
}

/** Place of the price in force on a day. */
function priceOn(steps: PriceStep[], date: string): number {
  return Math.max(0, steps.findLastIndex((s) => s.effective_from <= date));
}

function chargesOf(of: LineOfContract, c: RecurringCharge, steps: PriceStep[], at: number, through: string): Charge[] {
  const base = charge(of, `recurring:${c.service_from}`, { from: c.service_from, to: c.service_to }, c.bill_date, c.amount, '', through);
  const changes = steps.map((s, i) => ({ ...s, before: steps[i - 1] })).filter((s, i) => i > at && s.effective_from > c.service_from && s.effective_from < c.service_to);
  return [base, ...changes.flatMap((s) => changeLines(of, c, s.before!.amount, s.amount, s.effective_from).map((l) => charge(of, `recurring:${c.service_from}:${s.effective_from}:${l.kind}`, { from: s.effective_from, to: c.service_to }, l.kind === 'credit' || c.bill_date > s.effective_from ? c.bill_date : s.effective_from, l.net, l.kind === 'credit' ? ', old price taken back' : ', new price', through)))];
}

/** MS-3: a price that changed inside a period: the unused part of the old price back, the remaining part of the new one. */
function changeLines({ contract, line }: LineOfContract, c: RecurringCharge, old_price: string, new_price: string, change_date: string): { kind: 'credit' | 'charge'; net: string }[] {
  const terms = ruleTerms(line.recurring!);
  const currency = contract.data.currency;
  if (!c.prorated) return midPeriodChange({ old_price, new_price, change_date, period_from: c.service_from, period_to: c.service_to, method: terms.method, currency }).lines;
  const full = billingPeriod({ date: c.service_from, anchor_day: terms.anchor_day });
  const part = (amount: string): string => prorate({ ...full, amount, service_from: change_date, service_to: c.service_to, method: terms.method, currency }).amount;
  return [{ kind: 'credit', net: dec(part(old_price)).negated().toFixed() }, { kind: 'charge', net: part(new_price) }];
}

function charge({ contract, line }: LineOfContract, key: string, service: { from: string; to: string }, date: string, amount: string, note: string, through: string): Charge {
  const last = addDays(service.to, -1);
  const negative = dec(amount).isNegative();
  const price = oneOf('period', line, dec(amount).abs().toFixed(), contract.data.currency);
  const signed = (v: string): string => (negative ? dec(v).negated().toFixed() : v);
  return {
    kind: 'recurring', key, period: service.from.slice(0, 7), service_from: service.from, service_to: last, event_date: date, late_date: through, description: `${line.description ?? 'Service'} ${service.from} to ${last}${note}`,
    ...price, quantity: signed('1'), gross: signed(price.gross), discount: signed(price.discount), net: signed(price.net), account_role: line.recurring!.timing === 'arrears' ? 'contract_asset' : 'contract_liability',
    why: [{ rule: note ? 'MS-3' : 'MS-1', detail: `${line.recurring!.timing}, anchored on day ${line.recurring!.anchor_day}`, numbers: { amount } }],
  };
}
