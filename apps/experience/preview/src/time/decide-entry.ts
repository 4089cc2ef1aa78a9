import { decideBilling, type DecideBillingResult } from '#lib/rules';
import type { BillingFacts } from './billing-facts.dto.js';
import type { PreviewTime } from './time-price.dto.js';

/** TM-8 and TM-9 for one entry, before any cap: may it become a billing event at all, and which. Its price is a matter of its own. */
export function decideEntry(entry: PreviewTime, facts: BillingFacts = {}): DecideBillingResult {
  const { start, end } = entry.assignment ?? {};
  const { project_status, line_status, line_start, line_end, bill_on, as_of, period_hold, ...line } = facts;
  return decideBilling({
    entry: { work_date: entry.work_date, approval_status: entry.approval_status ?? 'approved', billable_class: entry.billable_class },
    project: { status: project_status ?? 'active' }, contract_line: { ...line, status: line_status, start: line_start, end: line_end },
    // Without dates there is no window to be outside of.
    assignment: { start, end }, assignment_exempt: start === undefined && end === undefined, bill_on, as_of, period_hold,
  });
}
