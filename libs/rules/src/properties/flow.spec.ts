import 'reflect-metadata';
import fc from 'fast-check';
import { dec, sum } from '#lib/canonical';
import {
  applyCaps, balancesConserved, CAP_POLICIES, capacityDay, checkBalance, conservation, contractBalance, decideBilling, hoursConserved, hoursSplit, invoiceJournal, priceTime, recognizeCostToCost, replayVersions, resolveRate, retainerConserved, retainerLedger, revenueConserved,
  type CapEntryInput, type RateCardVersionInput,
} from '../index.js';
import { RUNS } from './runs.js';

const shuffle = fc.infiniteStream(fc.integer());
const order = <T>(list: readonly T[], keys: Iterator<number>): T[] => list.map((item) => ({ item, key: keys.next().value as number })).sort((a, b) => a.key - b.key).map(({ item }) => item);
const hours = fc.integer({ min: 1, max: 96 }).map((q) => dec(q).div(4).toFixed(2));

const capEntries = fc.array(fc.record({ day: fc.integer({ min: 1, max: 9 }), rate: fc.integer({ min: 1, max: 30_000 }), hours, reverse: fc.boolean(), worker: fc.constantFrom('w1', 'w2'), expense: fc.boolean() }), { maxLength: 15 }).map((list) =>
  list.flatMap((e, i): CapEntryInput[] => {
    const net = dec(e.rate).div(100).times(e.hours).toFixed(2);
    const entry: CapEntryInput = { id: `e${i}`, work_date: `2026-01-0${e.day}`, approved_at: `2026-02-0${e.day}T00:00:00Z`, net, hours: e.hours, worker_id: e.worker, kind: e.expense ? 'expense' : 'time' };
    return e.reverse ? [entry, { ...entry, id: `e${i}-r`, net: `-${net}`, hours: `-${e.hours}`, reverses_id: entry.id }] : [entry];
  }));
const levels = fc.record({ amount: fc.integer({ min: 0, max: 5_000_000 }), hours: fc.integer({ min: 0, max: 400 }), used: fc.integer({ min: 0, max: 1_000_000 }), per: fc.constantFrom('life' as const, 'day' as const), by: fc.constantFrom('team' as const, 'worker' as const), scope: fc.constantFrom('labor' as const, 'labor_and_expenses' as const) })
  .map((l) => [{ level: 'line', cap_amount: dec(l.amount).div(100).toFixed(2), invoiced: dec(l.used).div(100).toFixed(2), cap_scope: l.scope }, { level: 'hours', cap_hours: dec(l.hours).div(4).toFixed(2), per: l.per, by: l.by }]);

it('caps: billed and capped sum exactly to each entry, and the order of arrival changes nothing', () => {
  fc.assert(fc.property(capEntries, levels, fc.constantFrom(...CAP_POLICIES), shuffle, (entries, caps, policy, keys) => {
    const result = applyCaps({ entries, levels: caps, policy, currency: 'USD' });
    const byId = new Map(entries.map((e) => [e.id, e]));
    for (const e of result.entries) {
      expect(dec(e.billed_net).plus(e.capped_net).eq(byId.get(e.id)!.net)).toBe(true);
      expect(dec(e.billed_hours).plus(e.capped_hours).eq(byId.get(e.id)!.hours!)).toBe(true);
    }
    expect(applyCaps({ entries: order(entries, keys), levels: caps, policy, currency: 'USD' })).toEqual(result);
  }), RUNS);
});

it('caps: nothing is billed beyond a cap that holds, and a reversal leaves nothing of its entry', () => {
  fc.assert(fc.property(capEntries, levels, (entries, caps) => {
    const [line] = caps;
    const result = applyCaps({ entries, levels: [line!], currency: 'USD' });
    const counted = result.entries.filter((e) => line!.cap_scope === 'labor_and_expenses' || entries.find((x) => x.id === e.id)!.kind === 'time');
    const room = dec(line!.cap_amount!).minus(line!.invoiced!);
    expect(sum(counted.map((e) => e.billed_net)).lte(room.isNegative() ? 0 : room)).toBe(true);
    for (const e of entries.filter((x) => x.reverses_id)) {
      const [reversal, original] = [e.id, e.reverses_id].map((id) => result.entries.find((r) => r.id === id)!);
      expect([reversal!.billed_net, reversal!.capped_net].map((v) => dec(v).negated().toNumber() + 0)).toEqual([original!.billed_net, original!.capped_net].map((v) => dec(v).toNumber()));
    }
  }), RUNS);
});

