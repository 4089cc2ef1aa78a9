import { addDays, dec, type LegalEntity, monthEnd, monthOf, newId } from '#lib/canonical';
import { BusinessFailure } from '#lib/process';
import { accountingDate, moneyText, revenueRunNeeded, RuleError, threeCurrencies } from '#lib/rules';
import { ObligationVersion, PerformanceObligation, periodsOf, recordByKey, RevenueContract, RevenueEvent, RevenueRun, spotRate, TENANT } from '#lib/store';
import { In, type EntityManager } from 'typeorm';
import { revenueContractOf } from '../contract/identify.js';
import { type Cumulative, cumulativeRevenue } from '../measure/cumulative.js';
import { projectsOf } from '../measure/facts.js';
import { type Evidence, recognizedEvents, recognizedOf, splitSoFar } from './live-events.js';
import { lossEvent } from './loss.js';
import { splitByProject } from './split.js';

export interface Calculated {
  outcome: 'calculated' | 'closed_run' | 'no_contract' | 'later_recognized';
  events: number;
  legal_entity_code?: string;
  faults: { code: BusinessFailure['code']; message: string; context: Record<string, unknown> }[];
}

/** What every event of one contract in one run has in common. */
export interface RunHead {
  run: RevenueRun;
  rc: RevenueContract;
  as_of: string;
  /** Month it is recognized in: the month of the run, or the next open one (CLS-3). */
  period: string;
  prior_period: boolean;
  functional_currency: string;
  main_project: string | null;
  correlation_id: string;
}

/**
 * Revenue of one contract for the month of a run: what each obligation has earned up to the end of the month, less what it has recognized. The same inputs
 * give no new event (REV-19). An obligation that cannot be measured is a fault; the others go on.
 */
export async function calculateContract(em: EntityManager, runId: string, contractId: string): Promise<Calculated> {
  const run = await em.findOneByOrFail(RevenueRun, { id: runId });
  if (run.status !== 'open') return { outcome: 'closed_run', events: 0, faults: [] };
  const rc = await revenueContractOf(em, contractId);
  if (!rc || rc.status === 'identified') return { outcome: 'no_contract', events: 0, faults: [] };
  const as_of = monthEnd(`${run.period}-01`);
  const [later] = await em.query(`select 1 from revenue_event where revenue_contract_id = $1 and status = any($2) and event_date > $3 limit 1`, [rc.id, ['calculated', 'approved', 'posted'], as_of]);
  if (later) return { outcome: 'later_recognized', events: 0, faults: [] };
  const functional_currency = (await recordByKey<LegalEntity>(em, 'legal_entity', rc.legal_entity_code))?.data.functional_currency;
  if (!functional_currency) throw new BusinessFailure('MISSING_LEGAL_ENTITY', undefined, `Legal entity ${rc.legal_entity_code || '(none)'} is not known from the ERP`, { legal_entity: rc.legal_entity_code });
  const at = await recognitionDate(em, rc.legal_entity_code, as_of);
  const head: RunHead = { run, rc, as_of, period: monthOf(at.posting_date), prior_period: at.prior_period, functional_currency, main_project: (await projectsOf(em, contractId))[0]?.id ?? null, correlation_id: rc.correlation_id };
  const faults: Calculated['faults'] = [];
  const events: RevenueEvent[] = [];
  const attempt = async (work: () => Promise<RevenueEvent[]>) => {
    try {
      events.push(...(await work()));
    } catch (error) {
      if (!(error instanceof BusinessFailure)) throw error;
      faults.push({ code: error.code, message: error.message, context: error.context });
    }
  };
  const obligations = await em.find(PerformanceObligation, { where: { revenue_contract_id: rc.id, status: In(['unsatisfied', 'partially_satisfied', 'satisfied']) }, order: { code: 'ASC' } });
  for (const o of obligations) await attempt(() => obligationEvents(em, head, o));
  for (const event of events) await em.insert(RevenueEvent, event);
  const loss = faults.length > 0 ? undefined : await lossEvent(em, head, obligations);
  if (loss) {
    await em.insert(RevenueEvent, loss);
    events.push(loss);
  }
  await em.query(`update revenue_schedule_line set status = 'ready', updated_at = now() where status = 'planned' and period <= $2 and obligation_id = any($1::uuid[])`, [events.map((e) => e.obligation_id), run.period]);
  return { outcome: 'calculated', events: events.length, legal_entity_code: rc.legal_entity_code, faults };
}

/** CLS-4: the month's last day if revenue may post there, else the first day of the next open period. */
export async function recognitionDate(em: EntityManager, legalEntityCode: string, asOf: string, refused: readonly string[] = []): Promise<{ posting_date: string; period_id: string; prior_period: boolean }> {
  const periods = (await periodsOf(em, legalEntityCode, 'revenue')).map((p) => (refused.includes(p.period_id) ? { ...p, status: 'closed' as const } : p));
  try {
    return accountingDate({ work_date: asOf, periods });
  } catch (error) {
    if (!(error instanceof RuleError)) throw error;
    throw new BusinessFailure('PERIOD_CLOSED', undefined, `Revenue as of ${asOf} cannot be posted: ${error.detail}`, { as_of: asOf, legal_entity: legalEntityCode }, [], legalEntityCode);
  }
}

const KIND: Record<string, string> = { point_in_time: 'milestone', output_milestone: 'milestone', straight_line: 'straight_line', as_invoiced: 'as_invoiced' };

