import 'reflect-metadata';
import * as rules from '../index.js';
import type { ControlRecord, PolicyRecord } from '../index.js';
import { demanding } from '../testing/demanding.js';

const { allocationConserved, applyVersion, balancesConserved, conservation, DEFAULT_POLICY, fxDifferenceJournal, groupAmount, hoursConserved, multiCurrencyProgress, parkingDecision, policyAt, realizedDifference, reconciliationBacklog, releaseAdvance, retainerConserved, revalue, revenueConserved, threeCurrencies, threeWayMatch, translateStatement, validatePolicy } = demanding(rules);

describe('three-way match (REC-1, REC-2)', () => {
  const r = (key: string, value: string | null, more: Partial<ControlRecord> = {}): ControlRecord => ({ key, project_id: 'P', hours: '1', value, ...more });
  const match = (a: ControlRecord[], b: ControlRecord[], converted = false) => threeWayMatch({ systems: [{ name: 'PSA', records: a }, { name: 'ERP', records: b }], currency: 'USD', converted });
  it('names its systems, and breaks by project in order, with the records one side lacks', () => {
    const result = match([r('b', '1', { project_id: 'Q' }), r('z', '1'), r('a', '1')], [r('c', '3'), r('a', '1')]);
    expect(result).toMatchObject({ ok: false, why: [{ rule: 'REC-1', detail: 'PSA vs ERP', numbers: { breaks: String(result.breaks.length) } }] });
    expect(result.breaks.map((b) => [b.project_id, b.measure, b.left, b.right, b.difference, b.keys])).toEqual([['P', 'value', '2', '4', '-2', ['c', 'z']], ['Q', 'count', '1', '0', '1', ['b']], ['Q', 'hours', '1', '0', '1', ['b']], ['Q', 'value', '1', '0', '1', ['b']]]);
    expect(match([r('a', '1')], [r('b', '1')]).breaks).toMatchObject([{ measure: 'count', left_system: 'PSA', right_system: 'ERP', keys: ['a', 'b'] }]);
  });
  it('compares value where at least one record has one, even beside null', () => {
    expect(match([r('a', '1'), r('b', null)], [r('a', null), r('b', null)]).breaks.map((b) => b.measure)).toEqual(['value']);
    expect(match([r('a', null)], [{ ...r('a', null), value: undefined }])).toMatchObject({ ok: true });
  });
  it('tolerates a unit per line of the longer side, and only on converted amounts', () => {
    expect(match([r('a', '1.01'), r('b', '1.01')], [r('a', '1'), r('b', '1')], true)).toMatchObject({ ok: true });
    expect(match([r('a', '1.01'), r('b', '1.02')], [r('a', '1'), r('b', '1')], true)).toMatchObject({ ok: false });
    expect(match([r('a', '1.01')], [r('a', '1')])).toMatchObject({ ok: false });
    expect(match([r('a', '1.02')], [r('a', '0.5'), r('b', '0.5')], true).breaks.map((b) => b.measure)).toEqual(['count', 'hours']);
  });
  it('never passes by comparing nothing', () => {
    for (const systems of [[], [{ name: 'PSA', records: [] }]]) expect(() => threeWayMatch({ systems, currency: 'USD' })).toThrow(expect.objectContaining({ code: 'INVALID_INPUT', rule: 'REC-1', detail: `a match needs two systems or more, not ${systems.length}` }));
  });
  it('ages the backlog', () => {
    expect(reconciliationBacklog({ breaks: [{ opened_on: '2026-01-01', value: '-5' }, { opened_on: '2026-01-10', value: '3' }], as_of: '2026-01-31' })).toMatchObject({ count: 2, value: '8', oldest_days: 30, why: [{ rule: 'MET-20', numbers: { count: '2', value: '8' } }] });
    expect(reconciliationBacklog({ breaks: [], as_of: '2026-01-31' })).toMatchObject({ oldest_days: null });
  });
});

