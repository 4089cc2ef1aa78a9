import { sum, type DecimalInput } from '#lib/canonical';
import { RuleError } from '../error.js';
import { num } from '../exact.js';
import { minorRound, moneyText, type RoundingMode } from '../money/round.js';
import { why, type RuleTrace } from '../trace.js';

/** A milestone of a fixed-fee line: a fixed amount, or a fraction of the fee. */
export interface MilestoneInput {
  id: string;
  amount?: DecimalInput | null;
  pct?: DecimalInput | null;
}

/** FF-1: amounts of a line's milestones; percentages round and the last milestone is the fee less the others, so they sum to the fee. */
export function milestoneAmounts(input: { fee: DecimalInput; milestones: readonly MilestoneInput[]; currency: string; rounding_mode?: RoundingMode }): { amounts: { id: string; amount: string }[]; why: RuleTrace[] } {
  const fee = minorRound(num(input.fee, 'fee'), input.currency, input.rounding_mode);
  const last = input.milestones.length - 1;
  if (last < 0) throw new RuleError('INVALID_INPUT', 'FF-1', 'the line has no milestones');
  const others = input.milestones.slice(0, last).map((m) => minorRound(m.amount !== undefined && m.amount !== null ? num(m.amount, `amount of ${m.id}`) : fee.times(num(m.pct, `pct of ${m.id}`)), input.currency, input.rounding_mode));
  const balance = fee.minus(sum(others));
  const stated = input.milestones[last]!.amount;
  if (stated !== undefined && stated !== null && !num(stated, 'amount').eq(balance)) throw new RuleError('INVALID_INPUT', 'FF-1', `milestones sum to ${sum(others).plus(num(stated, 'amount'))}, the fee is ${fee}`);
  const amounts = [...others, balance].map((a, i) => ({ id: input.milestones[i]!.id, amount: moneyText(a, input.currency) }));
  return { amounts, why: [why('FF-1', 'the last milestone is the fee less the others', { fee, last: balance })] };
}

/** FF-1: does this milestone bill now? On `accepted`, or `completed` when no acceptance is required. */
export function milestoneBills(milestone: { status: string; acceptance_required?: boolean; billing_trigger?: boolean }): boolean {
  if (milestone.billing_trigger === false) return false;
  return milestone.status === 'accepted' || milestone.status === 'billable' || (milestone.status === 'completed' && !milestone.acceptance_required);
}

/** What must hold before a milestone is invoiced (FF-5). */
export interface MilestoneGateInput {
  contract_line_active: boolean;
  /** Time and expenses of the milestone's tasks: each approved or waived. */
  task_records: readonly { id: string; approval_status: string; waived?: boolean }[];
  tax_profile_valid: boolean;
  legal_entity_matches: boolean;
  period_open: boolean;
  /** Key of this billing event, and the keys of those alive. */
  billing_event_key: string;
  live_billing_event_keys: readonly string[];
}

/** FF-5: the gate, with every failing check named. Evaluate it again at the moment of effect (REC-5). */
export function milestoneGate(input: MilestoneGateInput): { ok: true; why: RuleTrace[] } | { ok: false; code: 'MILESTONE_GATE'; failed: string[]; why: RuleTrace[] } {
  const open = input.task_records.filter((r) => r.approval_status !== 'approved' && !r.waived).map((r) => r.id);
  const failed = [
    ...(input.contract_line_active ? [] : ['contract line is not active']),
    ...(open.length === 0 ? [] : [`time or expense not approved: ${open.join(', ')}`]),
    ...(input.tax_profile_valid ? [] : ['tax profile is not valid']),
    ...(input.legal_entity_matches ? [] : ['legal entity does not match']),
    ...(input.period_open ? [] : ['period is not open']),
    ...(input.live_billing_event_keys.includes(input.billing_event_key) ? ['a live billing event has the same key'] : []),
  ];
  if (failed.length > 0) return { ok: false, code: 'MILESTONE_GATE', failed, why: failed.map((f) => why('FF-5', f)) };
  return { ok: true, why: [why('FF-5', 'every check holds')] };
}

export interface MilestoneVerdictInput extends MilestoneGateInput {
  milestone: { status: string; acceptance_required?: boolean; billing_trigger?: boolean; acceptance_evidence?: string | null };
}

/** FF-1, FF-5: `not_due` while the milestone does not bill at all; `held` with every failing check, missing evidence of acceptance among them; else `ready`. */
export function milestoneVerdict(input: MilestoneVerdictInput): { standing: 'not_due' | 'held' | 'ready'; failed: string[]; why: RuleTrace[] } {
  const { milestone } = input;
  if (!milestoneBills(milestone)) return { standing: 'not_due', failed: [], why: [why('FF-1', `the milestone is ${milestone.status}${milestone.acceptance_required ? ' and needs acceptance' : ''}`)] };
  const gate = milestoneGate(input);
  const failed = [...(milestone.acceptance_required && !milestone.acceptance_evidence ? ['there is no evidence of acceptance'] : []), ...(gate.ok ? [] : gate.failed)];
  return failed.length > 0 ? { standing: 'held', failed, why: failed.map((f) => why('FF-5', f)) } : { standing: 'ready', failed, why: gate.why };
}

/** FF-7: moving a milestone re-dates its schedule line and the revenue forecast; posted facts stay. */
export function moveMilestone<S extends { milestone_id: string; status: string; bill_date: string }, F extends { milestone_id: string; status: string; date: string }>(input: { milestone_id: string; new_date: string; schedule_lines: readonly S[]; revenue_forecast: readonly F[] }): { schedule_lines: S[]; revenue_forecast: F[]; why: RuleTrace[] } {
  const moves = (r: { milestone_id: string; status: string }): boolean => r.milestone_id === input.milestone_id && r.status !== 'invoiced' && r.status !== 'posted';
  return {
    schedule_lines: input.schedule_lines.map((l) => (moves(l) ? { ...l, bill_date: input.new_date } : l)),
    revenue_forecast: input.revenue_forecast.map((f) => (moves(f) ? { ...f, date: input.new_date } : f)),
    why: [why('FF-7', `re-dated to ${input.new_date}, posted facts untouched`)],
  };
}
