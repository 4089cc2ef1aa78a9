import 'reflect-metadata';
import * as rules from '../index.js';
import type { RateCardVersionInput, RateLineInput } from '../index.js';
import { demanding } from '../testing/demanding.js';

const { rateBook, rerate, resolveRate, validateRateCardVersion } = demanding(rules);

const card = (card_version_id: string, lines: readonly Partial<RateLineInput>[], more: Partial<RateCardVersionInput> = {}): RateCardVersionInput => ({
  card_version_id, scope_type: 'client', scope_id: 'C', currency: 'USD', effective_from: '2026-01-01', effective_to: null, approval_status: 'approved', lines: lines.map((l, i) => ({ line_id: `l${i}`, rate: '1', ...l })), ...more,
});
const entry = { work_date: '2026-02-02', role: 'DEV', worker_id: 'w1' };
const context = { client_id: 'C', currency: 'USD' };
const resolve = (cards: RateCardVersionInput[], more: object = {}) => resolveRate({ entry, cards, context, ...more });

describe('several cards at one scope', () => {
  it('the more specific line wins, whichever card comes first', () => {
    const any = card('any', [{ rate: '10' }]), role = card('role', [{ role: 'DEV', rate: '20' }]), worker = card('worker', [{ worker_id: 'w1', rate: '30' }]);
    for (const cards of [[any, role, worker], [worker, role, any], [role, worker, any]]) expect(resolve(cards)).toMatchObject({ rate: '30', card_version_id: 'worker' });
    expect(resolve([role, any])).toMatchObject({ rate: '20' });
    expect(resolve([any, role])).toMatchObject({ rate: '20' });
  });
  it('does not fall back to a less specific line in the contract currency', () => {
    expect(resolve([card('any', [{ rate: '10' }]), card('role', [{ role: 'DEV', rate: '20' }], { currency: 'EUR' })])).toMatchObject({ rate: '20', currency: 'EUR' });
  });
  it('names equal lines in one order, so that the exception is the same exception', () => {
    const detail = { code: 'AMBIGUOUS_RATE', detail: 'equally specific lines: a/l0, b/l0' };
    expect(resolve([card('b', [{}]), card('a', [{}])])).toMatchObject(detail);
    expect(resolve([card('a', [{}]), card('b', [{}])])).toMatchObject(detail);
  });
  it('uses an active version as it uses an approved one', () => expect(resolve([card('a', [{ rate: '7' }], { approval_status: 'active' })])).toMatchObject({ ok: true, rate: '7' }));
  it('looks for global cards whatever scope id they carry', () => expect(resolve([card('g', [{ rate: '7' }], { scope_type: 'global', scope_id: 'stray' })])).toMatchObject({ rate: '7', level: 'global' }));
  it('never applies a card of a scope the work does not name', () => {
    for (const scope_type of ['contract_line', 'contract', 'project', 'client', 'region_practice', 'region', 'practice', 'group', 'legal_entity'] as const) {
      expect(resolve([card('x', [{ rate: '7' }], { scope_type, scope_id: null })], { context: { currency: 'USD' } })).toMatchObject({ code: 'MISSING_RATE' });
    }
  });
  it('needs region and practice both for a card of a region and practice', () => {
    const cards = [card('x', [{ rate: '7' }], { scope_type: 'region_practice', scope_id: 'EMEA/DATA' })];
    expect(resolve(cards, { context: { region: 'EMEA', practice: 'DATA' } })).toMatchObject({ rate: '7', level: 'region_practice' });
    expect(resolve(cards, { context: { region: 'EMEA' } })).toMatchObject({ code: 'MISSING_RATE' });
    expect(resolve(cards, { context: { practice: 'DATA' } })).toMatchObject({ code: 'MISSING_RATE' });
  });
  it('refuses a card without a real start', () => expect(() => rateBook([card('x', [{}], { effective_from: 'soon' })])).toThrow(expect.objectContaining({ detail: expect.stringContaining('effective_from of x') })));
});

