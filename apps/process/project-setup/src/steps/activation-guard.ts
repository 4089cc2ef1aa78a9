import type { Contract, Project } from '#lib/canonical';
import { termFaults } from '#lib/rules';
import { recordById, recordByKey, type StoredRecord, systemIdOf } from '#lib/store';
import type { EntityManager } from 'typeorm';

/**
 * The guard on `approved -> active` (glossary 4.1): nothing opens for time before finance can bill it. Read again at the
 * moment of effect, never taken from an earlier answer (REC-5).
 */
export async function activationChecks(em: EntityManager, project: StoredRecord<Project>, systems: { erp: string; psa: string }): Promise<Record<string, boolean>> {
  const contract = project.data.contract_id ? await recordById<Contract>(em, project.data.contract_id) : undefined;
  const client = project.data.client_id ? await recordById(em, project.data.client_id) : undefined;
  const tasks = await em.query(`select 1 from canonical_record where entity = 'task' and not deleted and status = 'open' and data->>'project_id' = $1 limit 1`, [project.id]);
  const profiles = contract?.data.lines.map((l) => l.tax_profile ?? client?.data['tax_profile']) ?? [];
  const taxes = await Promise.all(profiles.map((p) => (p ? recordByKey(em, 'tax_code', p) : undefined)));
  return {
    erp_project_exists: Boolean(await systemIdOf(em, project.id, systems.erp, 'project')),
    psa_project_exists: Boolean(await systemIdOf(em, project.id, systems.psa, 'project')),
    legal_entity_set: Boolean(project.data.legal_entity_id),
    rate_card_or_schedule_approved: Boolean(contract && (await pricedLines(em, contract))),
    contract_signed: Boolean(contract?.data.signed_date),
    tax_profile_valid: taxes.length > 0 && taxes.every((t) => t && !t.deleted),
    open_task_exists: tasks.length > 0,
  };
}

/** Every line can be billed: its terms are complete, and the card that a line of time names is approved. */
async function pricedLines(em: EntityManager, contract: StoredRecord<Contract>): Promise<boolean> {
  if (contract.data.lines.some((line) => termFaults(line, contract.data.currency).length > 0)) return false;
  for (const line of contract.data.lines.filter((l) => l.contract_type === 'time_and_materials' && l.rate_card_code)) {
    const rows = await em.query(`select 1 from canonical_record where entity = 'rate_card_version' and not deleted and data->>'card_code' = $1 and data->>'currency' = $2 and status in ('approved', 'active') limit 1`, [line.rate_card_code, contract.data.currency]);
    if (rows.length === 0) return false;
  }
  return contract.data.lines.length > 0;
}

export function failedChecks(checks: Record<string, boolean>): string[] {
  return Object.keys(checks).filter((name) => !checks[name]);
}
