import { inRange } from '#lib/canonical';
import { RuleError } from '../error.js';
import { day } from '../exact.js';
import { POLICY_CHOICES, type Policy, type PolicyName } from './choices.js';

/** Choices made for the firm, a legal entity or a contract, from a date on. Dates inclusive; a null end is open. */
export interface PolicyRecord {
  id: string;
  scope: 'firm' | 'legal_entity' | 'contract';
  /** Legal entity or contract; absent for the firm. */
  scope_id?: string | null;
  effective_from: string;
  effective_to?: string | null;
  choices: Partial<Record<PolicyName, string>>;
}

export interface PolicyProblem {
  field: string;
  detail: string;
}

/** What the rules do when nobody chose otherwise. */
export const DEFAULT_POLICY: Readonly<Policy> = Object.fromEntries(Object.entries(POLICY_CHOICES).map(([name, c]) => [name, c.default])) as Policy;

/** Checks one record, and that no other record of the same scope makes the same choice on one of its dates. Empty when it is good. */
export function validatePolicy(record: PolicyRecord, others: readonly PolicyRecord[] = []): PolicyProblem[] {
  const problems: PolicyProblem[] = [];
  for (const [name, value] of Object.entries(record.choices)) {
    const choice = Object.hasOwn(POLICY_CHOICES, name) ? POLICY_CHOICES[name as PolicyName] : undefined;
    if (!choice) problems.push({ field: name, detail: `is not a policy; use one of ${Object.keys(POLICY_CHOICES).join(', ')}` });
    else if (!(choice.options as readonly string[]).includes(value)) problems.push({ field: name, detail: `${JSON.stringify(value)} is not one of ${choice.options.join(', ')} (${choice.rule})` });
  }
  if ((record.scope === 'firm') !== !record.scope_id) problems.push({ field: 'scope_id', detail: 'is required for a legal entity or contract, and only there' });
  if (record.effective_to && record.effective_to < record.effective_from) problems.push({ field: 'effective_to', detail: 'is before effective_from' });
  for (const other of others.filter((o) => o.id !== record.id && o.scope === record.scope && (o.scope_id ?? '') === (record.scope_id ?? '') && overlap(o, record))) {
    for (const name of Object.keys(record.choices).filter((n) => Object.hasOwn(other.choices, n))) problems.push({ field: name, detail: `is also chosen by ${other.id} on some of the same dates` });
  }
  return problems;
}

function overlap(a: PolicyRecord, b: PolicyRecord): boolean {
  return (!a.effective_to || a.effective_to >= b.effective_from) && (!b.effective_to || b.effective_to >= a.effective_from);
}

const ORDER = ['firm', 'legal_entity', 'contract'] as const;

/** The choices that hold on a date: defaults, then the firm's, the legal entity's, the contract's; `from` says which record each came from. */
export function policyAt(input: { policies: readonly PolicyRecord[]; date: string; legal_entity_id?: string | null; contract_id?: string | null }): { policy: Policy; from: Record<PolicyName, string> } {
  const date = day(input.date, 'date');
  const policy: Policy = { ...DEFAULT_POLICY };
  const from = Object.fromEntries(Object.keys(DEFAULT_POLICY).map((n) => [n, 'default'])) as Record<PolicyName, string>;
  const ids = { firm: null, legal_entity: input.legal_entity_id ?? undefined, contract: input.contract_id ?? undefined };
  for (const scope of ORDER) {
    for (const record of input.policies.filter((p) => p.scope === scope && (scope === 'firm' || p.scope_id === ids[scope]) && inRange(date, p.effective_from, p.effective_to))) {
      const problems = validatePolicy(record);
      if (problems.length > 0) throw new RuleError('INVALID_POLICY', POLICY_CHOICES[problems[0]!.field as PolicyName]?.rule ?? 'POLICY', `policy ${record.id}: ${problems.map((p) => `${p.field} ${p.detail}`).join('; ')}`);
      for (const [name, value] of Object.entries(record.choices) as [PolicyName, string][]) {
        policy[name] = value;
        from[name] = record.id;
      }
    }
  }
  return { policy, from };
}
