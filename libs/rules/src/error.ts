/**
 * The closed list of what a rule can refuse. Codes shared with the integration exceptions keep that spelling,
 * so that a flow can raise the exception without a translation table.
 */
export const RULE_ERROR_CODES = [
  'INVALID_INPUT', 'INVALID_POLICY', 'INVALID_CURRENCY', 'INVALID_TAX', 'TAX_UNAVAILABLE', 'MISSING_RATE',
  'MISSING_COST_RATE', 'AMBIGUOUS_RATE', 'MISSING_CONTRACT', 'MISSING_DIMENSION', 'UNAPPROVED', 'PROJECT_NOT_OPEN',
  'ASSIGNMENT_WINDOW', 'CAP_EXCEEDED', 'RETAINER_EXHAUSTED', 'OVERBILLED', 'OVERCREDIT', 'OVER_REFUND',
  'MILESTONE_GATE', 'ALREADY_REVERSED', 'UNBALANCED', 'SOD_VIOLATION', 'PERIOD_CLOSED', 'PERIOD_MISSING',
  'CLOSE_ORDER', 'CLOSE_CHECKLIST', 'FX_RATE_MISSING', 'EAC_STALE', 'REVENUE_MISMATCH', 'STEP1_NOT_MET',
  'METHOD_NOT_ALLOWED', 'FINANCING_COMPONENT', 'RECON_BREAK', 'IDEMPOTENCY_CONFLICT', 'STALE_VERSION', 'OUT_OF_ORDER',
] as const;

export type RuleErrorCode = (typeof RULE_ERROR_CODES)[number];


/** A rule cannot give an answer. Never replaced by a zero or NaN. */
export class RuleError extends Error {
  /**
   * @param code closed list, see RuleErrorCode
   * @param rule id of the rule that refused, such as `MON-5`
   * @param detail what was wrong, with the values, for the person who has to fix it
   */
  constructor(
    readonly code: RuleErrorCode,
    readonly rule: string,
    readonly detail: string,
  ) {
    super(`${code} (${rule}): ${detail}`);
    this.name = 'RuleError';
  }
}
