import { closeChecklist } from '#lib/rules';
import type { EntityManager } from 'typeorm';
import { CHECKS, CHECKS_OF, countChecks, type PeriodOfClose } from '../checks/run-checks.js';
import { erpPeriod, subledgers, waivers } from '../steps/states.js';
import type { CloseView, PreparationView, ReopeningView } from './close.dto.js';

/** Everything about the close of a period: states, checklist as it is now, what does not fit, the last preparation. */
export async function closeView(em: EntityManager, p: PeriodOfClose): Promise<CloseView> {
  const [erp, states, counts] = [await erpPeriod(em, p), await subledgers(em, p), await countChecks(em, p)];
  const waived = await waivers(em, p, counts);
  const result = closeChecklist({ counts, waivers: waived });
  const warnings: string[] = [];
  const shut = erp && (erp.status === 'closed' || erp.status === 'locked');
  const open = states.filter((s) => s.status !== 'closed').map((s) => s.subledger);
  if (!erp) warnings.push(`The ERP has no accounting period ${p.period} of ${p.legal_entity}.`);
  if (shut && open.length > 0) warnings.push(`The ERP has closed ${erp.name}; here ${open.join(', ')} ${open.length === 1 ? 'is' : 'are'} not closed. What is still to be posted goes into the next open period.`);
  if (erp?.status === 'open' && open.length === 0) warnings.push(`Every subledger is closed here; ${erp.name} is still open in the ERP.`);
  return {
    ...p, erp_status: erp?.status ?? null, ready: result.ok, warnings,
    subledgers: states.map(({ version: _version, ...s }) => ({ ...s, checks: [...CHECKS_OF[s.subledger]!] })),
    checklist: CHECKS.map(({ check, says, fix }) => {
      const waiver = waived.find((w) => w.check === check);
      return { check, says, fix, count: counts[check] ?? null, blocking: result.blocking.some((b) => b.check === check), ...(waiver && counts[check] !== 0 ? { waived_by: waiver.by, waiver_reason: waiver.reason } : {}) };
    }),
    preparation: await lastPreparation(em, p), reopenings: await openReopenings(em, p),
  };
}

async function lastPreparation(em: EntityManager, p: PeriodOfClose): Promise<PreparationView | null> {
  const [run] = await em.query(`select id, state, result, started_at, ended_at from process_run where flow = 'close-preparation' and input->>'legal_entity' = $1 and input->>'period' = $2 order by started_at desc nulls first, attempt desc limit 1`, [p.legal_entity, p.period]);
  if (!run) return null;
  const steps: { name: string }[] = await em.query(`select name from process_step where run_id = $1 order by n`, [run.id]);
  const instant = (at: Date | null): string | null => (at ? new Date(at).toISOString() : null);
  return { run_id: run.id, state: run.state, steps: steps.map((s) => s.name), result: run.result, started_at: instant(run.started_at), ended_at: instant(run.ended_at) };
}

function openReopenings(em: EntityManager, p: PeriodOfClose): Promise<ReopeningView[]> {
  return em.query(`select id, kind as subledger, reason, expires_on, requested_by, status from close_request where legal_entity_code = $1 and period = $2 and status = 'requested' order by requested_at`, [p.legal_entity, p.period]);
}