describe('what a resolved rate hands on', () => {
  it('carries the floor and the discount limit of its line, or null', () => {
    expect(resolve([card('a', [{ rate: '100', min_rate: '80', max_discount: '0.1', unit: 'month', unit_hours: '160' }])])).toMatchObject({ min_rate: '80', max_discount: '0.1', unit: 'month', unit_hours: '160', line_id: 'l0' });
    expect(resolve([card('a', [{ rate: '100', min_rate: null, max_discount: null, unit_hours: null }])])).toMatchObject({ min_rate: null, max_discount: null, unit: 'hour', unit_hours: null });
    expect(resolve([card('a', [{ rate: '100' }])])).toMatchObject({ min_rate: null, max_discount: null, unit_hours: null, uplift: '0', base_rate: '100' });
  });
  it('explains version, level, line, override and uplift in the order they applied', () => {
    const found = resolve([card('a', [{ role: 'DEV', rate: '100', overrides: [{ effective_from: '2026-01-10', rate: '110', scope_type: 'client', scope_id: 'C' }] }], { work_type_uplifts: { overtime: '0.5' } })], { entry: { ...entry, work_type: 'overtime' } });
    expect(found).toMatchObject({ rate: '165', base_rate: '110', uplift: '0.5' });
    expect(found.why.map((t) => [t.rule, t.numbers])).toEqual([['RATE-1', {}], ['RATE-2', {}], ['RATE-3', { rate: '100' }], ['RATE-4', { rate: '110' }], ['RATE-8', { base: '110', uplift: '0.5', rate: '165' }]]);
    expect(found.why.map((t) => t.detail)).toEqual(['version a holds on 2026-02-02', 'level client', 'line l0 matches role', 'override from 2026-01-10 (client)', 'uplift for overtime']);
  });
  it('says what was missing: the role, else the worker, else the work', () => {
    expect(resolve([])).toMatchObject({ detail: 'no approved rate for DEV on 2026-02-02' });
    expect(resolve([], { entry: { work_date: '2026-02-02', worker_id: 'w1' } })).toMatchObject({ detail: 'no approved rate for w1 on 2026-02-02' });
    expect(resolve([], { entry: { work_date: '2026-02-02' } })).toMatchObject({ detail: 'no approved rate for the work on 2026-02-02' });
  });
});

describe('the rate of an assignment', () => {
  const assigned = (assignment: object, more: object = {}) => resolve([], { assignment, ...more });
  it('brings its own currency, unit and hours, and is an hourly rate in the contract currency otherwise', () => {
    expect(assigned({ assignment_id: 'A1', bill_rate_override: '1200', currency: 'EUR', unit: 'day', unit_hours: '7.5' })).toMatchObject({ rate: '1200', base_rate: '1200', uplift: '0', currency: 'EUR', unit: 'day', unit_hours: '7.5', card_version_id: null, why: [{ rule: 'RATE-2', detail: 'rate of the assignment A1', numbers: { rate: '1200' } }] });
    expect(assigned({ bill_rate_override: '150' })).toMatchObject({ currency: 'USD', unit: 'hour', unit_hours: null, why: [{ detail: 'rate of the assignment' }] });
    expect(assigned({ bill_rate_override: '150' }, { context: {} })).toMatchObject({ currency: null });
  });
  it.each([[undefined], [null], ['']])('is none when it is %p', (bill_rate_override) => expect(assigned({ bill_rate_override })).toMatchObject({ code: 'MISSING_RATE' }));
  it('takes the uplift of the kind of work, of regular work too when there is one', () => {
    const policy = { work_type_uplifts: { regular: '0.1' } };
    expect(assigned({ bill_rate_override: '100' }, { policy })).toMatchObject({ rate: '110', base_rate: '100', uplift: '0.1', why: [{ rule: 'RATE-2' }, { rule: 'RATE-8', detail: 'uplift for regular', numbers: { base: '100', uplift: '0.1', rate: '110' } }] });
    expect(assigned({ bill_rate_override: '100' }, { policy, entry: { ...entry, work_type: 'travel' } }).why).toHaveLength(1);
    expect(assigned({ bill_rate_override: '100' }, { policy: {} })).toMatchObject({ rate: '100' });
  });
  it('an override states its currency, else the contract’s, else none', () => {
    const override = { rate: '90', reason: 'r', approved_by: 'a' };
    expect(resolve([], { entry: { ...entry, override: { ...override, currency: 'GBP' } } })).toMatchObject({ currency: 'GBP', unit: 'hour', unit_hours: null, min_rate: null, why: [{ numbers: { rate: '90' } }] });
    expect(resolve([], { entry: { ...entry, override }, context: {} })).toMatchObject({ currency: null });
  });
});

