import { dec, newId, sum } from '#lib/canonical';
import { BusinessFailure } from '#lib/process';
import { lossProvision, revenueRunNeeded, RuleError } from '#lib/rules';
import { ObligationVersion, type PerformanceObligation, RevenueEvent, spotRate, TENANT } from '#lib/store';
import type { EntityManager } from 'typeorm';
import { costIn, estimateParts } from '../measure/estimates.js';
import { postedCost, projectsOf } from '../measure/facts.js';
import { gaapOf } from '../settings.js';
import type { RunHead } from './calculate.js';
import { LIVE } from './live-events.js';

/**
 * LOSS-1 to LOSS-5: is the contract, over its obligations with an estimate, expected to lose money? The whole loss stands at once; the movement since the
 * provision that stands is an event of its own, in functional currency. Under US GAAP service contracts it is computed and shown with a movement of zero.
 */
export async function lossEvent(em: EntityManager, head: RunHead, obligations: readonly PerformanceObligation[]): Promise<RevenueEvent | undefined> {
  const { rc, as_of, functional_currency: currency } = head;
  const measured = obligations.filter((o) => o.component === 'fixed' && o.timing === 'over_time');
  const projects = await projectsOf(em, rc.contract_ids[0]!);
  const found: { price: string; eac: string; cost: string; obligation: PerformanceObligation }[] = [];
  for (const o of measured) {
    const facts = await postedCost(em, o.contract_id, o.line_nos, as_of);
    // Where progress is not measured by cost an estimate may be missing or cover other work: then nothing is known of a loss.
    const parts = await estimateParts(em, o.contract_id, o.line_nos, projects, new Set(), as_of).catch((error: unknown) => {
      if (error instanceof BusinessFailure) return [];
      throw error;
    });
    if (parts.length === 0) continue;
    const version = (await em.find(ObligationVersion, { where: { obligation_id: o.id }, order: { version_no: 'DESC' } })).find((v) => v.version_no === 1 || v.effective_date <= as_of)!;
    found.push({ obligation: o, price: version.allocated_price, eac: sum(parts.map((p) => p.cost)).toFixed(), cost: sum((await costIn(em, facts, currency)).map((c) => c.amount)).toFixed() });
  }
  if (found.length === 0) return undefined;
  const rate = await spotRate(em, rc.currency, currency, as_of);
  if (rate === null) throw new BusinessFailure('FX_RATE_MISSING', undefined, `Expected loss as of ${as_of}: no exchange rate ${rc.currency} to ${currency}`, { from: rc.currency, to: currency, date: as_of });
  const total = (of: (f: (typeof found)[number]) => string) => sum(found.map(of)).toFixed();
  const ids = found.map((f) => f.obligation.id);
  const [{ revenue }] = await em.query(`select coalesce(sum(functional_amount), 0)::text as revenue from revenue_event where obligation_id = any($1::uuid[]) and status = any($2) and kind <> 'loss_provision'`, [ids, LIVE]);
  const [{ standing, computed }] = await em.query(`select coalesce(sum(amount), 0)::text as standing, (array_agg(snapshot->>'provision' order by event_date desc, updated_at desc))[1] as computed from revenue_event where revenue_contract_id = $1 and status = any($2) and kind = 'loss_provision'`, [rc.id, LIVE]);
  let p;
  try {
    p = lossProvision({ transaction_price: dec(total((f) => f.price)).times(rate).toFixed(), cost_to_date: total((f) => f.cost), eac: total((f) => f.eac), cumulative_revenue: revenue, existing_provision: standing, gaap: gaapOf(rc.legal_entity_code), currency });
  } catch (error) {
    if (!(error instanceof RuleError)) throw error;
    throw new BusinessFailure('EAC_STALE', undefined, `Contract as of ${as_of}: ${error.detail}`, { as_of });
  }
  // Nothing to post, and what was shown last is still so.
  if (dec(p.movement).isZero() && (p.post || dec(p.provision).eq(computed ?? 0))) return undefined;
  const snapshot = { as_of, provision: p.provision, expected_loss: p.expected_loss, loss_recognized: p.loss_recognized, existing_provision: dec(standing).toFixed(), eac: total((f) => f.eac), cost_to_date: total((f) => f.cost), posts: p.post };
  return em.create(RevenueEvent, {
    id: newId(), tenant_id: TENANT, revenue_contract_id: rc.id, obligation_id: found[0]!.obligation.id, contract_id: rc.contract_ids[0]!, project_id: head.main_project, legal_entity_code: rc.legal_entity_code, kind: 'loss_provision', period: head.period, event_date: as_of,
    amount: p.movement, currency, functional_amount: p.movement, functional_currency: currency, fx_rate: '1', progress_before: null, progress_after: p.progress === null ? null : dec(p.progress).toFixed(12), snapshot, snapshot_hash: revenueRunNeeded({ inputs: snapshot, posted_hashes: [] }).hash,
    evidence: { split: [{ project_id: head.main_project, amount: p.movement }] }, journal_id: null, status: 'calculated', calculated_by: head.run.calculated_by, approved_by: null, posted_at: null, reverses_id: null, why: p.why, run_id: head.run.id, correlation_id: head.correlation_id,
  });
}

