import 'reflect-metadata';
import fc from 'fast-check';
import { dec, sum } from '#lib/canonical';
import { allocate, groupForInvoice, instalments, invoiceTotals, milestoneAmounts, priceTime, roundMoney, splitByTaxRate, straightLine, type GroupableEvent, type TaxMethod } from '../index.js';
import { RUNS } from './runs.js';

const cents = fc.integer({ min: -10_000_000, max: 10_000_000 }).map((c) => dec(c).div(100).toFixed(2));
const rate = fc.constantFrom('0.05', '0.075', '0.1', '0.175', '0.2', '0.25');
const hours = fc.integer({ min: 1, max: 2400 }).map((h) => dec(h).div(100).toFixed(2));
const price = fc.integer({ min: 0, max: 5_000_000 }).map((p) => dec(p).div(10_000).toFixed(4));
const negated = (text: string): string => dec(text).negated().plus(0).toFixed(2);

it('parts of a split sum to the whole, lie within a unit of their quota and mirror by sign', () => {
  fc.assert(fc.property(fc.integer({ min: -1_000_000_000, max: 1_000_000_000 }), fc.array(fc.integer({ min: 0, max: 1000 }), { minLength: 1, maxLength: 30 }).filter((w) => w.some((x) => x > 0)), (total, weights) => {
    const parts = allocate(total, weights);
    const whole = sum(weights);
    expect(sum(parts).toFixed()).toBe(String(total));
    parts.forEach((p, i) => {
      expect(dec(p).minus(dec(total).times(weights[i]!).div(whole)).abs().lt(1)).toBe(true);
      if (weights[i] === 0) expect(p).toBe('0');
    });
    expect(allocate(-total, weights)).toEqual(parts.map((p) => dec(p).negated().plus(0).toFixed()));
  }), RUNS);
});

it('rounding mirrors by sign in every currency', () => {
  fc.assert(fc.property(fc.integer().map((n) => dec(n).div(100_000)), fc.constantFrom('USD', 'JPY', 'KWD', 'CLF'), fc.constantFrom('half_up', 'half_even', 'half_down', 'down', 'up'), (amount, currency, mode) => {
    const up = dec(roundMoney(amount, currency, mode));
    expect(dec(roundMoney(amount.negated(), currency, mode)).plus(up).isZero()).toBe(true);
    expect(roundMoney(up, currency, mode)).toBe(roundMoney(amount, currency, mode));
  }), RUNS);
});

it('a credit of every line mirrors its invoice, by every tax method', () => {
  fc.assert(fc.property(fc.array(fc.record({ net: cents, tax_rate: rate }), { minLength: 1, maxLength: 8 }), fc.constantFrom<TaxMethod>('per_category', 'per_line', 'unrounded_lines_then_total'), (lines, tax_method) => {
    const invoice = invoiceTotals({ lines, currency: 'USD', tax_method });
    const credit = invoiceTotals({ lines: lines.map((l) => ({ ...l, net: negated(l.net) })), currency: 'USD', tax_method });
    expect([credit.subtotal, credit.tax_total, credit.total]).toEqual([invoice.subtotal, invoice.tax_total, invoice.total].map(negated));
    expect(credit.tax_lines.map((t) => t.tax)).toEqual(invoice.tax_lines.map((t) => negated(t.tax)));
    expect(sum(invoice.tax_lines.map((t) => t.tax)).toFixed(2)).toBe(invoice.tax_total);
    expect(dec(invoice.subtotal).plus(invoice.tax_total).toFixed(2)).toBe(invoice.total);
  }), RUNS);
});

it('the price of a reversal is the negative of the price', () => {
  fc.assert(fc.property(hours, price, rate, rate, fc.constantFrom('hour', 'day'), (h, p, discount, fee, unit) => {
    const input = { rate: p, unit: unit as 'hour' | 'day', unit_hours: '7.5', discount, fee, currency: 'USD' };
    expect(priceTime({ ...input, billable_hours: `-${h}` }).net).toBe(negated(priceTime({ ...input, billable_hours: h }).net));
  }), RUNS);
});

it('instalments, milestones, straight-line and tax splits never lose a cent', () => {
  fc.assert(fc.property(cents, fc.integer({ min: 1, max: 40 }), fc.integer({ min: 0, max: 800 }), fc.constantFrom('exact_days', 'equal_periods', 'full_months_equal'), fc.constantFrom('last', 'largest_remainder'), (amount, count, days, method, remainder) => {
    const end = new Date(Date.UTC(2026, 0, 17 + days)).toISOString().slice(0, 10);
    const whole = dec(amount).toFixed(2);
    expect(sum(instalments({ total: amount, count, currency: 'USD' }).amounts).toFixed(2)).toBe(whole);
    expect(sum(milestoneAmounts({ fee: amount, milestones: Array.from({ length: count }, (_, i) => ({ id: String(i), pct: dec(1).div(count) })), currency: 'USD' }).amounts.map((m) => m.amount)).toFixed(2)).toBe(whole);
    expect(sum(straightLine({ amount, start: '2026-01-17', end, method, remainder, currency: 'USD' }).lines.map((l) => l.amount)).toFixed(2)).toBe(whole);
    const rates = [{ rate: '0.1', effective_from: '2020-01-01', effective_to: '2026-02-20' }, { rate: '0.2', effective_from: '2026-02-21' }];
    expect(sum(splitByTaxRate({ net: amount, currency: 'USD', service_from: '2026-01-17', service_to: end, rates }).lines.map((l) => l.net)).toFixed(2)).toBe(whole);
  }), RUNS);
});

it('every event is on exactly one invoice line, and the order of events changes nothing', () => {
  const event = fc.record({
    contract_id: fc.constantFrom('c1', 'c2'), project_id: fc.constantFrom('p1', 'p2'), task_id: fc.constantFrom('t1', 't2'), worker_id: fc.constantFrom('w1', 'w2'), currency: fc.constantFrom('USD', 'EUR'),
    rate: fc.constantFrom('100', '100.00', '120'), tax_code: fc.constantFrom('S', 'R'), net: cents, quantity: hours, day: fc.integer({ min: 1, max: 28 }),
  });
  fc.assert(fc.property(fc.array(event, { maxLength: 20 }), fc.constantFrom('default', 'per_project', 'client_consolidated'), fc.constantFrom('none', 'by_task', 'by_worker', 'by_price'), fc.infiniteStream(fc.double({ min: 0, max: 1, noNaN: true })), (raw, grouping, aggregation, random) => {
    const events = raw.map((e, i): GroupableEvent => ({ ...e, id: `e${i}`, legal_entity_id: 'LE', bill_to_id: 'B', client_id: 'C', billing_period: '2026-01', event_date: `2026-01-${String(e.day).padStart(2, '0')}` }));
    const groups = groupForInvoice(events, { grouping, aggregation });
    expect(groups.flatMap((g) => g.lines.flatMap((l) => l.event_ids)).sort()).toEqual(events.map((e) => e.id).sort());
    for (const g of groups) expect(g.subtotal).toBe(sum(events.filter((e) => g.event_ids.includes(e.id)).map((e) => e.net)).toFixed(2));
    const shuffled = events.map((e) => ({ e, at: random.next().value })).sort((a, b) => a.at - b.at).map(({ e }) => e);
    expect(groupForInvoice(shuffled, { grouping, aggregation })).toEqual(groups);
  }), RUNS);
});
