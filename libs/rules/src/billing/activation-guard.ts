import { why, type RuleTrace } from '../trace.js';

/** Glossary 4.1: what must hold before a project opens for time. */
export interface ActivationChecks {
  erp_project_referenced: boolean;
  legal_entity_set: boolean;
  billing_schedule_or_rate_card_approved: boolean;
  contract_signed: boolean;
  tax_profile_valid: boolean;
  open_task_exists: boolean;
}

/** The activation guard: every failing check by name. Nothing opens for time before finance can bill it; evaluate it again at the moment of effect (REC-5). */
export function activationGuard(checks: ActivationChecks): { ok: boolean; failed: (keyof ActivationChecks)[]; why: RuleTrace[] } {
  const names: (keyof ActivationChecks)[] = ['erp_project_referenced', 'legal_entity_set', 'billing_schedule_or_rate_card_approved', 'contract_signed', 'tax_profile_valid', 'open_task_exists'];
  const failed = names.filter((n) => checks[n] !== true);
  return { ok: failed.length === 0, failed, why: failed.length === 0 ? [why('REC-5', 'every activation check holds')] : failed.map((f) => why('REC-5', `${f} is false`)) };
}