describe('laws and versions say what they weighed', () => {
  it('laws', () => {
    const buckets = { approved: '10', invoiced: '1', on_draft: '1', ready: '1', held: '1', deferred: '1', capped: '2', written_off: '3' };
    expect(conservation(buckets)).toEqual({ ok: true, difference: '0', why: [{ rule: 'REC-3', detail: 'approved billable value = invoiced + on draft + ready + held + capped + written off', numbers: buckets }] });
    expect(conservation({ ...buckets, deferred: undefined })).toMatchObject({ ok: false, code: 'RECON_BREAK', difference: '1', why: [{ detail: 'approved billable value = invoiced + on draft + ready + held + capped + written off is broken', numbers: { difference: '1', deferred: '0' } }] });
    expect(allocationConserved({ transaction_price: '3', allocated: ['1', '1'] })).toMatchObject({ difference: '-1', why: [{ detail: 'allocated prices = transaction price is broken', numbers: { allocated: '2', price: '3' } }] });
    expect(revenueConserved({ allocated_price: '3', cumulative_revenue: '1', remaining: '2' }).why).toMatchObject([{ detail: 'cumulative revenue + remaining = allocated price', numbers: { allocated_price: '3', cumulative_revenue: '1', remaining: '2' } }]);
    expect(balancesConserved({ cumulative_revenue: '5', cumulative_billed: '3', contract_asset: '2', contract_liability: '0' })).toMatchObject({ ok: true, why: [{ detail: 'revenue - billed = contract asset - contract liability' }] });
    expect(retainerConserved({ grants: '5', rollover_in: '1', drawn: '2', rollover_out: '1', expired: '1', refunds: '2' })).toMatchObject({ ok: true });
    expect(retainerConserved({ grants: '5', rollover_in: '1', drawn: '2', rollover_out: '1', expired: '1' })).toMatchObject({ ok: false, difference: '2' });
    expect(hoursConserved({ available: '8', billable: '6', non_billable: '3', bench: '0', over_recording: '1' })).toMatchObject({ ok: true, why: [{ detail: 'available = billable + non-billable + bench - over-recording' }] });
    expect(hoursConserved({ available: '8', billable: '6', non_billable: '1', bench: '0' })).toMatchObject({ ok: false, difference: '1' });
  });
  it('versions', () => {
    const fact = (version: number) => ({ key: 'k', version });
    const first = applyVersion({}, fact(2));
    expect(first).toMatchObject({ outcome: 'applied', effects: [{ action: 'post', key: 'k', version: 2 }], why: [{ rule: 'REC-3', detail: 'version 2 is new' }] });
    expect(applyVersion(first.state, fact(2))).toMatchObject({ outcome: 'duplicate', effects: [], why: [{ rule: 'REC-3', detail: 'version 2 of k stands already' }] });
    expect(applyVersion(first.state, fact(1))).toMatchObject({ outcome: 'stale', effects: [], why: [{ rule: 'REC-4', detail: 'version 1 of k is older than 2' }] });
    expect(applyVersion(first.state, fact(3))).toMatchObject({ effects: [{ action: 'reverse', version: 2 }, { action: 'post', version: 3 }], why: [{ detail: 'version 3 replaces 2' }] });
  });
  it('parking', () => {
    const park = { sequence: 5, last_applied: 3, first_seen_at: '2026-01-01T00:00:00Z', now: '2026-01-01T00:14:59Z' };
    expect(parkingDecision(park)).toMatchObject({ decision: 'park', why: [{ rule: 'REC-4', detail: 'waits for its predecessor', numbers: { sequence: '5', last: '3' } }] });
    expect(parkingDecision({ ...park, now: '2026-01-01T00:15:00Z' })).toMatchObject({ decision: 'exception', why: [{ detail: 'predecessor did not come' }] });
    expect(parkingDecision({ ...park, now: '2026-01-01T00:01:00Z', parking_minutes: 1 })).toMatchObject({ decision: 'exception' });
    expect(parkingDecision({ ...park, last_applied: 4 })).toMatchObject({ decision: 'apply', why: [{ detail: 'next in order', numbers: { sequence: '5' } }] });
    expect(parkingDecision({ ...park, last_applied: 5 })).toMatchObject({ decision: 'stale', why: [{ detail: 'already passed', numbers: { sequence: '5', last: '5' } }] });
  });
});

