import { why, type RuleTrace } from '../trace.js';
import { day } from '../exact.js';

/** CLS-1: the order in which subledgers close. */
export const CLOSE_ORDER = ['time', 'expense', 'cost', 'billing', 'revenue', 'gl'] as const;

export type Subledger = (typeof CLOSE_ORDER)[number];

/** CLS-1: may this subledger close? Not while an earlier one is open; the open ones are named. */
export function mayClose(input: { subledger: Subledger; status: Readonly<Partial<Record<Subledger, string>>> }): { ok: true; why: RuleTrace[] } | { ok: false; code: 'CLOSE_ORDER'; open: Subledger[]; why: RuleTrace[] } {
  const earlier = CLOSE_ORDER.slice(0, CLOSE_ORDER.indexOf(input.subledger));
  const open = earlier.filter((s) => input.status[s] !== 'closed' && input.status[s] !== 'locked');
  if (open.length > 0) return { ok: false, code: 'CLOSE_ORDER', open, why: [why('CLS-1', `${input.subledger} cannot close while ${open.join(', ')} is open`)] };
  return { ok: true, why: [why('CLS-1', 'everything before it is closed')] };
}

/** CLS-2: the queries that must return zero, or be waived with name and reason. */
export const CLOSE_CHECKS = [
  'unsubmitted_timesheets', 'unapproved_time_or_expense', 'approved_time_not_posted', 'billing_events_not_drafted', 'drafts_not_released', 'released_not_posted', 'milestones_completed_not_billed',
  'revenue_schedules_not_run', 'obligations_with_stale_eac', 'open_finance_exceptions', 'reconciliation_breaks', 'fx_rates_missing', 'contract_balances_not_closed',
] as const;

export type CloseCheck = (typeof CLOSE_CHECKS)[number];

/** CLS-2: the close checklist. A check that was not run blocks like one that failed; a waiver needs name and reason. */
export function closeChecklist(input: { counts: Readonly<Partial<Record<CloseCheck, number>>>; waivers?: readonly { check: CloseCheck; by: string; reason: string }[] }): { ok: boolean; code: 'CLOSE_CHECKLIST' | null; blocking: { check: CloseCheck; count: number | null }[]; waived: CloseCheck[]; why: RuleTrace[] } {
  const failing = CLOSE_CHECKS.filter((c) => input.counts[c] !== 0);
  const waived = failing.filter((c) => (input.waivers ?? []).some((w) => w.check === c && w.by.trim() !== '' && w.reason.trim() !== ''));
  const blocking = failing.filter((c) => !waived.includes(c)).map((check) => ({ check, count: input.counts[check] ?? null }));
  return { ok: blocking.length === 0, code: blocking.length === 0 ? null : 'CLOSE_CHECKLIST', blocking, waived, why: [why('CLS-2', blocking.length === 0 ? 'every check is zero or waived' : blocking.map((b) => `${b.check}: ${b.count ?? 'not run'}`).join(', '))] };
}

/** CLS-7: reopening needs a reason, an expiry after today, and a second person; it reverses nothing and asks for the checklist again. */
export function reopenPeriod(input: { status: string; reason: string; requested_by: string; approved_by: string; as_of: string; expires_on: string }): { ok: true; status: 'open'; rerun_checklist: true; why: RuleTrace[] } | { ok: false; code: 'SOD_VIOLATION' | 'PERIOD_CLOSED' | 'INVALID_INPUT'; why: RuleTrace[] } {
  const refuse = (code: 'SOD_VIOLATION' | 'PERIOD_CLOSED' | 'INVALID_INPUT', detail: string): { ok: false; code: 'SOD_VIOLATION' | 'PERIOD_CLOSED' | 'INVALID_INPUT'; why: RuleTrace[] } => ({ ok: false, code, why: [why('CLS-7', detail)] });
  if (input.status !== 'closed' && input.status !== 'soft_closed') return refuse('PERIOD_CLOSED', `a ${input.status} period cannot be reopened`);
  if (!input.reason.trim() || day(input.expires_on, 'expires_on') <= day(input.as_of, 'as_of')) return refuse('INVALID_INPUT', 'a reopening needs a reason and an expiry after today');
  if (!input.approved_by || input.approved_by === input.requested_by) return refuse('SOD_VIOLATION', 'a second person must approve the reopening');
  return { ok: true, status: 'open', rerun_checklist: true, why: [why('CLS-7', `reopened until ${input.expires_on}: ${input.reason}`)] };
}

/** CLS-8: metrics of a closed period are the frozen snapshot; what differs now is shown as a restatement. */
export function restatement(input: { snapshot: Readonly<Record<string, string>>; current: Readonly<Record<string, string>> }): { reported: Readonly<Record<string, string>>; restated: { metric: string; frozen: string | null; current: string | null }[]; why: RuleTrace[] } {
  const names = [...new Set([...Object.keys(input.snapshot), ...Object.keys(input.current)])].sort();
  const restated = names.filter((n) => input.snapshot[n] !== input.current[n]).map((metric) => ({ metric, frozen: input.snapshot[metric] ?? null, current: input.current[metric] ?? null }));
  return { reported: input.snapshot, restated, why: [why('CLS-8', 'snapshot stands, changes are restatements', { restated: restated.length })] };
}
