import 'reflect-metadata';
import * as rules from '../index.js';
import type { RateCardVersionInput, RateLineInput, RateScope, ResolveRateInput } from '../index.js';
import { demanding } from '../testing/demanding.js';

const { rateBook, rateSnapshot, rerate, resolveRate, validateRateCardVersion } = demanding(rules);

function card(scope_type: RateScope, lines: readonly Partial<RateLineInput>[], rest: Partial<RateCardVersionInput> = {}): RateCardVersionInput {
  return {
    card_version_id: rest.card_version_id ?? `${scope_type}-v1`, scope_type, scope_id: scope_type === 'global' ? null : `${scope_type}-1`, currency: 'USD', effective_from: '2026-01-01', effective_to: null, approval_status: 'approved',
    lines: lines.map((l, i) => ({ line_id: `l${i}`, rate: '1', ...l })), ...rest,
  };
}

const context = { contract_line_id: 'contract_line-1', contract_id: 'contract-1', project_id: 'project-1', client_id: 'client-1', region: 'EMEA', practice: 'DATA', group_id: 'group-1', legal_entity_id: 'legal_entity-1', currency: 'USD' };
const entry = { work_date: '2026-02-02', worker_id: 'w1', role: 'DEV' };
const resolve = (cards: RateCardVersionInput[], more: Partial<ResolveRateInput> = {}) => resolveRate({ entry, cards, context, ...more });

