/** Owner teams of exceptions (glossary 8.2, RL-018). */
export type OwnerTeam = 'finance_ops' | 'it' | 'delivery';

export interface ExceptionKind {
  severity: 'low' | 'medium' | 'high';
  owner_team: OwnerTeam;
  /** What the person who gets it should do, in one sentence. */
  suggested_action: string;
}

const k = (owner_team: OwnerTeam, severity: ExceptionKind['severity'], suggested_action: string): ExceptionKind => ({ owner_team, severity, suggested_action });

/** The closed list of exception codes (glossary 8.2), with the person who can fix each. */
export const EXCEPTIONS = {
  MISSING_PROJECT_CODE: k('delivery', 'high', 'Give the project a code in the PSA, then retry.'),
  MISSING_PROJECT_ATTRIBUTE: k('delivery', 'high', 'Complete the named attribute on the project or deal, then retry.'),
  INVALID_TAX: k('finance_ops', 'high', 'Set a valid tax profile on the client or contract line, then retry.'),
  PERIOD_CLOSED: k('finance_ops', 'high', 'Post into the next open period (retry) or ask for the period to be reopened.'),
  MISSING_RATE: k('finance_ops', 'high', 'Add a rate for the role and work date to an approved rate card version, then retry.'),
  AMBIGUOUS_RATE: k('finance_ops', 'high', 'Two rate lines fit equally: make one of them more specific, then retry.'),
  MISSING_COST_RATE: k('finance_ops', 'medium', 'Add the worker’s cost rate valid on the work date in the HCM, then retry.'),
  MISSING_RATE_CARD: k('finance_ops', 'high', 'Create and approve the rate card named on the contract line, then retry.'),
  MISSING_LEGAL_ENTITY: k('finance_ops', 'high', 'Set the legal entity on the deal or contract, then retry.'),
  MISSING_CONTRACT: k('finance_ops', 'high', 'Attach a signed contract with lines to the deal, then retry.'),
  MISSING_ACCOUNT_DATA: k('finance_ops', 'high', 'Complete the named field of the client account, then retry.'),
  COMMERCIAL_APPROVAL_MISSING: k('delivery', 'high', 'Get commercial approval for the deal in the CRM; set-up starts by itself when it is given.'),
  DUPLICATE: k('it', 'high', 'Two records claim one identity: merge or correct them at the source, then retry.'),
  STALE_VERSION: k('it', 'low', 'Nothing to do unless it repeats: an older version arrived late.'),
  OUT_OF_ORDER: k('it', 'medium', 'The record it refers to has not arrived: check that it exists at the source, then retry.'),
  UNMAPPED_STATUS: k('it', 'high', 'Map the vendor’s status to a canonical one in the connector’s settings, then retry.'),
  ILLEGAL_TRANSITION: k('it', 'medium', 'The source moved a record to a state it cannot reach: correct it at the source, then retry.'),
  CAP_EXCEEDED: k('delivery', 'medium', 'Work is beyond the cap: agree an amendment or write the excess off.'),
  RETAINER_EXHAUSTED: k('delivery', 'medium', 'The retainer is used up: agree overage or stop work.'),
  RETAINER_LOW: k('delivery', 'low', 'Most of the retainer is used: agree with the client what happens beyond it.'),
  UNAPPROVED: k('delivery', 'medium', 'Approve the record at its source.'),
  WORKER_INACTIVE: k('delivery', 'high', 'Time lies outside the worker’s employment: correct the date or the worker record.'),
  UNKNOWN_WORKER: k('it', 'high', 'The time-keeping account matches no worker: make the e-mail addresses agree, then retry.'),
  ASSIGNMENT_WINDOW: k('delivery', 'medium', 'Time lies outside the assignment: extend the assignment or correct the entry, then retry.'),
  LABOR_CATEGORY: k('delivery', 'medium', 'The role on the entry is not one the worker is assigned in: correct the role or the assignment.'),
  PROJECT_NOT_OPEN: k('delivery', 'high', 'The project does not accept time or billing: finish its set-up or correct the entry.'),
  FX_RATE_MISSING: k('finance_ops', 'high', 'Add the exchange rate for the day in the ERP, then retry.'),
  MISSING_RECEIPT: k('delivery', 'medium', 'Attach the receipt to the expense in the PSA; it is billed by itself then. Its cost is posted.'),
  MILESTONE_GATE: k('delivery', 'high', 'A milestone may not be billed yet: settle the named checks; it goes on by itself.'),
  OVERBILLED: k('finance_ops', 'medium', 'More is billed than earned: agree a credit or wait for progress; nothing is credited by itself.'),
  OVERBOOKED_SCHEDULE: k('finance_ops', 'high', 'The billing schedule does not sum to the line: correct it at the source, then retry.'),
  INVALID_TERMS: k('finance_ops', 'high', 'The contract line lacks the named terms or they contradict each other: correct them at the source, then retry.'),
  AT_RISK_WORK: k('delivery', 'medium', 'Work is done on a change that is not approved: get the amendment approved or stop the work.'),
  AMENDMENT_ORDER: k('finance_ops', 'high', 'An earlier amendment of the contract is not applied: settle that one first.'),
  STEP1_NOT_MET: k('finance_ops', 'high', 'The contract does not meet the criteria for revenue: settle the named ones; receipts stay a liability.'),
  EAC_STALE: k('delivery', 'high', 'Cost exceeds the estimate at completion or the estimate is missing: approve a new version, then retry.'),
  LATE_USAGE: k('finance_ops', 'low', 'Usage of a billed period came late: it bills in the next one.'),
  PAYMENT_MISMATCH: k('finance_ops', 'medium', 'The ERP says something of the invoice that the gateway did not ask for: compare both sides shown.'),
  CLOSE_CHECKLIST: k('finance_ops', 'high', 'The period cannot close: settle or waive the named checks.'),
  REVENUE_MISMATCH: k('finance_ops', 'high', 'Compare both sides shown and correct the wrong one.'),
  RECON_BREAK: k('finance_ops', 'high', 'Compare both sides shown and correct the wrong one.'),
  ECHO_MISMATCH: k('finance_ops', 'high', 'The vendor stored something else than was asked: compare and correct in the vendor, then mark as done.'),
  EFFECT_UNCERTAIN: k('it', 'high', 'It is not known whether the vendor applied the write: look in the vendor, then mark as done or retry.'),
  EFFECT_REJECTED: k('it', 'high', 'The vendor refused the write: correct the data named in the detail, then retry.'),
  VENDOR_UNAVAILABLE: k('it', 'medium', 'The vendor does not answer: retry when it is back.'),
  SCHEMA_DRIFT: k('it', 'medium', 'The vendor changed its schema: review the difference and update the mapping.'),
  OWNERSHIP_VIOLATION: k('it', 'medium', 'A system changed a record it does not own: correct it at the owner.'),
  IDEMPOTENCY_CONFLICT: k('it', 'high', 'The same business key came with different content: find out which is right.'),
  OVERCREDIT: k('finance_ops', 'high', 'The credit exceeds what is left of the line: correct the amount.'),
  PROCESS_FAILED: k('it', 'high', 'A process gave up after its retries: read the detail, fix the cause, then retry.'),
} as const satisfies Record<string, ExceptionKind>;

export type ExceptionCode = keyof typeof EXCEPTIONS;
