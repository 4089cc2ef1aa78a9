import { addDays, type Amendment, type Contract, dec } from '#lib/canonical';
import { BusinessFailure } from '#lib/process';
import { prospective, RuleError, type RuleTrace } from '#lib/rules';
import { audit, ObligationVersion, PerformanceObligation, recordById, RevenueContract, type StoredRecord } from '#lib/store';
import type { EntityManager } from 'typeorm';
import { cumulativeRevenue } from '../measure/cumulative.js';
import { addObligation, lastVersion, revenueContractOf } from './identify.js';
import { type DescribedObligation, describeObligations } from './obligations.js';
import { planSchedule } from './schedule.js';

/** How an amendment is accounted for, obligation by obligation, as the amendment's flow has recorded it. */
export interface Treatment {
  amendment_id: string;
  obligation_code: string;
  /** As `modificationTreatment` says (MOD-1…7). */
  treatment: string;
  effective_date: string;
  /** Change of the obligation's price, without the concession. */
  added_price: string;
  remaining_distinct: string | null;
  /** Price given back for past delivery (MOD-6). */
  past_concession: string;
  /** How many different treatments its lines were given; one, or nobody can carry them out. */
  treatments: number;
}

/**
 * MOD-2 to MOD-6: carries out what amendments have recorded for a contract and what was not carried out yet, in order of their dates. Each obligation
 * concerned gets a version; nothing recognized is rewritten. Repeating it changes nothing. Returns the codes of obligations that changed.
 */
export async function applyModifications(em: EntityManager, contractId: string): Promise<string[]> {
  const rc = await revenueContractOf(em, contractId);
  await em.query(`select 1 from amendment_treatment where contract_id = $1 and status = 'pending' for update`, [contractId]);
  // Recorded per line; lines of one obligation are accounted for as one.
  const open: Treatment[] = await em.query(
    `select amendment_id, obligation_code, min(treatment) as treatment, count(distinct treatment)::int as treatments, to_char(min(effective_date), 'YYYY-MM-DD') as effective_date, trim_scale(sum(added_price))::text as added_price, min(remaining_distinct) as remaining_distinct, trim_scale(sum(past_concession))::text as past_concession
     from amendment_treatment where contract_id = $1 and status = 'pending' group by amendment_id, obligation_code order by min(effective_date), amendment_id, obligation_code`, [contractId]);
  const contract = await recordById<Contract>(em, contractId);
  if (!contract || open.length === 0) return [];
  const described = rc && rc.status !== 'identified' ? describeObligations(contract.data) : [];
  const changed: string[] = [];
  for (const amendmentId of new Set(open.map((t) => t.amendment_id))) {
    const rows = open.filter((t) => t.amendment_id === amendmentId);
    // A contract that is none yet is allocated with its amended terms when it becomes one.
    if (rc && rc.status !== 'identified') changed.push(...(await applyAmendment(em, rc, contract, described, rows)));
    await em.query(`update amendment_treatment set status = 'applied', updated_at = now() where amendment_id = $1 and contract_id = $2 and status = 'pending'`, [amendmentId, contractId]);
  }
  return changed;
}

/** Treatments that give an obligation a version; an open price adds nothing until it is estimated (REV-12). */
const PRICED = ['prospective', 'cumulative_catch_up', 'variable_consideration'];

/** MOD-5: mixed is decided obligation by obligation. */
const settled = (t: Treatment): string => (t.treatment !== 'mixed' ? t.treatment : t.remaining_distinct === 'no' ? 'cumulative_catch_up' : 'prospective');

async function applyAmendment(em: EntityManager, rc: RevenueContract, contract: StoredRecord<Contract>, described: DescribedObligation[], rows: Treatment[]): Promise<string[]> {
  const amendment = await recordById<Amendment>(em, rows[0]!.amendment_id);
  const priced: { row: Treatment; obligation: PerformanceObligation }[] = [];
  const changed: string[] = [];
  let price = dec(rc.transaction_price);
  for (const row of rows) {
    const obligation = await em.findOneBy(PerformanceObligation, { revenue_contract_id: rc.id, code: row.obligation_code });
    const terms = described.find((d) => d.code === row.obligation_code);
    const treatment = settled(row);
    if (row.treatments > 1) throw new BusinessFailure('REVENUE_MISMATCH', undefined, `Amendment ${amendment?.data.amendment_number ?? ''}: the lines of obligation ${row.obligation_code} were given different treatments`, { contract: contract.data.contract_number, obligation: row.obligation_code });
    if (treatment === 'variable_consideration') {
      rc.variable_estimates = [...(rc.variable_estimates as object[]), { code: `amendment-${amendment?.data.amendment_number ?? row.amendment_id}`, obligation_code: row.obligation_code, status: 'open', included: '0', reason: 'approved scope with an open price (MOD-1)' }];
      await em.update(RevenueContract, { id: rc.id }, { variable_estimates: rc.variable_estimates });
    }
    if (!PRICED.includes(treatment) && treatment !== 'separate_contract') continue;
    if (obligation && treatment !== 'separate_contract') {
      if (obligation.component === 'fixed') priced.push({ row, obligation });
      else if (!dec(row.past_concession).isZero()) changed.push(await concede(em, obligation, row));
      continue;
    }
    if (obligation) throw new BusinessFailure('REVENUE_MISMATCH', undefined, `Amendment ${amendment?.data.amendment_number ?? ''}: added services that are a contract of their own (MOD-2) need an obligation code of their own, and ${row.obligation_code} exists`, { contract: contract.data.contract_number, obligation: row.obligation_code });
    if (!terms) throw new BusinessFailure('REVENUE_MISMATCH', undefined, `Amendment ${amendment?.data.amendment_number ?? ''}: no active line of contract ${contract.data.contract_number} has the obligation ${row.obligation_code}`, { contract: contract.data.contract_number, obligation: row.obligation_code });
    const allocated = terms.component === 'fixed' && treatment !== 'variable_consideration' ? row.added_price : '0';
    await addObligation(em, rc, contract.id, terms, { allocated, ssp: terms.ssp, effective_date: row.effective_date, treatment, amendment_id: row.amendment_id });
    price = price.plus(allocated);
    changed.push(row.obligation_code);
  }
  for (const { row, obligation } of priced) {
    const terms = described.find((d) => d.code === row.obligation_code);
    const version = await modify(em, rc, obligation, terms, { ...row, treatment: settled(row) });
    price = price.plus(version.allocated_price).minus(obligation.allocated_price);
    changed.push(obligation.code);
  }
  rc.transaction_price = price.toFixed();
  await em.update(RevenueContract, { id: rc.id }, { transaction_price: rc.transaction_price, contract_version: contract.version, updated_at: new Date() });
  await audit(em, { who: 'process:milestone-to-revenue', what: 'revenue_contract.modified', entity: 'revenue_contract', entity_id: rc.id, after: { amendment: amendment?.data.amendment_number, treatments: rows, transaction_price: rc.transaction_price }, correlation_id: rc.correlation_id });
  return changed;
}