describe('resolveRate', () => {
  it('lets an approved override beat everything, and explains it', () => {
    const found = resolve([card('contract', [{ rate: '200' }])], { entry: { ...entry, override: { rate: '99.5', reason: 'goodwill', approved_by: 'cfo' } }, assignment: { bill_rate_override: '150' } });
    expect(found).toMatchObject({ ok: true, rate: '99.5', level: 'override', currency: 'USD', card_version_id: null });
    expect(found.why[0]).toMatchObject({ rule: 'RATE-2', detail: expect.stringContaining('goodwill') });
  });

  it.each([[{ rate: '99', reason: 'x' }], [{ rate: '99', approved_by: 'cfo' }], [{ rate: '99', reason: 'x', approved_by: 'cfo', approval_status: 'submitted' }]])('ignores the incomplete override %p', (override) => {
    expect(resolve([card('global', [{ rate: '175' }])], { entry: { ...entry, override } })).toMatchObject({ rate: '175', level: 'global' });
  });

  it('takes the assignment before any card', () => expect(resolve([card('contract', [{ rate: '200' }])], { assignment: { bill_rate_override: '150' } })).toMatchObject({ rate: '150', level: 'assignment' }));

  it('goes down the default precedence one card at a time', () => {
    const scopes: RateScope[] = ['contract_line', 'contract', 'project', 'client', 'region_practice', 'region', 'practice', 'legal_entity', 'global'];
    const ids: Partial<Record<RateScope, string>> = { region_practice: 'EMEA/DATA', region: 'EMEA', practice: 'DATA' };
    const cards = scopes.map((s, i) => card(s, [{ rate: String(100 + i) }], s === 'global' ? {} : { scope_id: ids[s] ?? `${s}-1` }));
    for (let i = 0; i < scopes.length; i++) expect(resolve(cards.slice(i).reverse())).toMatchObject({ ok: true, rate: String(100 + i) });
  });

  it('does not use cards of another project, of the future, or not approved', () => {
    const cards = [card('project', [{ rate: '1' }], { scope_id: 'other' }), card('global', [{ rate: '2' }], { effective_from: '2026-03-01' }), card('client', [{ rate: '3' }], { approval_status: 'draft' }), card('client', [{ rate: '4' }], { approval_status: 'retired', card_version_id: 'r' })];
    expect(resolve(cards)).toMatchObject({ ok: false, code: 'MISSING_RATE' });
  });

  it('selects the version by work date, on its first and last day', () => {
    const cards = [card('global', [{ rate: '100' }], { effective_to: '2026-01-31' }), card('global', [{ rate: '110' }], { card_version_id: 'v2', effective_from: '2026-02-01' })];
    expect(resolve(cards, { entry: { ...entry, work_date: '2026-01-31' } })).toMatchObject({ rate: '100' });
    expect(resolve(cards, { entry: { ...entry, work_date: '2026-02-01' } })).toMatchObject({ rate: '110', card_version_id: 'v2' });
    expect(resolve(cards, { entry: { ...entry, work_date: '2025-12-31' } })).toMatchObject({ ok: false, code: 'MISSING_RATE' });
  });

  it('prefers worker over role over any, and a role over several lesser dimensions (RATE-3)', () => {
    const any = { rate: '1' }, byRole = { role: 'DEV', rate: '2' }, byWorker = { worker_id: 'w1', rate: '3' }, lesser = { grade: 'G', region: 'EMEA', work_type: 'regular', rate: '4' };
    expect(resolve([card('global', [any, lesser, byRole, byWorker])])).toMatchObject({ rate: '3' });
    expect(resolve([card('global', [any, byRole])])).toMatchObject({ rate: '2' });
    expect(resolve([card('global', [any, lesser, byRole])], { entry: { ...entry, grade: 'G' } })).toMatchObject({ rate: '2' });
    expect(resolve([card('global', [any, lesser])], { entry: { ...entry, grade: 'G' } })).toMatchObject({ rate: '4' });
    expect(resolve([card('global', [any, lesser])], { entry: { ...entry, grade: 'H' } })).toMatchObject({ rate: '1' });
  });

  it('lets the firm order the dimensions', () => {
    const lines = [{ role: 'DEV', rate: '2' }, { region: 'EMEA', rate: '4' }];
    expect(resolve([card('global', lines)], { policy: { dimensions: ['region', 'role'] } })).toMatchObject({ rate: '4' });
    expect(resolve([card('global', lines)])).toMatchObject({ rate: '2' });
  });

  it('still excludes by dimensions left out of the order', () => {
    expect(resolve([card('global', [{ worker_id: 'someone else', rate: '9' }])], { policy: { dimensions: ['role'] } })).toMatchObject({ code: 'MISSING_RATE' });
  });

  it('keeps a price of zero as a price, and never makes one up', () => {
    expect(resolve([card('global', [{ rate: '0' }])])).toMatchObject({ ok: true, rate: '0' });
    expect(resolve([card('global', [{ role: 'TESTER' }])])).toMatchObject({ ok: false, code: 'MISSING_RATE' });
  });

  it('refuses two equal lines at run time, naming them', () => {
    expect(resolve([card('global', [{ role: 'DEV', line_id: 'a' }, { role: 'DEV', line_id: 'b' }])])).toMatchObject({ ok: false, code: 'AMBIGUOUS_RATE', detail: expect.stringMatching(/global-v1\/a.*global-v1\/b/) });
  });

  it('tells cards of one scope apart by the contract currency', () => {
    const cards = [card('global', [{ rate: '100' }]), card('global', [{ rate: '90' }], { card_version_id: 'eur', currency: 'EUR' })];
    expect(resolve(cards, { context: { ...context, currency: 'EUR' } })).toMatchObject({ rate: '90', currency: 'EUR' });
    expect(resolve(cards, { context: { ...context, currency: 'GBP' } })).toMatchObject({ code: 'AMBIGUOUS_RATE' });
  });

  it('marks up the base rate for a work type, unless the line is for that work type (RATE-8)', () => {
    const uplifts = { work_type_uplifts: { overtime: '0.5' } };
    const overtime = { entry: { ...entry, work_type: 'overtime' } };
    expect(resolve([card('global', [{ rate: '100' }], uplifts)], overtime)).toMatchObject({ rate: '150', base_rate: '100', uplift: '0.5' });
    expect(resolve([card('global', [{ rate: '100' }, { rate: '130', work_type: 'overtime' }], uplifts)], overtime)).toMatchObject({ rate: '130', uplift: '0' });
    expect(resolve([], { ...overtime, assignment: { bill_rate_override: '100' }, policy: uplifts })).toMatchObject({ rate: '150', level: 'assignment' });
  });

  it('orders overrides of a line by scope, then by date (RATE-4)', () => {
    const overrides = [
      { effective_from: '2026-01-10', rate: '110' }, { effective_from: '2026-01-20', rate: '120' },
      { effective_from: '2026-01-15', effective_to: '2026-01-25', rate: '90', scope_type: 'client' as const, scope_id: 'client-1' },
      { effective_from: '2026-01-05', rate: '80', scope_type: 'contract' as const, scope_id: 'another' },
    ];
    const at = (work_date: string) => resolve([card('global', [{ rate: '100', overrides }])], { entry: { ...entry, work_date } });
    expect(['2026-01-09', '2026-01-10', '2026-01-15', '2026-01-25', '2026-01-26'].map((d) => (at(d) as { rate: string }).rate)).toEqual(['100', '110', '90', '90', '120']);
  });

  it('gives day rates with their hours', () => expect(resolve([card('global', [{ rate: '1200', unit: 'day', unit_hours: '7.5' }])])).toMatchObject({ unit: 'day', unit_hours: '7.5' }));

  it('finds what holds among versions with gaps, overlaps and open ends, as looking at each of them does', () => {
    const dates = ['2026-01-01', '2026-01-10', '2026-01-20', '2026-01-31', '2026-02-15', '2026-03-01'];
    const spans = dates.flatMap((from, i) => [...dates.slice(i), null].map((to) => ({ from, to })));
    // Every third, so that there are gaps; two orders, so that none is taken for granted.
    for (const some of [0, 1, 2].flatMap((n) => [spans.filter((_, i) => i % 3 === n), spans.filter((_, i) => i % 3 === n).reverse()])) {
      const versions = some.map(({ from, to }, i) => card('client', [{ rate: '1' }], { card_version_id: `v${i}`, effective_from: from, effective_to: to }));
      const book = rateBook(versions);
      for (const day of [...dates, '2025-12-31', '2026-01-15', '2026-02-28', '2030-01-01']) {
        const held = versions.filter((v) => v.effective_from <= day && (!v.effective_to || v.effective_to >= day)).map((v) => v.card_version_id);
        expect([day, book.at('client', 'client-1', day).map((f) => f.version.card_version_id).sort()]).toEqual([day, held.sort()]);
      }
    }
  });

  it('works the same from a prepared book', () => {
    const cards = [card('global', [{ rate: '100' }])];
    expect(resolveRate({ entry, cards: rateBook(cards), context })).toEqual(resolveRate({ entry, cards, context }));
  });

  it('refuses a date that is no date', () => expect(() => resolve([], { entry: { ...entry, work_date: '2026-02-30' } })).toThrow(expect.objectContaining({ code: 'INVALID_INPUT' })));
});