describe('policies', () => {
  const record = (id: string, more: Partial<PolicyRecord> = {}): PolicyRecord => ({ id, scope: 'legal_entity', scope_id: 'LE', effective_from: '2026-02-01', effective_to: '2026-02-28', choices: { gaap: 'ifrs' }, ...more });
  it('overlap only with another record of their own scope, on a shared day', () => {
    const clash = [{ field: 'gaap', detail: 'is also chosen by p1 on some of the same dates' }];
    expect(validatePolicy(record('p2'), [record('p1')])).toEqual(clash);
    for (const dates of [{ effective_from: '2026-01-01', effective_to: '2026-02-01' }, { effective_from: '2026-02-28', effective_to: null }, { effective_from: '2026-01-01', effective_to: null }]) expect(validatePolicy(record('p2'), [record('p1', dates)])).toEqual(clash);
    expect(validatePolicy(record('p2', { effective_to: null }), [record('p1', { effective_from: '2027-01-01' , effective_to: null })])).toEqual(clash);
    for (const other of [record('p2'), record('p1', { scope: 'contract' }), record('p1', { scope_id: 'OTHER' }), record('p1', { choices: { cap_policy: 'drop' } }), record('p1', { effective_from: '2026-01-01', effective_to: '2026-01-31' }), record('p1', { effective_from: '2026-03-01', effective_to: null })]) expect(validatePolicy(record('p2'), [other])).toEqual([]);
    expect(validatePolicy(record('p2', { scope: 'firm', scope_id: null }), [record('p1', { scope: 'firm', scope_id: undefined })])).toEqual(clash);
  });
  it('say what is wrong with them', () => {
    expect(validatePolicy(record('p', { effective_to: '2026-02-01' }))).toEqual([]);
    expect(validatePolicy(record('p', { effective_to: '2026-01-31' }))).toEqual([{ field: 'effective_to', detail: 'is before effective_from' }]);
    for (const more of [{ scope: 'firm' as const }, { scope_id: null }]) expect(validatePolicy(record('p', more))).toEqual([{ field: 'scope_id', detail: 'is required for a legal entity or contract, and only there' }]);
    expect(validatePolicy(record('p', { choices: { gaap: 'local' } }))).toEqual([{ field: 'gaap', detail: '"local" is not one of us_gaap, ifrs (LOSS-5)' }]);
    expect(validatePolicy(record('p', { choices: { toString: 'x' } as never }))[0]).toMatchObject({ field: 'toString', detail: expect.stringMatching(/^is not a policy; use one of rounding_mode, tax_rounding_mode, rate_precedence/) });
  });
  it('hold by scope and date, contract over entity over firm, and a bad record stops with its rule', () => {
    const policies = [record('c', { scope: 'contract', scope_id: 'C', choices: { gaap: 'us_gaap' } }), record('le'), record('f', { scope: 'firm', scope_id: null, choices: { cap_policy: 'drop', gaap: 'us_gaap' } })];
    const at = (ids: object, date = '2026-02-10') => { const { policy, from } = policyAt({ policies, date, ...ids }); return [policy.gaap, from.gaap, policy.cap_policy, from.cap_policy]; };
    expect(at({ legal_entity_id: 'LE', contract_id: 'C' })).toEqual(['us_gaap', 'c', 'drop', 'f']);
    expect(at({ legal_entity_id: 'LE' })).toEqual(['ifrs', 'le', 'drop', 'f']);
    expect(at({ legal_entity_id: 'X' })).toEqual(['us_gaap', 'f', 'drop', 'f']);
    expect(at({}, '2026-03-01')).toEqual([DEFAULT_POLICY.gaap, 'default', 'split_hold', 'default']);
    expect(() => policyAt({ policies: [record('bad', { choices: { gaap: 'local' } })], date: '2026-02-10', legal_entity_id: 'LE' })).toThrow(expect.objectContaining({ code: 'INVALID_POLICY', rule: 'LOSS-5', detail: 'policy bad: gaap "local" is not one of us_gaap, ifrs (LOSS-5)' }));
  });
});

