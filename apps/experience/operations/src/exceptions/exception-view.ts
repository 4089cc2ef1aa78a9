import { hasScope, type Principal } from '#lib/platform';
import type { ExceptionRecord } from '#lib/store';
import type { EntityManager } from 'typeorm';
import type { EffectLink, ExceptionDetail, ExceptionView, RunLink } from '../http/exceptions.dto.js';
import { maySeeDetails, withoutCost } from './cost-figures.js';

/** The listed form: everything but context and evidence. */
export function exceptionView(e: ExceptionRecord, who: Principal): ExceptionView {
  const { context, evidence: _evidence, ...view } = e;
  return maySeeDetails(who, e) ? view : { ...view, message: `${context['verb']} ${context['effect_key'] ?? ''} in ${context['system'] ?? 'the vendor'} needs a person; the amounts need the scope experience.cost.` };
}

/** The full form with evidence, its run and the vendor write it is about. */
export async function exceptionDetail(em: Pick<EntityManager, 'query'>, e: ExceptionRecord, who: Principal): Promise<ExceptionDetail> {
  const full = hasScope(who, 'experience.cost');
  const details = maySeeDetails(who, e);
  const evidence = details ? e.evidence : [];
  const clean = <T>(value: T): T => (full ? value : (withoutCost(value) as T));
  const [run, effect] = [await runOf(em, e), await effectOf(em, e)];
  const left = !details || JSON.stringify(clean([e.context, evidence])) !== JSON.stringify([e.context, evidence]);
  const open = e.status === 'open' || e.status === 'assigned';
  return {
    ...exceptionView(e, who), context: clean(e.context), evidence: clean(evidence) as object[], evidence_left_out: left ? 'Cost figures need the scope experience.cost.' : null, run, effect,
    decisions: open ? ['retries', 'mark-done', 'waivers', 'assignments'] : [],
  };
}

async function runOf(em: Pick<EntityManager, 'query'>, e: ExceptionRecord): Promise<RunLink | null> {
  if (!e.run_id) return null;
  const [row] = await em.query('select id, flow, state from process_run where id = $1', [e.run_id]);
  return row ? { ...row, href: `/process/v1/runs/${encodeURIComponent(row.id)}` } : null;
}

/** The ledger row behind an exception about a vendor write: it names the key, the run says which ledger. */
export async function effectOf(em: Pick<EntityManager, 'query'>, e: ExceptionRecord): Promise<EffectLink | null> {
  const key = e.context['effect_key'];
  if (typeof key !== 'string') return null;
  const [row] = await em.query(
    `select system, key, verb, state from effect where key = $1 and verb = coalesce($2, verb) and (run_id = $3 or correlation_id = $4 or $5) order by (run_id = $3) desc nulls last limit 1`,
    [key, typeof e.context['verb'] === 'string' ? e.context['verb'] : null, e.run_id, e.correlation_id, e.run_id === null]);
  return row ? { ...row, href: `/experience/operations/v1/effects/${encodeURIComponent(row.system)}/${encodeURIComponent(row.key)}` } : null;
}
