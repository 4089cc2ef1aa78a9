import 'reflect-metadata';
import fc from 'fast-check';
import { dec, sum } from '#lib/canonical';
import {
  accountBalances, allocateTransactionPrice, allocationConserved, applyCaps, applyVersion, checkBalance, conservation, creditMemoJournal, crossEntityJournals, decideBilling, expenseBilledJournal, expenseJournal, groupForInvoice, invoiceJournal, invoiceTotals,
  laborCostJournal, laborVarianceJournal, lossProvisionJournal, payrollJournal, priceTime, recognitionJournal, registerJournal, replayVersions, revenueAccrualJournal, reverseJournal, correctionPlan, type Journal, type RegisteredJournal, type VersionState,
} from '../index.js';
import { RUNS } from './runs.js';

/** A timesheet line as delivered: the latest version of a key stands. */
interface Fact {
  key: string;
  version: number;
  day: number;
  hours: string;
  rate: string;
  cost_rate: string;
  gated: boolean;
}

const quarters = fc.integer({ min: 0, max: 64 }).map((q) => dec(q).div(4).toFixed(2));
const cents = (max: number) => fc.integer({ min: 0, max }).map((c) => dec(c).div(100).toFixed(2));
const content = fc.record({ day: fc.integer({ min: 1, max: 9 }), hours: quarters, rate: cents(40_000), cost_rate: cents(20_000), gated: fc.boolean() });
const currencies = fc.constantFrom('USD', 'JPY', 'KWD');
/** Facts of up to four keys, each with up to three versions, in a random order of arrival. One key and version always says the same. */
const deliveries = fc.tuple(fc.array(fc.array(content, { minLength: 1, maxLength: 3 }), { maxLength: 4 }), fc.array(fc.nat(), { maxLength: 12 })).map(([keys, picks]) => {
  const facts = keys.flatMap((versions, k) => versions.map((c, v): Fact => ({ ...c, key: `k${k}`, version: v + 1 })));
  return facts.length === 0 ? [] : [...facts, ...picks.map((p) => facts[p % facts.length]!)].map((f, i) => ({ f, at: picks[i] ?? i })).sort((a, b) => a.at - b.at).map(({ f }) => f);
});
const cap = cents(2_000_000);
/** Equal texts are equal values here. */
const text = (value: unknown) => JSON.stringify(value);

/** Everything the rules make of the facts that stand: buckets, invoices and journals. */
function books(state: VersionState<Fact>, capAmount: string, currency: string) {
  const facts = Object.values(state).sort((a, b) => (a.key < b.key ? -1 : 1));
  const priced = facts.map((f) => ({ ...f, net: priceTime({ billable_hours: f.hours, rate: f.rate, currency }).net }));
  const split = applyCaps({ entries: priced.map((f) => ({ id: f.key, work_date: `2026-01-0${f.day}`, net: f.net, hours: f.hours })), levels: [{ level: 'line', cap_amount: capAmount }], currency });
  const decided = priced.flatMap((f) => {
    const part = split.entries.find((e) => e.id === f.key)!;
    return ([[part.billed_net, part.billed_hours, false], [part.capped_net, part.capped_hours, true]] as const).map(([net, hours, over]) => {
      const result = decideBilling({ entry: { work_date: '2026-01-05', approval_status: 'approved' }, project: { status: 'active' }, contract_line: { milestone_gated: f.gated }, assignment_exempt: true, cap: { over } });
      if (!result.ok) throw new Error(result.detail);
      return { ...f, net, hours, decision: result.decision };
    });
  });
  const value = (decision: string) => sum(decided.filter((d) => d.decision === decision).map((d) => d.net));
  const ready = decided.filter((d) => d.decision === 'invoiceable').map((d) => ({
    id: d.key, legal_entity_id: 'LE', bill_to_id: 'B', contract_id: 'C', currency, billing_period: '2026-01', event_date: `2026-01-0${d.day}`, quantity: d.hours, rate: d.rate, net: d.net, tax_code: 'S', task_id: d.key,
  }));
  const invoices = groupForInvoice(ready).map((g) => ({ ...g, totals: invoiceTotals({ lines: g.lines.map((l) => ({ net: l.net, tax_code: 'S', tax_rate: '0.2' })), currency }) }));
  const head = { legal_entity_id: 'LE', currency, functional_currency: 'EUR', fx_rate: '0.91237' };
  const journals = [
    ...facts.map((f) => laborCostJournal({ ...head, source_id: f.key, source_version: f.version, hours: f.hours, cost_rate: f.cost_rate })),
    ...priced.map((f) => revenueAccrualJournal({ ...head, source_id: f.key, source_version: f.version, amount: f.net })),
    ...invoices.map((i) => invoiceJournal({ ...head, source_id: i.grouping_key, net: i.subtotal, tax: i.totals.tax_total })),
  ];
  // What is held, capped and deferred is decided entry by entry; what is invoiced is summed from the documents.
  const buckets = { approved: sum(priced.map((f) => f.net)), invoiced: sum(invoices.map((i) => i.subtotal)), on_draft: 0, ready: 0, held: value('held'), deferred: value('deferred'), capped: value('capped'), written_off: 0 };
  return { buckets, invoices, journals };
}

