import { inRange } from '#lib/canonical';
import { day } from '../exact.js';
import { why, type RuleTrace } from '../trace.js';

export interface DecideBillingInput {
  entry: {
    work_date: string;
    approval_status: string;
    /** `billable | non_billable | complimentary | internal | absence`; absent is billable. */
    billable_class?: string;
  };
  project: { status: string };
  /** Null when no active line covers the work: MISSING_CONTRACT. */
  contract_line?: {
    status?: string;
    start?: string | null;
    end?: string | null;
    contract_type?: string;
    /** The line bills only after a milestone. */
    milestone_gated?: boolean;
    milestone_reached?: boolean;
  } | null;
  /** Null with `exempt` false is outside any assignment. */
  assignment?: { start?: string | null; end?: string | null } | null;
  assignment_exempt?: boolean;
  /** Result of resolveRate; a refusal holds the entry (RATE-5). */
  rate?: { ok: boolean; code?: string } | null;
  /** Result of applyCaps for this entry, or for its excess part. */
  cap?: { over: boolean; level?: string | null } | null;
  /** Not before this date. */
  bill_on?: string | null;
  as_of?: string | null;
  period_hold?: boolean;
}

export type BillingDecision = 'invoiceable' | 'deferred' | 'capped' | 'held' | 'non_billable';

export type DecideBillingResult =
  /** `creates_event` is false for work that costs but never bills (FF-6). */
  | { ok: true; decision: BillingDecision; hold_reason: string | null; creates_event: boolean; why: RuleTrace[] }
  | { ok: false; code: 'UNAPPROVED' | 'PROJECT_NOT_OPEN' | 'MISSING_CONTRACT' | 'ASSIGNMENT_WINDOW'; detail: string; why: RuleTrace[] };

/** Contract types on which time makes cost and no billing event (FF-6). */
const FIXED_PRICE = new Set(['fixed_fee', 'milestone']);
/** Contract types whose time is paid for by the period: it draws a retainer down, or is part of the service (RET-1, MS-5). */
const BY_PERIOD = new Set(['retainer', 'managed_services', 'subscription']);

/**
 * TM-8 and TM-9. First whether the entry may become a billing event at all (approved, project active or completed, line
 * active at the work date, inside the assignment window or exempt); then the four-way decision: non-billable, held,
 * capped, deferred, else invoiceable.
 */
export function decideBilling(input: DecideBillingInput): DecideBillingResult {
  return refusal(input) ?? decision(input);
}

function refusal(input: DecideBillingInput): DecideBillingResult | undefined {
  const workDate = day(input.entry.work_date, 'work_date');
  const refuse = (code: 'UNAPPROVED' | 'PROJECT_NOT_OPEN' | 'MISSING_CONTRACT' | 'ASSIGNMENT_WINDOW', detail: string): DecideBillingResult => ({ ok: false, code, detail, why: [why('TM-8', detail)] });
  if (input.entry.approval_status !== 'approved') return refuse('UNAPPROVED', `approval status is ${input.entry.approval_status}`);
  if (input.project.status !== 'active' && input.project.status !== 'completed') return refuse('PROJECT_NOT_OPEN', `project is ${input.project.status}`);
  if (isNonBillable(input)) return undefined;
  const line = input.contract_line;
  if (!line) return refuse('MISSING_CONTRACT', 'no contract line covers the work');
  if ((line.status ?? 'active') !== 'active' || !inRange(workDate, line.start, line.end)) return refuse('MISSING_CONTRACT', `the contract line is not active on ${workDate}`);
  if (!input.assignment_exempt && !(input.assignment && inRange(workDate, input.assignment.start, input.assignment.end))) return refuse('ASSIGNMENT_WINDOW', `${workDate} is outside the assignment`);
  return undefined;
}

function isNonBillable(input: DecideBillingInput): boolean {
  return (input.entry.billable_class ?? 'billable') !== 'billable';
}

function decision(input: DecideBillingInput): DecideBillingResult {
  const decide = (value: BillingDecision, reason: string | null, trace: RuleTrace, createsEvent = true): DecideBillingResult => ({ ok: true, decision: value, hold_reason: reason, creates_event: createsEvent, why: [trace] });
  const line = input.contract_line;
  if (isNonBillable(input)) return decide('non_billable', null, why('TM-9', `class ${input.entry.billable_class}`), false);
  if (line?.contract_type && FIXED_PRICE.has(line.contract_type)) return decide('non_billable', null, why('FF-6', `time on a ${line.contract_type} line makes cost, not billing events`), false);
  if (line?.contract_type && BY_PERIOD.has(line.contract_type)) return decide('non_billable', null, why(line.contract_type === 'retainer' ? 'RET-1' : 'MS-5', `time on a ${line.contract_type} line is drawn from what the period includes`), false);
  if (line?.milestone_gated && !line.milestone_reached) return decide('held', 'milestone', why('TM-9', 'the line bills only after its milestone'));
  if (input.rate && !input.rate.ok) return decide('held', input.rate.code ?? 'MISSING_RATE', why('RATE-5', 'no price, so the entry waits'));
  if (input.cap?.over) return decide('capped', 'cap', why('TM-9', `over the cap${input.cap.level ? ` at level ${input.cap.level}` : ''}`));
  if (input.period_hold) return decide('deferred', 'period', why('TM-9', 'the period is on hold'));
  if (input.bill_on && input.as_of && day(input.as_of, 'as_of') < day(input.bill_on, 'bill_on')) return decide('deferred', 'bill_date', why('TM-9', `bills from ${input.bill_on}`));
  return decide('invoiceable', null, why('TM-9', 'approved, priced, within cap and due'));
}
