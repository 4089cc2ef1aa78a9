import { why, type RuleTrace } from '../trace.js';

/** MOD-8: what an amendment updates, in this order. */
export const AMENDMENT_STEPS = ['contract_version', 'rate_cards', 'billing_schedule', 'budget_eac', 'revenue_treatment', 'forecasts', 'backlog'] as const;

export type AmendmentStep = (typeof AMENDMENT_STEPS)[number];

/** MOD-8: what to do next: go on, or, when a step failed, compensate the ones done, last first. */
export function amendmentPlan(input: { done: readonly AmendmentStep[]; failed?: AmendmentStep | null }): { next: AmendmentStep | null; compensate: AmendmentStep[]; why: RuleTrace[] } {
  if (input.failed) {
    const undo = AMENDMENT_STEPS.filter((s) => input.done.includes(s)).reverse();
    return { next: null, compensate: undo, why: [why('MOD-8', `${input.failed} failed: compensate ${undo.join(', ') || 'nothing'}`)] };
  }
  const next = AMENDMENT_STEPS.find((s) => !input.done.includes(s)) ?? null;
  return { next, compensate: [], why: [why('MOD-8', next ? `next: ${next}` : 'complete')] };
}