async function obligationEvents(em: EntityManager, head: RunHead, o: PerformanceObligation): Promise<RevenueEvent[]> {
  const { rc, as_of } = head;
  const all = await em.find(ObligationVersion, { where: { obligation_id: o.id }, order: { version_no: 'ASC' } });
  const versions = all.filter((v) => v.version_no === 1 || v.effective_date <= as_of);
  const now = await cumulativeRevenue(em, o, versions, as_of, rc.currency);
  const before = await recognizedEvents(em, o.id);
  const events: RevenueEvent[] = [];
  const add = async (kind: string, amount: string, measured: Cumulative, more: Record<string, unknown> = {}) => {
    if (dec(amount).isZero()) return;
    const so = [...before, ...events];
    events.push(await revenueEvent(em, head, o, { kind, amount, measured, so_far: so, more: { version: versions.at(-1)!.version_no, ...more } }));
  };
  // What a change of price means for what was done before stands apart from the progress of the month (MOD-4, MOD-6, REV-12).
  const known = Math.max(1, ...before.map((e) => Number((e.snapshot as { version?: number }).version ?? 1)));
  for (const version of versions.filter((v) => v.version_no > known && ['cumulative_catch_up', 'prospective', 'variable_consideration'].includes(v.treatment))) {
    const day = addDays(version.effective_date, -1);
    const upTo = versions.filter((v) => v.version_no <= version.version_no);
    const changed = await cumulativeRevenue(em, o, upTo, day, rc.currency);
    const was = await cumulativeRevenue(em, o, upTo.slice(0, -1), day, rc.currency);
    const jump = dec(changed.revenue).minus(was.revenue);
    await add(version.treatment === 'variable_consideration' ? 'constraint_release' : 'catch_up', jump.toFixed(), changed, { version: version.version_no, treatment: version.treatment, amendment_id: version.amendment_id });
  }
  const rest = dec(now.revenue).minus(recognizedOf([...before, ...events]));
  await add(rest.isNegative() ? 'catch_up' : KIND[o.measure] ?? 'progress', rest.toFixed(), now);
  return events;
}

interface NewRevenue {
  kind: string;
  amount: string;
  measured: Cumulative;
  so_far: RevenueEvent[];
  more: Record<string, unknown>;
}

async function revenueEvent(em: EntityManager, head: RunHead, o: PerformanceObligation, n: NewRevenue): Promise<RevenueEvent> {
  const { rc, as_of } = head;
  const recognized = recognizedOf(n.so_far);
  const cumulative = dec(recognized).plus(n.amount).toFixed();
  const snapshot = { as_of, obligation: o.code, ...n.more, recognized_to_date: recognized, ...n.measured.inputs };
  const { hash } = revenueRunNeeded({ inputs: snapshot, posted_hashes: [] });
  const evidence: Evidence = { split: splitByProject({ cumulative, amount: n.amount, weights: n.measured.weights, before: splitSoFar(n.so_far), main: head.main_project, currency: rc.currency }) };
  if (n.measured.pass_through !== undefined) evidence.pass_through = n.so_far.reduce((left, e) => left.minus((e.evidence as Evidence).pass_through ?? 0), dec(n.measured.pass_through)).toFixed();
  const projects = evidence.split.map((s) => s.project_id).filter((p) => p !== null);
  const why = [...n.measured.why, ...(dec(n.amount).isNegative() ? [{ rule: 'REV-6', detail: 'less is earned than was recognized: reversed in the month of the run', numbers: { cumulative, recognized } }] : []), ...(head.prior_period ? [{ rule: 'CLS-3', detail: `the month of ${as_of} is closed: recognized in ${head.period}`, numbers: {} }] : [])];
  return em.create(RevenueEvent, {
    id: newId(), tenant_id: TENANT, revenue_contract_id: rc.id, obligation_id: o.id, contract_id: o.contract_id, project_id: projects.length === 1 ? projects[0]! : null, legal_entity_code: rc.legal_entity_code, kind: n.kind, period: head.period, event_date: as_of,
    amount: moneyText(dec(n.amount), rc.currency), currency: rc.currency, ...(await functionalAmount(em, head, n.amount)), progress_before: n.so_far.at(-1)?.progress_after ?? null, progress_after: n.measured.progress === null ? null : dec(n.measured.progress).toFixed(12), snapshot, snapshot_hash: hash,
    evidence, journal_id: null, status: 'calculated', calculated_by: head.run.calculated_by, approved_by: null, posted_at: null, reverses_id: null, why, run_id: head.run.id, correlation_id: head.correlation_id,
  });
}

/** FX-2: the functional amount at the spot rate of the month's last day; what comes out of an advance is converted at its own rate when it posts (FX-4). */
async function functionalAmount(em: EntityManager, head: RunHead, amount: string): Promise<{ functional_amount: string; functional_currency: string; fx_rate: string }> {
  const { rc, as_of, functional_currency } = head;
  const rate = await spotRate(em, rc.currency, functional_currency, as_of);
  if (rate === null) throw new BusinessFailure('FX_RATE_MISSING', undefined, `Revenue of ${as_of}: no exchange rate ${rc.currency} to ${functional_currency}`, { from: rc.currency, to: functional_currency, date: as_of });
  const { functional } = threeCurrencies({ amount, transaction_currency: rc.currency, functional_currency, functional_rate: rate });
  return { functional_amount: functional.amount, functional_currency, fx_rate: functional.rate };
}

