/** Event types of the catalog (glossary 10.2) with the entity whose order matters. */
export const EVENT_CATALOG = {
  'opportunity.committed': 'A deal became committed: demand may be planned',
  'opportunity.uncommitted': 'A committed deal slipped back: tentative demand is withdrawn',
  'opportunity.closed_won': 'A deal is closed-won and commercially approved',
  'opportunity.closed_lost': 'A deal is lost or withdrawn',
  'opportunity.changed': 'Any other accepted change of a deal',
  'contract.signed': 'A contract carries a signature date',
  'contract.changed': 'Terms of a contract changed',
  'client.changed': 'Client master changed',
  'amendment.changed': 'An amendment was drafted, submitted or rejected',
  'amendment.approved': 'Both parties and the firm approved an amendment: it may be applied',
  'contract.amended': 'An amendment is applied: terms, schedules, budgets and revenue follow it',
  'demand.published': 'A resource request opened',
  'demand.cancelled': 'A resource request was withdrawn',
  'project.approved': 'All set-up checks passed',
  'project.activated': 'The project may take time and be billed',
  'project.status_changed': 'Any other project transition',
  'project.changed': 'Project data changed at the owner',
  'assignment.confirmed': 'A hard booking was confirmed',
  'assignment.changed': 'A confirmed booking changed or ended',
  'timesheet.submitted': 'A worker submitted time',
  'timesheet.approved': 'The last approver approved',
  'timesheet.rejected': 'An approver sent time back',
  'timesheet.recorded': 'The entries of a timesheet stand as facts: recorded, replaced or taken back',
  'expense.approved': 'An expense report was approved',
  'expense.changed': 'An expense report changed otherwise; approval may have been taken back',
  'expense.recorded': 'The lines of an expense report stand as facts',
  'expense_cost.posted': 'Cost of an expense report stands in the ledger',
  'milestone.completed': 'A milestone is completed, or accepted where acceptance is required',
  'milestone.rescheduled': 'The planned date of a milestone moved',
  'milestone.changed': 'A milestone changed otherwise',
  'billing_schedule.changed': 'The lines of a billing schedule follow new terms',
  'usage.recorded': 'A meter record was accepted',
  'retainer.drawn': 'A retainer ledger entry was written',
  'retainer.exhausted': 'Nothing of a retainer is left in the period',
  'estimate.approved': 'A version of the estimate at completion was approved',
  'time_entry.corrected': 'A reversal and a replacement were recorded',
  'billing_event.raised': 'Something that may be invoiced was recorded',
  'billing_event.held': 'A billing event waits for a reason',
  'billing_event.released': 'A held billing event is ready',
  'billing_event.changed': 'Decision, status or amount of a billing event changed',
  'labor_cost.posted': 'Labor cost of a timesheet stands in the ledger',
  'invoice.drafted': 'A draft invoice was assembled',
  'invoice.released': 'Finance released an invoice',
  'invoice.posted': 'The ERP confirmed the ledger posting',
  'invoice.paid': 'A payment was applied to an invoice',
  'erp_invoice.changed': 'The ledger told of an invoice or credit memo: new, settled, disputed, voided',
  'invoice.changed': 'The ERP says otherwise of a posted invoice: voided, disputed, written off',
  'revenue.recognized': 'A revenue event is posted in the ledger',
  'revenue.schedule_changed': 'A revenue schedule has a new version',
  'invoice.voided': 'A draft was voided',
  'credit_memo.posted': 'The ERP posted a credit',
  'worker.hired': 'A worker started',
  'worker.status_changed': 'Employment status changed',
  'worker.manager_changed': 'Manager changed',
  'worker.changed': 'Any other worker change',
  'capacity.changed': 'Absence or calendar changed',
  'rate_card.approved': 'A rate card version is in force',
  'cost_rate.changed': 'A cost rate changed (restricted)',
  'period.soft_closed': 'A subledger or period is closed for all but the close team',
  'period.closed': 'An accounting period closed',
  'period.reopened': 'An accounting period opened again',
  'period.changed': 'An accounting period changed otherwise',
  'reference.changed': 'Other reference data changed (role, task, tax code, exchange rate, legal entity, organization unit)',
  'exception.raised': 'A person is needed',
  'exception.retry_requested': 'A person mended the cause and asks for another attempt',
  'exception.resolved': 'The person has decided',
  'reconciliation.completed': 'A control point was run',
} as const;

export type EventType = keyof typeof EVENT_CATALOG;

/** CloudEvents 1.0 with our extensions (glossary 10.1). */
export interface CanonicalEvent<T = Record<string, unknown>> {
  id: string;
  source: string;
  type: EventType;
  specversion: '1.0';
  subject: string;
  time: string;
  datacontenttype: 'application/json';
  tenantid: string;
  correlationid: string;
  causationid?: string;
  partitionkey: string;
  /** Rises by one inside a partition. */
  sequence: number;
  /** Decides whether the business fact is new (glossary 10.1 rule 1). */
  idempotencykey: string;
  entityid: string;
  entityversion: number;
  sourcesystem?: string;
  sourceid?: string;
  sourceversion?: string;
  sourcetimestamp?: string;
  effectivedate?: string;
  approvalstatus: string;
  data: T;
}