describe('approving a version (RATE-6)', () => {
  const version = card('v2', [{ role: 'DEV' }], { rate_card_id: 'R', effective_from: '2026-02-01', effective_to: '2026-03-31' });
  const check = (others: RateCardVersionInput[], v = version) => validateRateCardVersion({ version: v, others });
  it.each([
    ['itself', { card_version_id: 'v2' }], ['another card', { rate_card_id: 'S' }], ['another scope', { scope_type: 'project' as const }], ['another client', { scope_id: 'D' }], ['another currency', { currency: 'EUR' }],
    ['earlier dates', { effective_from: '2026-01-01', effective_to: '2026-01-31' }], ['later dates', { effective_from: '2026-04-01', effective_to: null }],
  ])('does not overlap with %s', (_name, more) => expect(check([{ ...version, card_version_id: 'v1', ...more }])).toMatchObject({ ok: true }));
  it.each([['the first day', { effective_from: '2026-01-01', effective_to: '2026-02-01' }], ['the last day', { effective_from: '2026-03-31', effective_to: null }], ['an open end', { effective_from: '2025-01-01', effective_to: null }]])('overlaps on %s', (_name, dates) => {
    expect(check([{ ...version, ...dates, card_version_id: 'v1' }])).toMatchObject({ ok: false, code: 'AMBIGUOUS_RATE', problems: [{ code: 'AMBIGUOUS_RATE', detail: 'version v1 holds on some of the same dates' }], why: [{ rule: 'RATE-6', detail: 'version v1 holds on some of the same dates' }] });
  });
  it('an open version overlaps with everything after it', () => expect(check([{ ...version, card_version_id: 'v1', effective_from: '2027-01-01', effective_to: null }], { ...version, effective_to: null })).toMatchObject({ ok: false }));
  it('treats scope ids null and empty alike', () => expect(check([{ ...version, card_version_id: 'v1', scope_type: 'global', scope_id: '' }], { ...version, scope_type: 'global', scope_id: null })).toMatchObject({ ok: false }));
  it('may last one day, and no less', () => {
    expect(check([], { ...version, effective_to: '2026-02-01' })).toMatchObject({ ok: true });
    expect(check([], { ...version, effective_to: '2026-01-31' })).toMatchObject({ code: 'INVALID_INPUT', problems: [{ code: 'INVALID_INPUT', detail: 'effective_to 2026-01-31 is before effective_from 2026-02-01' }] });
  });
  it('names every bad line', () => {
    const lines = [{ line_id: 'a', rate: '-1' }, { line_id: 'b', role: 'X', unit: 'day' as const }, { line_id: 'c', role: 'Y', unit: 'day' as const, unit_hours: '8' }, { line_id: 'd', role: 'Z', rate: 'x' }, { line_id: 'e', role: 'X' }];
    const found = check([], card('v', lines));
    expect(found).toMatchObject({ ok: false, code: 'AMBIGUOUS_RATE' });
    expect(!found.ok && found.problems).toEqual([
      { code: 'AMBIGUOUS_RATE', detail: 'lines b and e are for the same work' }, { code: 'INVALID_INPUT', detail: 'line a has a negative rate' }, { code: 'INVALID_INPUT', detail: 'line b is per day and must state unit_hours' },
      { code: 'INVALID_INPUT', detail: 'rate of line d "x" is not an exact decimal; pass fractions as text' },
    ]);
  });
});

it('a re-rate takes held work too, counts what it did, and leaves alone what stands on a draft or was written off (RATE-9)', () => {
  const e = (id: string, billing_status: string) => ({ id, billing_status, billable_hours: '8', old_rate: '100', new_rate: '110' });
  const done = rerate({ entries: [e('a', 'held'), e('b', 'billed'), e('c', 'written_off'), e('d', 'unbilled')], currency: 'USD', retroactive_rates: 'bill' });
  expect(done).toMatchObject({ rerated: [{ id: 'a', rate: '110' }, { id: 'd', rate: '110' }], adjustments: [{ entry_id: 'b', kind: 'adjustment', currency: 'USD' }], unchanged: ['c'] });
  expect(done.why.map((t) => [t.rule, t.numbers])).toEqual([['RATE-9', { rerated: '2', unchanged: '1' }], ['RATE-10', { delta: '10', hours: '8', net: '80' }]]);
});
