import { type AmendmentInput, catchUp, currencyDigits, modificationTreatment, prospective, roundMoney, type RuleTrace, separateContract, unapprovedChange } from '#lib/rules';
import { Refusals } from '../refusal/refusals.js';
import { given } from '../request/given.js';
import type { ContractModificationAnswer, ContractModificationRequest } from './contract-modification.dto.js';

const FIGURES = ['separate_contract', 'prospective', 'cumulative_catch_up'] as const;
/** Rule of the arithmetic of each. */
const RULE = { separate_contract: 'MOD-2', prospective: 'MOD-3', cumulative_catch_up: 'MOD-4' } as const;
/** Figures that a treatment takes; a mixed one is accounted for obligation by obligation, so both (MOD-5). */
const TAKES: Record<string, readonly (typeof FIGURES)[number][]> = { separate_contract: ['separate_contract'], prospective: ['prospective'], cumulative_catch_up: ['cumulative_catch_up'], mixed: ['prospective', 'cumulative_catch_up'] };

/** How a change of a contract is accounted for, and its figures where they are given. Figures of another treatment are refused. */
export function previewModification(sent: ContractModificationRequest): ContractModificationAnswer {
  const request = given(sent);
  const { currency, cost_to_date: cost } = request;
  const refusals = new Refusals();
  refusals.at('currency', () => currencyDigits(currency));
  const { treatment, in_backlog, exception, why } = modificationTreatment(request.amendment as AmendmentInput);
  for (const name of FIGURES) {
    if (request[name] && !TAKES[treatment]?.includes(name)) refusals.add(name, 'METHOD_NOT_ALLOWED', RULE[name], `the treatment of this amendment is ${treatment}`, `Leave ${name} out, or correct the facts in amendment.`);
  }
  if (cost !== undefined && exception === null) refusals.add('cost_to_date', 'METHOD_NOT_ALLOWED', 'MOD-1', 'the change is approved, so its cost is not at risk', 'Leave it out; catch-up has a cost_to_date of its own.');
  refusals.end();
  const traces: RuleTrace[] = [...why];
  /** The figures of one kind without their traces, which join those of the answer. */
  const of = <T extends { why: RuleTrace[] }>(field: string, rule: (() => T) | undefined): Omit<T, 'why'> | undefined => {
    const found = rule && refusals.at(field, rule);
    if (!found) return undefined;
    const { why: by, ...figures } = found as T;
    traces.push(...by);
    return figures;
  };
  const { separate_contract: apart, prospective: ahead, cumulative_catch_up: back } = request;
  const figures = {
    separate_contract: of('separate_contract', apart && (() => separateContract({ ...apart, currency }))),
    prospective: of('prospective', ahead && (() => prospective({ ...ahead, currency }))),
    cumulative_catch_up: of('cumulative_catch_up', back && (() => catchUp({ ...back, currency }))),
  };
  refusals.end();
  const risk = cost === undefined ? undefined : unapprovedChange({ approved: false, cost: roundMoney(cost, currency) });
  const unapproved = risk && { cost: risk.cost, revenue: roundMoney(risk.revenue, currency), backlog: roundMoney(risk.backlog, currency), at_risk: risk.at_risk };
  return { currency, treatment, in_backlog, exception, ...figures, ...(unapproved && { unapproved }), why: traces };
}
