import 'reflect-metadata';
import * as rules from '../index.js';
import type { RateCardVersionInput, RateLineInput } from '../index.js';
import { demanding } from '../testing/demanding.js';

const { RATE_DIMENSIONS, resolveRate, validateRateCardVersion } = demanding(rules);

const version = (lines: readonly Partial<RateLineInput>[]): RateCardVersionInput => ({ card_version_id: 'v', scope_type: 'global', currency: 'USD', effective_from: '2026-01-01', approval_status: 'approved', lines: lines.map((l, i) => ({ line_id: `l${i}`, rate: '1', ...l })) });
const entry = { work_date: '2026-02-02', role: 'DEV', worker_id: 'w1' };
const resolve = (lines: readonly Partial<RateLineInput>[], more: object = {}) => resolveRate({ entry, cards: [version(lines)], context: {}, ...more });

describe('lines of a card', () => {
  it('an empty dimension is any, as null and absent are', () => {
    for (const role of ['', null, undefined]) {
      expect(resolve([{ role, rate: '7' }])).toMatchObject({ rate: '7', why: [{}, {}, { detail: 'line l0 matches any work' }] });
      expect(validateRateCardVersion({ version: version([{ role }, {}]) })).toMatchObject({ code: 'AMBIGUOUS_RATE' });
    }
  });
  it('a named dimension never prices work that does not name it', () => {
    for (const dimension of ['grade', 'region', 'skill', 'category'] as const) expect(resolve([{ [dimension]: 'X', rate: '7' }])).toMatchObject({ code: 'MISSING_RATE' });
    expect(resolve([{ role: 'undefined', rate: '7' }], { entry: { work_date: '2026-02-02' } })).toMatchObject({ code: 'MISSING_RATE' });
    expect(resolve([{ role: '', rate: '7' }, { grade: '', rate: '8', region: 'EMEA' }], { entry: { ...entry, region: 'EMEA' } })).toMatchObject({ rate: '8' });
  });
  it('a wildcard written out is a name like any other', () => expect(validateRateCardVersion({ version: version([{ role: '*x' }, {}]) })).toMatchObject({ ok: true }));
  it.each(RATE_DIMENSIONS.map((d, i) => [d, i] as const))('naming %s beats naming everything after it', (dimension, i) => {
    const work = Object.fromEntries(RATE_DIMENSIONS.map((d) => [d, 'X']));
    const rest = Object.fromEntries(RATE_DIMENSIONS.slice(i + 1).map((d) => [d, 'X']));
    if (Object.keys(rest).length > 0) expect(resolve([{ ...rest, rate: '1' }, { [dimension]: 'X', rate: '2' }], { entry: { work_date: '2026-02-02', ...work } })).toMatchObject({ rate: '2' });
    expect(resolve([{ rate: '1' }, { [dimension]: 'X', rate: '2' }], { entry: { work_date: '2026-02-02', ...work } })).toMatchObject({ rate: '2' });
  });
  it('takes the region of the context when the work has none, and regular for the kind of work', () => {
    expect(resolve([{ region: 'EMEA', rate: '5' }], { context: { region: 'EMEA' } })).toMatchObject({ rate: '5' });
    expect(resolve([{ region: 'EMEA', rate: '5' }, { rate: '1' }], { entry: { ...entry, region: 'APAC' }, context: { region: 'EMEA' } })).toMatchObject({ rate: '1' });
    expect(resolve([{ work_type: 'regular', rate: '5' }])).toMatchObject({ rate: '5', why: [{}, {}, { detail: 'line l0 matches work_type' }] });
  });
});

describe('overrides of a line (RATE-4)', () => {
  const at = (overrides: RateLineInput['overrides'], context: object = {}, work_date = '2026-02-02') => resolve([{ rate: '100', overrides }], { context, entry: { ...entry, work_date } });
  it('without a scope hold for everyone, whatever id they carry; with one only for their own', () => {
    expect(at([{ effective_from: '2026-01-01', rate: '90', scope_id: 'stray' }])).toMatchObject({ rate: '90', why: [{}, {}, {}, { detail: 'override from 2026-01-01 (none)' }] });
    expect(at([{ effective_from: '2026-01-01', rate: '90', scope_type: 'client', scope_id: 'C' }], { client_id: 'D' })).toMatchObject({ rate: '100' });
    for (const [scope_type, key] of [['contract', 'contract_id'], ['quote', 'quote_id'], ['client', 'client_id']] as const) expect(at([{ effective_from: '2026-01-01', rate: '90', scope_type, scope_id: 'X' }], { [key]: 'X' })).toMatchObject({ rate: '90' });
  });
  it('contract before quote before client before none', () => {
    const all = (['none', 'client', 'quote', 'contract'] as const).map((scope_type, i) => ({ effective_from: '2026-01-01', rate: String(10 + i), scope_type, scope_id: 'X' }));
    const context = { contract_id: 'X', quote_id: 'X', client_id: 'X' };
    expect([4, 3, 2, 1].map((n) => (at(all.slice(0, n), context) as { rate: string }).rate)).toEqual(['13', '12', '11', '10']);
  });
  it('of one scope the latest start holds, the first given of two on one day, and an ended one gives way to the list price', () => {
    const o = (effective_from: string, rate: string, effective_to?: string) => ({ effective_from, rate, effective_to });
    for (const list of [[o('2026-01-01', '1'), o('2026-01-20', '2')], [o('2026-01-20', '2'), o('2026-01-01', '1')]]) expect(at(list)).toMatchObject({ rate: '2' });
    expect(at([o('2026-01-20', '2'), o('2026-01-20', '3')])).toMatchObject({ rate: '2' });
    expect(at([o('2026-02-02', '2')])).toMatchObject({ rate: '2' });
    expect(at([o('2026-02-03', '2')])).toMatchObject({ rate: '100' });
    expect(at([o('2026-01-01', '1'), o('2026-01-20', '2', '2026-02-01')])).toMatchObject({ rate: '100' });
  });
});
