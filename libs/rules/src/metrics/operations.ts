import { dec } from '#lib/canonical';
import { ratioOrNull } from '../exact.js';
import { RuleError } from '../error.js';
import { why, type RuleTrace } from '../trace.js';

function rate(rule: string, label: string, part: number, whole: number): { rate: string | null; why: RuleTrace[] } {
  if (!Number.isSafeInteger(part) || !Number.isSafeInteger(whole) || part < 0 || part > whole) throw new RuleError('INVALID_INPUT', rule, `${part} of ${whole} is not a share`);
  return { rate: ratioOrNull(dec(part), dec(whole)), why: [why(rule, label, { part, whole })] };
}

/** MET-17: billing events that raised at least one finance exception, over billing events. */
export function billingExceptionRate(input: { events_with_exception: number; events: number }): { rate: string | null; why: RuleTrace[] } {
  return rate('MET-17', 'billing exception rate', input.events_with_exception, input.events);
}

/** MET-17: invoices credited for error over invoices posted. */
export function invoiceErrorRate(input: { credited_for_error: number; posted: number }): { rate: string | null; why: RuleTrace[] } {
  return rate('MET-17', 'invoice error rate', input.credited_for_error, input.posted);
}

/** MET-19: entries posted at first attempt over entries approved. */
export function postingSuccessRate(input: { posted_first_attempt: number; approved: number }): { rate: string | null; why: RuleTrace[] } {
  return rate('MET-19', 'timesheet posting success', input.posted_first_attempt, input.approved);
}

/** MET-22: critical workflow instances with an unbroken correlation chain over all instances. */
export function observabilityRate(input: { unbroken: number; instances: number }): { rate: string | null; why: RuleTrace[] } {
  return rate('MET-22', 'end-to-end observability', input.unbroken, input.instances);
}