it('REC-3 (1), (6) over histories: value is in one place, every journal balances, and what was accrued and not billed stays a contract asset', () => {
  fc.assert(fc.property(deliveries, cap, currencies, (log, capAmount, currency) => {
    const { buckets, invoices, journals } = books(replayVersions(log).state, capAmount, currency);
    expect(conservation(buckets)).toMatchObject({ ok: true });
    expect(journals.map(checkBalance).find((c) => !c.ok)).toBeUndefined();
    const balances = accountBalances(journals);
    expect(sum(Object.values(balances)).isZero()).toBe(true);
    expect(dec(balances.contract_asset ?? 0).eq(buckets.approved.minus(buckets.invoiced))).toBe(true);
    expect(dec(balances.receivable ?? 0).eq(sum(invoices.map((i) => i.totals.total)))).toBe(true);
  }), RUNS);
});

it('REC-3 (8) over histories: a log replayed from nothing ends where the log taken up in the middle ends', () => {
  fc.assert(fc.property(deliveries, fc.nat(), (log, at) => {
    const whole = replayVersions(log);
    const middle = log.length === 0 ? 0 : at % (log.length + 1);
    const first = replayVersions(log.slice(0, middle));
    let state = first.state;
    const effects = [...first.effects];
    for (const fact of log.slice(middle)) {
      const step = applyVersion(state, fact);
      state = step.state;
      effects.push(...step.effects);
    }
    expect(text(effects)).toBe(text(whole.effects));
    expect(text(state)).toBe(text(whole.state));
  }), RUNS);
});

it('REC-3 (9) over histories: facts of different keys in any order end in the same books, and post the same for each key', () => {
  fc.assert(fc.property(deliveries, fc.infiniteStream(fc.nat()), cap, currencies, (log, picks, capAmount, currency) => {
    const queues = new Map<string, Fact[]>();
    for (const f of log) queues.set(f.key, [...(queues.get(f.key) ?? []), f]);
    const other: Fact[] = [];
    for (let left = log.length; left > 0; left--) {
      const open = [...queues.values()].filter((q) => q.length > 0);
      other.push(open[picks.next().value! % open.length]!.shift()!);
    }
    const [a, b] = [replayVersions(log), replayVersions(other)];
    for (const key of queues.keys()) expect(text(b.effects.filter((e) => e.key === key))).toBe(text(a.effects.filter((e) => e.key === key)));
    expect(text(books(b.state, capAmount, currency))).toBe(text(books(a.state, capAmount, currency)));
  }), RUNS);
});

it('REC-3 (10) over histories: everything delivered and submitted twice posts once', () => {
  fc.assert(fc.property(deliveries, cap, currencies, (log, capAmount, currency) => {
    const once = replayVersions(log);
    const twice = replayVersions([...log.flatMap((f) => [f, f]), ...log]);
    expect(text(twice.effects)).toBe(text(once.effects));
    const journals = books(once.state, capAmount, currency).journals;
    let registered: readonly RegisteredJournal[] = [];
    for (const [i, j] of [...journals, ...journals].entries()) {
      const answer = registerJournal(registered, j, `j${i}`);
      if (!answer.ok || answer.replay !== i >= journals.length || answer.id !== `j${i % journals.length}`) throw new Error(`journal ${i} of ${journals.length}: ${JSON.stringify(answer)}`);
      registered = answer.registered;
    }
    expect(registered).toHaveLength(journals.length);
  }), RUNS);
});

