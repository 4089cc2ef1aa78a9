import 'reflect-metadata';
import * as rules from '../index.js';
import type { PolicyRecord } from '../index.js';
import { demanding } from '../testing/demanding.js';

const { DEFAULT_POLICY, POLICY_CHOICES, policyAt, validatePolicy } = demanding(rules);

const record = (id: string, scope: PolicyRecord['scope'], scope_id: string | null, choices: PolicyRecord['choices'], rest: Partial<PolicyRecord> = {}): PolicyRecord => ({ id, scope, scope_id, choices, effective_from: '2026-01-01', ...rest });

describe('policies', () => {
  it('default to a value that can be chosen', () => {
    for (const [name, choice] of Object.entries(POLICY_CHOICES)) expect([name, (choice.options as readonly string[]).includes(choice.default)]).toEqual([name, true]);
  });
  it('are chosen by firm, legal entity and contract, the nearest winning', () => {
    const policies = [record('c', 'contract', 'CT', { tax_method: 'per_line' }), record('f', 'firm', null, { tax_method: 'unrounded_lines_then_total', gaap: 'us_gaap', dso_basis: 'average' }), record('l', 'legal_entity', 'LE', { gaap: 'ifrs' })];
    const { policy, from } = policyAt({ policies, date: '2026-02-01', legal_entity_id: 'LE', contract_id: 'CT' });
    expect([policy.tax_method, policy.gaap, policy.dso_basis, policy.cap_policy]).toEqual(['per_line', 'ifrs', 'average', 'split_hold']);
    expect([from.tax_method, from.gaap, from.dso_basis, from.cap_policy]).toEqual(['c', 'l', 'f', 'default']);
  });
  it('hold from their date to their end, and only for their own scope', () => {
    const policies = [record('l', 'legal_entity', 'LE', { gaap: 'us_gaap' }, { effective_from: '2026-02-01', effective_to: '2026-02-28' })];
    const gaap = (date: string, legal_entity_id?: string) => policyAt({ policies, date, legal_entity_id }).policy.gaap;
    expect([gaap('2026-01-31', 'LE'), gaap('2026-02-01', 'LE'), gaap('2026-02-28', 'LE'), gaap('2026-03-01', 'LE'), gaap('2026-02-01', 'XX'), gaap('2026-02-01')]).toEqual(['ifrs', 'us_gaap', 'us_gaap', 'ifrs', 'ifrs', 'ifrs']);
    expect(policyAt({ policies: [], date: '2026-02-01' }).policy).toEqual(DEFAULT_POLICY);
  });
  it.each<[string, PolicyRecord, PolicyRecord[]]>([
    ['cap_policy', record('a', 'firm', null, { cap_policy: 'ignore' }), []],
    ['mood', record('a', 'firm', null, { mood: 'good' } as PolicyRecord['choices']), []],
    ['scope_id', record('a', 'contract', null, {}), []],
    ['scope_id', record('a', 'firm', 'LE', {}), []],
    ['effective_to', record('a', 'firm', null, {}, { effective_to: '2025-12-31' }), []],
    ['gaap', record('a', 'firm', null, { gaap: 'ifrs' }), [record('b', 'firm', null, { gaap: 'us_gaap' }, { effective_from: '2025-01-01' })]],
  ])('name the field that is wrong: %s', (field, wrong, others) => expect(validatePolicy(wrong, others)).toMatchObject([{ field }]));
  it('may follow one another, or choose different things', () => {
    expect(validatePolicy(record('a', 'firm', null, { gaap: 'ifrs' }), [record('b', 'firm', null, { gaap: 'us_gaap' }, { effective_from: '2025-01-01', effective_to: '2025-12-31' }), record('c', 'firm', null, { dso_basis: 'average' })])).toEqual([]);
  });
  it('are not applied when invalid', () => expect(() => policyAt({ policies: [record('a', 'firm', null, { cap_policy: 'ignore' })], date: '2026-01-01' })).toThrow(expect.objectContaining({ code: 'INVALID_POLICY' })));
});
