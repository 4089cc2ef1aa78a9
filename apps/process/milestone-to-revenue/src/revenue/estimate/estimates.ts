import { dec, type LegalEntity, newId, type Project, sum, transition } from '#lib/canonical';
import { Problem } from '#lib/platform';
import { appendEvents, audit, Estimate, type EstimateLine, recordById, recordByKey, recordsWhere, TENANT } from '#lib/store';
import type { EntityManager } from 'typeorm';

/** A version as its author gives it. */
export interface NewEstimate {
  project_code: string;
  cost_at_completion: string;
  hours_at_completion?: string;
  currency: string;
  material_cost?: string;
  effective_date: string;
  reason: string;
  lines?: EstimateLine[];
}

/** Takes the next version of a project's estimate down for approval. Returns its id. Estimates are in the functional currency, so that progress is computed once (FX-6). */
export async function submitEstimate(em: EntityManager, e: NewEstimate, who: string): Promise<string> {
  const [project] = await recordsWhere<Project>(em, 'project', { project_code: e.project_code });
  if (!project) throw refused('project_code', `There is no project ${e.project_code}.`, 'is not known', 'Send the code of a project, such as US01-OPP-2001.');
  await em.query('select 1 from canonical_record where id = $1 for update', [project.id]);
  const functional = project.legal_entity_code ? (await recordByKey<LegalEntity>(em, 'legal_entity', project.legal_entity_code))?.data.functional_currency : undefined;
  if (e.currency !== functional) throw refused('currency', `Estimates of ${e.project_code} are in ${functional ?? 'the currency of its legal entity'}.`, 'is not the functional currency of the project’s legal entity', `Send ${functional ?? 'that currency'}.`);
  const amounts = { cost_at_completion: dec(e.cost_at_completion), material_cost: dec(e.material_cost ?? '0') };
  if (amounts.cost_at_completion.lte(0)) throw refused('cost_at_completion', 'An estimate at completion is above zero.', 'must be above zero', 'Send cost to date plus cost to complete.');
  if (amounts.material_cost.isNegative() || amounts.material_cost.gt(amounts.cost_at_completion)) throw refused('material_cost', 'Material is part of the cost at completion.', 'is outside the cost at completion', 'Send at most the cost at completion.');
  const parts = sum((e.lines ?? []).map((l) => l.cost_at_completion));
  if (e.lines?.length && !parts.eq(amounts.cost_at_completion)) throw refused('lines', `The lines come to ${parts.toFixed()}, the estimate to ${amounts.cost_at_completion.toFixed()}.`, 'do not sum to cost_at_completion', 'Send lines that sum to the whole.');
  const [open] = await em.query(`select estimate_version from estimate where project_id = $1 and status = 'submitted'`, [project.id]);
  if (open) throw new Problem('conflict', `Version ${open.estimate_version} of the estimate of ${e.project_code} waits for approval.`, { code: 'ALREADY_SUBMITTED' });
  const [{ version }] = await em.query('select coalesce(max(estimate_version), 0) + 1 as version from estimate where project_id = $1', [project.id]);
  const estimate = await em.save(Estimate, em.create(Estimate, {
    id: newId(), tenant_id: TENANT, project_id: project.id, estimate_version: Number(version), cost_at_completion: e.cost_at_completion, hours_at_completion: e.hours_at_completion ?? null, currency: e.currency, material_cost: e.material_cost ?? '0', effective_date: e.effective_date,
    reason: e.reason, submitted_by: who, approved_by: null, approved_at: null, status: 'submitted', lines: (e.lines ?? []).map((l) => ({ ...l })), correlation_id: project.correlation_id,
  }));
  await audit(em, { who, what: 'estimate.submitted', entity: 'estimate', entity_id: estimate.id, after: e, correlation_id: estimate.correlation_id, reason: e.reason });
  return estimate.id;
}

function refused(field: string, detail: string, message: string, fix: string): Problem {
  return new Problem('validation', detail, { errors: [{ field, message, fix }] });
}

/** Approves or rejects a submitted version: by another person than its author (SoD). An approved one supersedes the one before and is told of. */
export async function decideEstimate(em: EntityManager, id: string, decision: 'approved' | 'rejected', who: string, reason?: string): Promise<void> {
  const estimate = await em.findOne(Estimate, { where: { id }, lock: { mode: 'pessimistic_write' } });
  if (!estimate) throw new Problem('not_found', `There is no estimate ${id}.`);
  if (estimate.status === decision && estimate.approved_by === who) return;
  if (estimate.status !== 'submitted') throw new Problem('conflict', `Version ${estimate.estimate_version} is ${estimate.status} already.`, { code: 'ESTIMATE_DECIDED' });
  if (estimate.submitted_by === who) throw new Problem('forbidden', `You submitted version ${estimate.estimate_version}: another person has to decide on it.`, { code: 'SEGREGATION_OF_DUTIES' });
  if (decision === 'approved') await em.query(`update estimate set status = 'superseded', version = version + 1, updated_at = now() where project_id = $1 and status = 'approved'`, [estimate.project_id]);
  const after = await em.save(Estimate, em.create(Estimate, { ...estimate, status: transition('estimate', estimate.status, decision), approved_by: who, approved_at: new Date(), updated_at: new Date() }));
  await audit(em, { who, what: `estimate.${decision}`, entity: 'estimate', entity_id: id, before: { status: 'submitted' }, after: { status: decision }, correlation_id: estimate.correlation_id, reason });
  if (decision !== 'approved') return;
  const project = await recordById<Project>(em, estimate.project_id);
  // The figures are cost: the event says which version holds, not what it says (glossary 10.1 rule 3).
  await appendEvents(em, [{
    type: 'estimate.approved', entity: 'estimate', entity_id: id, entity_version: after.version, partition_key: `project:${estimate.project_id}`, idempotency_key: `${id}:approved`, approval_status: 'approved', correlation_id: estimate.correlation_id, effective_date: estimate.effective_date,
    data: { estimate_id: id, project_id: estimate.project_id, contract_id: project?.data.contract_id ?? null, estimate_version: estimate.estimate_version, effective_date: estimate.effective_date, approved_by: who },
  }]);
}
