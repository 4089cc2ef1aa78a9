import { newId, transition } from '#lib/canonical';
import { Problem } from '#lib/platform';
import { audit, RevenueEvent, RevenueRun, TENANT } from '#lib/store';
import type { EntityManager } from 'typeorm';

/** Contracts of a legal entity whose revenue is recognized here: step 1 is met. */
export function contractsOf(em: EntityManager, legalEntityCode: string, contractNumber?: string): Promise<{ contract_id: string; contract_number: string }[]> {
  return em.query(
    `select rc.contract_ids[1] as contract_id, c.data->>'contract_number' as contract_number from revenue_contract rc join canonical_record c on c.id = rc.contract_ids[1]
     where rc.legal_entity_code = $1 and rc.status <> 'identified' and ($2::text is null or c.data->>'contract_number' = $2) order by 2`, [legalEntityCode, contractNumber ?? null]);
}

/** Opens a run. One run of an entity and month is open at a time: its events wait for a decision. */
export async function openRun(em: EntityManager, r: { legal_entity_code: string; period: string; contract_number?: string; contracts: number; correlation_id: string }, who: string): Promise<RevenueRun> {
  const open = await em.findOneBy(RevenueRun, { legal_entity_code: r.legal_entity_code, period: r.period, status: 'open' });
  if (open) throw new Problem('conflict', `Revenue run ${open.id} of ${r.legal_entity_code} ${r.period}, calculated by ${open.calculated_by}, waits for approval.`, { code: 'RUN_OPEN', errors: [{ field: 'period', message: 'has an open run', fix: `Approve or reject ${open.id} first.` }] });
  const run = await em.save(RevenueRun, em.create(RevenueRun, { id: newId(), tenant_id: TENANT, ...r, contract_number: r.contract_number ?? null, status: 'open', calculated_by: who, approved_by: null, decided_at: null, reason: null }));
  await audit(em, { who, what: 'revenue_run.opened', entity: 'revenue_run', entity_id: run.id, after: { ...r }, correlation_id: r.correlation_id });
  return run;
}

/**
 * Approves or rejects what a run has calculated: by another person than the one who calculated it (SoD), and not before every contract of it is through.
 * Approved events may be posted; those of a rejected run are cancelled and may be calculated anew. Repeated by the same person it changes nothing; true when it did.
 */
export async function decideRun(em: EntityManager, id: string, decision: 'approved' | 'rejected', who: string, reason: string | null): Promise<boolean> {
  const run = await em.findOne(RevenueRun, { where: { id }, lock: { mode: 'pessimistic_write' } });
  if (!run) throw new Problem('not_found', `There is no revenue run ${id}.`);
  if (run.status === decision && run.approved_by === who) return false;
  if (run.status !== 'open') throw new Problem('conflict', `Revenue run ${id} is ${run.status} already.`, { code: 'RUN_DECIDED' });
  if (run.calculated_by === who) throw new Problem('forbidden', `You calculated revenue run ${id}: another person has to decide on it.`, { code: 'SEGREGATION_OF_DUTIES' });
  const [{ under_way }] = await em.query(`select count(*)::int as under_way from process_run where flow = 'calculate-revenue' and input->>'run_id' = $1 and state in ('queued', 'running')`, [id]);
  if (under_way > 0) throw new Problem('conflict', `Revenue run ${id} is still calculating ${under_way} contracts.`, { code: 'RUN_UNDER_WAY', retry_after_s: 2 });
  await em.update(RevenueRun, { id }, { status: decision, approved_by: who, decided_at: new Date(), reason, updated_at: new Date() });
  const to = transition('revenue_event', 'calculated', decision === 'approved' ? 'approved' : 'cancelled');
  await em.update(RevenueEvent, { run_id: id, status: 'calculated' }, { status: to, approved_by: decision === 'approved' ? who : null, updated_at: new Date() });
  await audit(em, { who, what: `revenue_run.${decision}`, entity: 'revenue_run', entity_id: id, before: { status: 'open' }, after: { status: decision }, correlation_id: run.correlation_id, reason: reason ?? undefined });
  return true;
}

/** Contracts of an approved run with something to post: events, or an asset and a liability that are not netted yet (BAL-1). */
export function contractsToPost(em: EntityManager, run: RevenueRun, unbalanced: readonly string[]): Promise<{ contract_id: string; contract_number: string }[]> {
  return em.query(
    `select c.id as contract_id, c.data->>'contract_number' as contract_number from canonical_record c
     where c.id in (select contract_id from revenue_event where run_id = $1 and status = 'approved') or (c.id = any($2::uuid[]) and ($3::text is null or c.data->>'contract_number' = $3)) order by 2`, [run.id, [...unbalanced], run.contract_number]);
}