it('a correction costs the client what the corrected work costs, whatever stage the original had reached', () => {
  const work = fc.record({ billable_hours: quarters, rate: cents(40_000), tax_rate: fc.constantFrom('0', '0.1', '0.2') });
  fc.assert(fc.property(work, fc.option(work), fc.constantFrom('unbilled', 'held', 'on_draft', 'billed'), fc.constantFrom('none' as const, 'unbilled' as const, 'non_chargeable' as const), fc.constantFrom('USD', 'JPY', 'KWD'), (original, replacement, billing_status, remainder, currency) => {
    const plan = correctionPlan({ original: { ...original, currency, entry_id: 'e', billing_status }, replacement: replacement && { ...replacement, currency }, remainder });
    expect(plan.net_billed).toBe(replacement ? priceTime({ billable_hours: replacement.billable_hours, rate: replacement.rate, currency }).net : priceTime({ billable_hours: '0', rate: '1', currency }).net);
    const credit = plan.actions.find((a) => a.action === 'credit_memo_line' || a.action === 'remove_from_draft');
    if (credit) expect(dec(credit.net).negated().eq(priceTime({ billable_hours: original.billable_hours, rate: original.rate, currency }).net)).toBe(true);
  }), RUNS);
});

it('REC-3 (2): allocated prices sum to the transaction price, with discounts, residuals and variable amounts', () => {
  const obligation = fc.record({ ssp: cents(10_000_000), grouped: fc.boolean() });
  fc.assert(fc.property(fc.integer({ min: 0, max: 100_000_000 }), fc.array(obligation, { minLength: 1, maxLength: 8 }).filter((l) => l.some((o) => o.ssp !== '0.00')), fc.boolean(), fc.integer({ min: 0, max: 1000 }), fc.constantFrom('USD', 'JPY', 'KWD'), (units, list, criteria, variable, currency) => {
    const digits = { USD: 2, JPY: 0, KWD: 3 }[currency];
    const price = dec(units).div(dec(10).pow(digits));
    const grouped = criteria && list.some((o) => o.grouped && o.ssp !== '0.00');
    const result = allocateTransactionPrice({
      transaction_price: price, currency, obligations: list.map((o, i) => ({ id: `o${i}`, ssp: o.ssp, in_discount_group: o.grouped })),
      discount_criteria: { each_sold_separately: grouped, bundle_sold_at_discount: grouped, discount_is_the_bundles: grouped },
      variable: [{ obligation_id: 'o0', amount: variable, relates_to_it: true, fits_objective: true }, { obligation_id: 'o0', amount: variable, relates_to_it: true, fits_objective: false }],
    });
    expect(allocationConserved({ transaction_price: price, allocated: result.obligations.map((o) => o.allocated) })).toMatchObject({ ok: true });
  }), RUNS);
});

it('REC-3 (6): every kind of journal, its reversal and its credit balance in both currencies, and leave nothing together', () => {
  const amount = fc.integer({ min: -10_000_000, max: 10_000_000 }).map((c) => dec(c).div(100));
  fc.assert(fc.property(amount, amount, amount, fc.integer({ min: 1, max: 2_000_000 }), fc.constantFrom('JPY', 'KWD', 'USD'), fc.nat({ max: 11 }), (a, b, c, fx, functional_currency, kind) => {
    const head = { legal_entity_id: 'LE', source_id: 's', currency: 'USD', functional_currency, fx_rate: dec(fx).div(10_000) };
    const kinds: (() => Journal)[] = [
      () => laborCostJournal({ ...head, cost: a }), () => payrollJournal({ ...head, amount: a }), () => laborVarianceJournal({ ...head, variance: a }), () => revenueAccrualJournal({ ...head, amount: a }), () => invoiceJournal({ ...head, net: a, tax: b }),
      () => invoiceJournal({ ...head, net: a, tax: b, advance: true }), () => recognitionJournal({ ...head, amount: a, contract_liability_balance: b }), () => expenseJournal({ ...head, net_cost: a, recoverable_tax: b }),
      () => expenseBilledJournal({ ...head, billed: a, cost: c }), () => expenseBilledJournal({ ...head, billed: a, cost: c, presentation: 'agent' }), () => lossProvisionJournal({ ...head, amount: a }),
      () => crossEntityJournals({ correlation_id: 'x', transfer_amount: a, worker_entity: head, project_entity: head }).journals[b.isNegative() ? 0 : 1],
    ];
    const j = kinds[kind]!();
    const reversed = reverseJournal({ journal: { ...j, id: 'j', status: 'posted' }, posting_date: '2026-02-01' });
    if (!reversed.ok) throw new Error(reversed.detail);
    const credit = creditMemoJournal({ original: j, source_id: 'c', posting_date: '2026-02-01' });
    expect([j, reversed.journal, credit].map(checkBalance).find((check) => !check.ok)).toBeUndefined();
    for (const mirror of [reversed.journal, credit]) expect(Object.values(accountBalances([j, mirror])).filter((left) => left !== '0')).toEqual([]);
  }), RUNS);
});