it('REC-3 (1): approved billable value is always somewhere, and in one place only', () => {
  const entry = fc.record({ hours, rate: fc.integer({ min: 0, max: 30_000 }), gated: fc.boolean(), priced: fc.boolean(), deferred: fc.boolean(), stage: fc.constantFrom('ready', 'on_draft', 'invoiced', 'written_off') });
  fc.assert(fc.property(fc.array(entry, { maxLength: 20 }), fc.integer({ min: 0, max: 2_000_000 }), (raw, cap) => {
    const priced = raw.map((e, i) => ({ ...e, id: `e${i}`, net: priceTime({ billable_hours: e.hours, rate: dec(e.rate).div(100), currency: 'USD' }).net }));
    const { entries } = applyCaps({ entries: priced.map((e) => ({ id: e.id, work_date: '2026-01-05', net: e.net, hours: e.hours })), levels: [{ level: 'line', cap_amount: dec(cap).div(100) }], currency: 'USD' });
    const buckets: Record<string, ReturnType<typeof dec>> = { invoiced: dec(0), on_draft: dec(0), ready: dec(0), held: dec(0), deferred: dec(0), capped: dec(0), written_off: dec(0) };
    for (const e of priced) {
      const split = entries.find((s) => s.id === e.id)!;
      for (const [net, over] of [[split.billed_net, false], [split.capped_net, true]] as const) {
        const decided = decideBilling({ entry: { work_date: '2026-01-05', approval_status: 'approved' }, project: { status: 'active' }, contract_line: { milestone_gated: e.gated }, assignment_exempt: true, rate: { ok: e.priced }, cap: { over }, period_hold: e.deferred });
        if (!decided.ok) throw new Error(decided.code);
        const bucket = decided.decision === 'invoiceable' ? e.stage : decided.decision;
        buckets[bucket] = buckets[bucket]!.plus(net);
      }
    }
    expect(conservation({ approved: sum(priced.map((e) => e.net)), ...buckets } as Parameters<typeof conservation>[0])).toMatchObject({ ok: true });
  }), RUNS);
});

it('REC-3 (3), (4): revenue plus remaining is the price, and balances say revenue less billed', () => {
  fc.assert(fc.property(fc.integer({ min: 0, max: 1_000_000_000 }), fc.integer({ min: 0, max: 1_000_000 }), fc.integer({ min: 1, max: 1_000_000 }), fc.integer({ min: 0, max: 1_000_000_000 }), fc.option(fc.integer({ min: 1, max: 6 })), (price, cost, etc, billed, progress_decimals) => {
    const r = recognizeCostToCost({ transaction_price: dec(price).div(100), cost_to_date: cost, etc, progress_decimals, currency: 'USD' });
    if (!r.ok) throw new Error(r.detail);
    expect(revenueConserved({ allocated_price: dec(price).div(100), cumulative_revenue: r.cumulative_revenue, remaining: r.remaining })).toMatchObject({ ok: true });
    const balance = contractBalance({ cumulative_revenue: r.cumulative_revenue, cumulative_billed: dec(billed).div(100), currency: 'USD' });
    expect(balancesConserved({ cumulative_revenue: r.cumulative_revenue, cumulative_billed: dec(billed).div(100), contract_asset: balance.contract_asset, contract_liability: balance.contract_liability })).toMatchObject({ ok: true });
    expect(dec(balance.contract_asset).times(balance.contract_liability).isZero()).toBe(true);
  }), RUNS);
});

it('REC-3 (5): a retainer loses no hour, whatever its cap and expiry', () => {
  fc.assert(fc.property(fc.array(fc.record({ included: fc.integer({ min: 0, max: 40 }), used: fc.integer({ min: 0, max: 80 }) }), { maxLength: 12 }), fc.option(fc.integer({ min: 0, max: 30 })), fc.option(fc.integer({ min: 1, max: 4 })), fc.constantFrom('balance' as const, 'addition' as const), (months, rollover_cap, rollover_expiry_periods, cap_on) => {
    const ledger = retainerLedger({ periods: months.map((m, i) => ({ period: String(i), included_hours: m.included, used_hours: m.used })), rollover_cap, rollover_expiry_periods, cap_on });
    ledger.periods.forEach((p, i) => {
      expect(retainerConserved({ grants: p.grant, rollover_in: p.rollover_in, drawn: p.drawn, rollover_out: p.rollover_out, expired: p.expired })).toMatchObject({ ok: true });
      expect(p.rollover_in).toBe(i === 0 ? '0' : ledger.periods[i - 1]!.rollover_out);
      expect(dec(p.drawn).plus(p.overage).eq(months[i]!.used)).toBe(true);
      if (rollover_cap !== null && cap_on === 'balance') expect(dec(p.rollover_out).lte(rollover_cap)).toBe(true);
    });
  }), RUNS);
});