describe('alternative precedences', () => {
  const p = card('project', [{ rate: '140' }]), c = card('client', [{ rate: '150' }]), k = card('contract', [{ rate: '160' }]), g = card('global', [{ rate: '175' }]);
  it('ifs: the project list over the client list, contracts play no part', () => expect(resolve([c, p, k, g], { policy: { precedence: 'ifs' } })).toMatchObject({ rate: '140', level: 'project' }));
  it('upland: project, client, system', () => expect(resolve([g, k], { policy: { precedence: 'upland' } })).toMatchObject({ rate: '175', level: 'system' }));
  it('certinia: account, region, practice, group', () => {
    const r = card('region', [{ rate: '1' }], { scope_id: 'EMEA' }), pr = card('practice', [{ rate: '2' }], { scope_id: 'DATA' }), gr = card('group', [{ rate: '3' }]);
    expect(resolve([gr, pr, r, c, p], { policy: { precedence: 'certinia' } })).toMatchObject({ rate: '150', level: 'account' });
    expect(resolve([gr, pr, r], { policy: { precedence: 'certinia' } })).toMatchObject({ rate: '1' });
    expect(resolve([gr, pr], { policy: { precedence: 'certinia' } })).toMatchObject({ rate: '2' });
    expect(resolve([gr], { policy: { precedence: 'certinia' } })).toMatchObject({ rate: '3', level: 'group' });
  });
  it('dynamics_finance: project, then a resource line anywhere, then a role line anywhere', () => {
    const worker = card('global', [{ worker_id: 'w1', rate: '10' }, { rate: '99' }]), role = card('client', [{ role: 'DEV', rate: '20' }]), category = card('client', [{ category: 'ONSITE', rate: '30' }], { card_version_id: 'cat' });
    const policy = { precedence: 'dynamics_finance' as const };
    expect(resolve([role, worker, p], { policy })).toMatchObject({ rate: '140', level: 'project' });
    expect(resolve([role, worker], { policy })).toMatchObject({ rate: '10', level: 'resource' });
    expect(resolve([role, category], { policy })).toMatchObject({ rate: '20', level: 'role' });
    expect(resolve([category, g], { policy, entry: { ...entry, category: 'ONSITE' } })).toMatchObject({ rate: '30', level: 'category' });
  });
  it('oracle: person override, job override, then person or job schedule', () => {
    const person = card('contract', [{ worker_id: 'w1', rate: '10' }, { role: 'DEV', rate: '20' }]), schedule = card('global', [{ worker_id: 'w1', rate: '30' }, { role: 'DEV', rate: '40' }]);
    const policy = { precedence: 'oracle' as const };
    expect(resolve([schedule, person], { policy })).toMatchObject({ rate: '10', level: 'person_override' });
    expect(resolve([schedule, person], { policy, entry: { ...entry, worker_id: 'w2' } })).toMatchObject({ rate: '20', level: 'job_override' });
    expect(resolve([schedule], { policy })).toMatchObject({ rate: '30', level: 'person_schedule' });
    expect(resolve([schedule], { policy, entry: { ...entry, worker_id: 'w2' } })).toMatchObject({ rate: '40', level: 'job_schedule' });
  });
  it('takes a list of the firm’s own, and refuses unknown names', () => {
    expect(resolve([p, c], { policy: { precedence: [{ level: 'house', from: 'cards', scopes: ['client', 'project'] }] } })).toMatchObject({ rate: '150', level: 'house' });
    expect(() => resolve([], { policy: { precedence: 'sap' as never } })).toThrow(expect.objectContaining({ code: 'INVALID_POLICY' }));
  });
});