describe('foreign currency', () => {
  const item = { amount: '100', carrying: '90', closing_rate: '1', functional_currency: 'EUR' };
  it('a receivable gains when it grows, a debt when it shrinks, a contract liability moves only where told', () => {
    expect(revalue(item)).toMatchObject({ carrying: '100.00', gain: '10.00', monetary: true, why: [{ rule: 'FX-3', detail: 'retranslated at the closing rate', numbers: { before: '90', closing_rate: '1', after: '100.00', gain: '10' } }] });
    expect(revalue({ ...item, kind: 'payable' })).toMatchObject({ gain: '-10.00' });
    expect(revalue({ ...item, kind: 'contract_asset' })).toMatchObject({ gain: '10.00' });
    expect(revalue({ ...item, kind: 'contract_asset', monetary: false })).toMatchObject({ carrying: '90.00', gain: '0.00', why: [{ rule: 'FX-4', detail: 'contract_asset is non-monetary and keeps its historical rate' }] });
    expect(revalue({ ...item, kind: 'contract_liability' })).toMatchObject({ gain: '0.00', monetary: false });
    expect(revalue({ ...item, kind: 'contract_liability', monetary: true })).toMatchObject({ gain: '-10.00' });
    expect(revalue({ ...item, monetary: false }).why[0]!.detail).toBe('receivable is non-monetary and keeps its historical rate');
    expect(revalue({ ...item, closing_rate: '2', quote: 'source_per_target' })).toMatchObject({ carrying: '50.00' });
  });
  it('settlement, release and journals', () => {
    const settle = { amount: '100', settlement_rate: '1.1', carrying: '100', functional_currency: 'EUR' };
    expect(realizedDifference(settle)).toMatchObject({ settled: '110.00', gain: '10.00', why: [{ rule: 'FX-3', detail: 'settled less carrying', numbers: { settled: '110.00', carrying: '100', gain: '10' } }] });
    expect(realizedDifference({ ...settle, kind: 'payable' })).toMatchObject({ gain: '-10.00' });
    expect(releaseAdvance({ amount: '100', historical_rate: '1.20', functional_currency: 'EUR' })).toMatchObject({ functional_revenue: '120.00', rate: '1.2', why: [{ rule: 'FX-4', numbers: { amount: '100', rate: '1.2' } }] });
    expect(fxDifferenceJournal({ legal_entity_id: 'LE', source_id: 's', currency: 'EUR', item: 'receivable', gain: '-5' }).lines.map((l) => [l.account_role, l.debit, l.credit])).toEqual([['receivable', '0.00', '5.00'], ['fx_gain_loss', '5.00', '0.00']]);
  });
  it('three currencies, statements, groups and progress', () => {
    const three = { amount: '100', transaction_currency: 'USD', functional_currency: 'EUR', functional_rate: '0.5', reporting_currency: 'GBP', reporting_rate: '2', reporting_quote: 'source_per_target' as const };
    expect(threeCurrencies(three)).toMatchObject({ transaction: { amount: '100.00', currency: 'USD' }, functional: { amount: '50.00', currency: 'EUR', rate: '0.5' }, reporting: { amount: '25.00', currency: 'GBP', rate: '2' }, rate_set: 'spot', why: [{ rule: 'FX-2', detail: 'initial record at spot rate', numbers: { amount: '100.00', functional: '50.00', rate: '0.5' } }] });
    expect(threeCurrencies({ ...three, functional_currency: 'USD', reporting_currency: undefined, rate_set: 'budget' })).toMatchObject({ functional: { amount: '100.00', rate: '1' }, reporting: null, rate_set: 'budget' });
    expect(() => threeCurrencies({ ...three, functional_rate: null })).toThrow(expect.objectContaining({ code: 'FX_RATE_MISSING', rule: 'FX-1' }));
    expect(translateStatement({ result_items: [{ amount: '100', rate: '1.1' }, { amount: '-40', rate: '1' }], opening_net_assets: '200', opening_reporting: '220', closing_rate: '1.2', reporting_currency: 'USD' })).toMatchObject({ result: '70.00', closing_net_assets: '312.00', translation_reserve_change: '22.00', why: [{ rule: 'FX-5', numbers: { result: '70', closing: '312', reserve: '22' } }] });
    expect(groupAmount({ amounts: [{ amount: '10', currency: 'USD' }, { amount: '10', currency: 'EUR' }], group_currency: 'USD', rates: { EUR: '1.5' }, rate_set: 'constant 2026' })).toMatchObject({ amount: '25.00', currency: 'USD', rate_set: 'constant 2026', why: [{ rule: 'FX-7', detail: 'rate set constant 2026', numbers: { amount: '25' } }] });
    expect(multiCurrencyProgress({ costs: [{ amount: '10', rate: '2' }], etc: [{ amount: '60', rate: '1' }], functional_currency: 'USD' })).toMatchObject({ cost_to_date: '20.00', estimate_to_complete: '60.00', eac: '80.00', progress: '0.25', why: [{ rule: 'FX-6', numbers: { cost: '20', etc: '60', eac: '80' } }] });
    expect(multiCurrencyProgress({ costs: [], etc: [], functional_currency: 'USD' })).toMatchObject({ progress: null });
  });
});