async function modify(em: EntityManager, rc: RevenueContract, o: PerformanceObligation, terms: DescribedObligation | undefined, t: Treatment): Promise<ObligationVersion> {
  const concession = t.past_concession;
  const versions = await em.find(ObligationVersion, { where: { obligation_id: o.id }, order: { version_no: 'ASC' } });
  const last = versions.at(-1)!;
  const next = { ...last, version_no: last.version_no + 1, amendment_id: t.amendment_id, treatment: terms ? t.treatment : 'ended', concession, start_date: last.start_date, end_date: terms ? terms.end : t.effective_date, lines: terms?.lines ?? last.lines };
  let why: RuleTrace[] = [{ rule: 'MOD-4', detail: 'cumulative catch-up: the new price holds for what was done before as well', numbers: { added_price: t.added_price } }];
  const effective_date = await openFrom(em, o, t.effective_date);
  let allocated_price = dec(last.allocated_price).plus(t.added_price).minus(concession).toFixed();
  let base = { base_revenue: last.base_revenue, base_measure: last.base_measure };
  if (t.treatment === 'prospective' || !terms) {
    const before = await cumulativeRevenue(em, o, versions, addDays(effective_date, -1), rc.currency);
    base = { base_revenue: dec(before.revenue).minus(concession).toFixed(), base_measure: before.done };
    if (!terms) allocated_price = base.base_revenue;
    why = explainProspective(last, t, before.revenue, rc.currency);
  }
  const version = await em.save(ObligationVersion, em.create(ObligationVersion, { ...next, ...base, effective_date, allocated_price, why }));
  await em.update(PerformanceObligation, { id: o.id }, { allocated_price, line_nos: version.lines.map((l) => l.line_no), end_date: version.end_date, updated_at: new Date() });
  await planSchedule(em, { ...o, allocated_price }, version, rc.currency, `amendment: ${version.treatment}`);
  return version;
}

/** MOD-6 where work is billed as it is done: what is given back comes off what was recognized, at once. */
async function concede(em: EntityManager, o: PerformanceObligation, t: Treatment): Promise<string> {
  const last = await lastVersion(em, o.id);
  const why: RuleTrace[] = [{ rule: 'MOD-6', detail: 'concession for past delivery, at once', numbers: { concession: t.past_concession } }];
  const effective_date = await openFrom(em, o, t.effective_date);
  await em.save(ObligationVersion, em.create(ObligationVersion, { ...last, version_no: last.version_no + 1, effective_date, treatment: 'prospective', amendment_id: t.amendment_id, concession: t.past_concession, why }));
  return o.code;
}

/** A modification never reaches back behind what is recognized: it holds from its date, or from the day after the last recognition if that is later (MOD-3). */
async function openFrom(em: EntityManager, o: PerformanceObligation, effective: string): Promise<string> {
  const [{ day }] = await em.query(`select to_char(max(event_date), 'YYYY-MM-DD') as day from revenue_event where obligation_id = $1 and status <> 'cancelled' and kind <> 'loss_provision'`, [o.id]);
  return day && day >= effective ? addDays(day, 1) : effective;
}

function explainProspective(last: ObligationVersion, t: Treatment, recognized: string, currency: string): RuleTrace[] {
  try {
    return prospective({ remaining_price: dec(last.allocated_price).minus(recognized).toFixed(), added_price: t.added_price, remaining_units: '1', past_concession: t.past_concession, currency }).why;
  } catch (error) {
    if (error instanceof RuleError) return [{ rule: 'MOD-3', detail: error.detail, numbers: {} }];
    throw error;
  }
}