describe('validateRateCardVersion (RATE-6)', () => {
  it('accepts lines that differ in a dimension', () => expect(validateRateCardVersion({ version: card('global', [{ role: 'DEV' }, { role: 'DEV', region: 'EMEA' }]) })).toMatchObject({ ok: true }));
  it('refuses two lines for the same work', () => expect(validateRateCardVersion({ version: card('global', [{ role: 'DEV' }, { role: 'DEV', region: null }]) })).toMatchObject({ ok: false, code: 'AMBIGUOUS_RATE' }));
  it('refuses versions of one card that overlap by a day', () => {
    const version = card('global', [{}], { effective_from: '2026-02-01' });
    const other = (effective_to: string) => card('global', [{}], { card_version_id: 'v0', effective_from: '2025-01-01', effective_to });
    expect(validateRateCardVersion({ version, others: [other('2026-02-01')] })).toMatchObject({ ok: false, code: 'AMBIGUOUS_RATE' });
    expect(validateRateCardVersion({ version, others: [other('2026-01-31')] })).toMatchObject({ ok: true });
  });
  it.each([[{ unit: 'day' as const }], [{ unit: 'month' as const, unit_hours: '0' }], [{ rate: '-1' }], [{ rate: 'abc' }]])('refuses the line %p', (line) => expect(validateRateCardVersion({ version: card('global', [line]) })).toMatchObject({ ok: false, code: 'INVALID_INPUT' }));
  it('refuses an end before the start', () => expect(validateRateCardVersion({ version: card('global', [{}], { effective_to: '2025-12-31' }) })).toMatchObject({ ok: false, code: 'INVALID_INPUT' }));
});

describe('rerate (RATE-9, RATE-10)', () => {
  const e = (id: string, billing_status: string) => ({ id, billing_status, billable_hours: '8', old_rate: '100', new_rate: '110' });
  const entries = [e('a', 'unbilled'), e('b', 'billed'), e('c', 'on_draft')];
  it('never touches billed work by default', () => expect(rerate({ entries, currency: 'USD' })).toMatchObject({ rerated: [{ id: 'a', rate: '110' }], adjustments: [], adjustment_total: '0.00', unchanged: ['b', 'c'] }));
  it('adds adjustment events where the contract bills retroactively', () => {
    expect(rerate({ entries, currency: 'USD', retroactive_rates: 'bill' })).toMatchObject({ adjustments: [{ entry_id: 'b', quantity: '8', rate_delta: '10', net: '80.00' }], adjustment_total: '80.00', unchanged: ['c'] });
    expect(rerate({ entries: [{ ...e('b', 'billed'), new_rate: '95' }], currency: 'USD', retroactive_rates: 'bill' })).toMatchObject({ adjustment_total: '-40.00' });
    expect(rerate({ entries: [{ ...e('b', 'billed'), new_rate: '100' }], currency: 'USD', retroactive_rates: 'bill' })).toMatchObject({ adjustments: [], unchanged: ['b'] });
  });
  it('snapshots what decided', () => {
    const found = resolve([card('client', [{ rate: '100' }])]);
    expect(found.ok && rateSnapshot(found)).toEqual({ rate: '100', currency: 'USD', unit: 'hour', unit_hours: null, card_version_id: 'client-v1', line_id: 'l0', rule: 'RATE-2:client' });
  });
});