it('REC-3 (6): every journal balances in both currencies', () => {
  fc.assert(fc.property(fc.integer({ min: -10_000_000, max: 10_000_000 }), fc.integer({ min: 0, max: 3000 }), fc.integer({ min: 1, max: 2_000_000 }), fc.constantFrom('JPY', 'KWD', 'EUR'), (net, rate, fx, functional_currency) => {
    const amount = dec(net).div(100);
    const journal = invoiceJournal({ legal_entity_id: 'LE', source_id: 'i', currency: 'USD', functional_currency, fx_rate: dec(fx).div(10_000), net: amount, tax: amount.times(rate).div(10_000).toDecimalPlaces(2) });
    expect(checkBalance(journal)).toMatchObject({ ok: true });
  }), RUNS);
});

it('REC-3 (7): hours are billable, non-billable or bench, over-recording apart', () => {
  const quarter = fc.integer({ min: 0, max: 48 }).map((q) => dec(q).div(4).toFixed(2));
  fc.assert(fc.property(quarter, quarter, fc.array(fc.record({ hours: quarter, holiday: fc.boolean() }), { maxLength: 3 }), quarter, (billable_hours, non_billable_hours, offs, weekday) => {
    const off = (holiday: boolean) => offs.filter((o) => o.holiday === holiday).map((o) => ({ date: '2026-01-05', hours: o.hours }));
    const day = capacityDay({ date: '2026-01-05', calendar: { weekday_hours: Array<string>(7).fill(weekday), holidays: off(true) }, time_off: off(false) });
    expect(dec(day.available_hours).gte(0)).toBe(true);
    expect(dec(day.calendar_hours).minus(day.holiday_hours).minus(day.time_off_hours).eq(day.available_hours)).toBe(true);
    const split = hoursSplit({ available_hours: day.available_hours, billable_hours, non_billable_hours });
    expect(hoursConserved(split)).toMatchObject({ ok: true });
    expect(dec(split.bench).times(split.over_recording).isZero()).toBe(true);
  }), RUNS);
});

it('REC-3 (8..10): repeated and reordered deliveries of other keys end in the same state', () => {
  fc.assert(fc.property(fc.array(fc.record({ key: fc.constantFrom('a', 'b', 'c'), version: fc.integer({ min: 1, max: 4 }) }), { maxLength: 20 }), shuffle, (log, keys) => {
    const once = replayVersions(log);
    expect(replayVersions(log.flatMap((f) => [f, f])).effects).toEqual(once.effects);
    expect(replayVersions([...log, ...log]).effects).toEqual(once.effects);
    const anyOrder = replayVersions(order(log, keys));
    expect(anyOrder.state).toEqual(once.state);
    for (const [key, fact] of Object.entries(once.state)) {
      const standing = once.effects.filter((e) => e.key === key).reduce((n, e) => n + (e.action === 'post' ? 1 : -1), 0);
      expect([standing, fact.version]).toEqual([1, Math.max(...log.filter((f) => f.key === key).map((f) => f.version))]);
    }
  }), RUNS);
});

it('the price of an entry does not depend on the order of cards and lines', () => {
  const line = fc.record({ role: fc.option(fc.constantFrom('DEV', 'PM')), worker_id: fc.option(fc.constantFrom('w1', 'w2')), region: fc.option(fc.constantFrom('EMEA', 'APAC')), rate: fc.integer({ min: 0, max: 500 }).map(String) });
  const card = fc.record({ scope_type: fc.constantFrom('project' as const, 'client' as const, 'global' as const), from: fc.integer({ min: 1, max: 9 }), open: fc.boolean(), lines: fc.uniqueArray(line, { maxLength: 6, selector: (l) => `${l.role}|${l.worker_id}|${l.region}` }) });
  fc.assert(fc.property(fc.array(card, { maxLength: 6 }), shuffle, (raw, keys) => {
    const cards = raw.map((c, i): RateCardVersionInput => ({ card_version_id: `v${i}`, scope_type: c.scope_type, scope_id: c.scope_type === 'global' ? null : c.scope_type, currency: 'USD', effective_from: `2026-01-0${c.from}`, effective_to: c.open ? null : '2026-01-20', approval_status: 'approved', lines: c.lines.map((l, k) => ({ ...l, line_id: `l${k}` })) }));
    const look = (list: RateCardVersionInput[]) => resolveRate({ entry: { work_date: '2026-01-05', role: 'DEV', worker_id: 'w1', region: 'EMEA' }, cards: list, context: { project_id: 'project', client_id: 'client' } });
    const found = look(cards);
    expect(look(order(cards, keys).map((c) => ({ ...c, lines: order(c.lines, keys) })))).toEqual(found);
    if (!found.ok) expect(found.why.length).toBeGreaterThan(0);
  }), RUNS);
});
