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
  'time_entry.corrected': 'A reversal and a replacement were recorded',
  'billing_event.raised': 'Something that may be invoiced was recorded',
  'billing_event.held': 'A billing event waits for a reason',
  'billing_event.released': 'A held billing event is ready',
  'billing_event.changed': 'Decision, status or amount of a billing event changed',
  'labor_cost.posted': 'Labor cost of a timesheet stands in the ledger',
  'invoice.drafted': 'A draft invoice was assembled',
  'invoice.released': 'Finance released an invoice',
  'invoice.posted': 'The ERP confirmed the ledger posting',
  'invoice.voided': 'A draft was voided',
  'credit_memo.posted': 'The ERP posted a credit',
  'worker.hired': 'A worker started',
  'worker.status_changed': 'Employment status changed',
  'worker.manager_changed': 'Manager changed',
  'worker.changed': 'Any other worker change',
  'capacity.changed': 'Absence or calendar changed',
  'rate_card.approved': 'A rate card version is in force',
  'cost_rate.changed': 'A cost rate changed (restricted)',
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
