import { type Client, type Contract, newId, sum } from '#lib/canonical';
import { BusinessFailure } from '#lib/process';
import { allocateTransactionPrice, contractExists, type RuleError, type RuleTrace } from '#lib/rules';
import { audit, ObligationVersion, PerformanceObligation, recordById, RevenueContract, RevenueEvent, type StoredRecord, TENANT } from '#lib/store';
import { In, type EntityManager } from 'typeorm';
import { COMMITTED, step1Criteria } from './criteria.js';
import { financingFlags } from './financing.js';
import { type DescribedObligation, describeObligations } from './obligations.js';
import { planSchedule } from './schedule.js';

export type Identified =
  | { outcome: 'no_contract' | 'identified' | 'unchanged' }
  | { outcome: 'step1'; failed: string[]; legal_entity_code: string; contract: string }
  /** Terms that bear on the price differ from those allocated, and no amendment says why (REV-14). */
  | { outcome: 'mismatch'; codes: string[]; legal_entity_code: string; contract: string };

/** The accounting contract of a source contract, locked; undefined when there is none yet. */
export async function revenueContractOf(em: EntityManager, contractId: string): Promise<RevenueContract | undefined> {
  const [row] = await em.query('select id from revenue_contract where contract_ids[1] = $1 for update', [contractId]);
  return row ? em.findOneByOrFail(RevenueContract, { id: row.id }) : undefined;
}

/**
 * Steps 1 to 4 for one contract: is there a contract (REV-1), which obligations, which price, allocated how (REV-13), measured how (REV-2). Repeating it changes
 * nothing. Until something was recognized, corrected terms are allocated anew; from then on only a modification does that (REV-14).
 */
export async function identifyContract(em: EntityManager, contractId: string): Promise<Identified> {
  const contract = await recordById<Contract>(em, contractId);
  if (!contract || contract.deleted || !COMMITTED.includes(contract.status ?? '')) return { outcome: 'no_contract' };
  // Nobody's books without a legal entity: project set-up asks for it (MISSING_LEGAL_ENTITY), and its coming is a change that looks here again.
  if (!contract.legal_entity_code) return { outcome: 'no_contract' };
  const client = contract.data.client_id ? await recordById<Client>(em, contract.data.client_id) : undefined;
  const described = describeObligations(contract.data);
  const known = await revenueContractOf(em, contractId);
  const criteria = step1Criteria(contract, client, described);
  const exists = contractExists(criteria);
  if (!known || known.status === 'identified') {
    const rc = known ?? (await em.save(RevenueContract, em.create(RevenueContract, newContract(contract))));
    if (!exists.ok) {
      await em.update(RevenueContract, { id: rc.id }, { criteria, why: exists.why, contract_version: contract.version, updated_at: new Date() });
      return { outcome: 'step1', failed: exists.failed, legal_entity_code: rc.legal_entity_code, contract: contract.data.contract_number };
    }
    await allocateAt(em, rc, contract, described, exists.why, criteria);
    return { outcome: 'identified' };
  }
  const now = await standing(em, known.id, contract.data);
  const changed = differing(now, described);
  if (changed.length === 0) {
    await followWork(em, known, contract, now, described);
    return { outcome: 'unchanged' };
  }
  // What an amendment changes is its own matter (`contract.amended`), also before anything was recognized: its treatment says how.
  const [amended] = await em.query(`select 1 from canonical_record where entity = 'amendment' and not deleted and data->>'contract_id' = $1 and status in ('approved', 'applied') and updated_at > $2 limit 1`, [contractId, known.updated_at]);
  if (amended) return { outcome: 'unchanged' };
  if ((await em.countBy(RevenueEvent, { revenue_contract_id: known.id })) === 0) {
    await em.query('delete from revenue_schedule_line where obligation_id in (select id from performance_obligation where revenue_contract_id = $1)', [known.id]);
    await em.query('delete from obligation_version where obligation_id in (select id from performance_obligation where revenue_contract_id = $1)', [known.id]);
    await em.delete(PerformanceObligation, { revenue_contract_id: known.id });
    await allocateAt(em, known, contract, described, exists.why, criteria);
    return { outcome: 'identified' };
  }
  return { outcome: 'mismatch', codes: changed, legal_entity_code: known.legal_entity_code, contract: contract.data.contract_number };
}

function newContract(contract: StoredRecord<Contract>) {
  return {
    id: newId(), tenant_id: TENANT, contract_ids: [contract.id], legal_entity_code: contract.legal_entity_code!, client_id: contract.data.client_id ?? contract.id, inception_date: contract.data.signed_date ?? contract.data.start ?? String(contract.source_timestamp.toISOString()).slice(0, 10),
    currency: contract.data.currency, transaction_price: '0', variable_estimates: [], criteria: {}, contract_version: contract.version, status: 'identified', why: [], correlation_id: contract.correlation_id,
  };
}

async function allocateAt(em: EntityManager, rc: RevenueContract, contract: StoredRecord<Contract>, described: DescribedObligation[], why: RuleTrace[], criteria: object): Promise<void> {
  const fixed = described.filter((o) => o.component === 'fixed');
  const transaction_price = sum(fixed.map((o) => o.price)).toFixed();
  let allocated: { obligations: { id: string; allocated: string; ssp: string }[]; why: RuleTrace[] } = { obligations: [], why: [] };
  try {
    if (fixed.length > 0) allocated = allocateTransactionPrice({ transaction_price, obligations: fixed.map((o) => ({ id: o.code, ssp: o.ssp, residual: o.ssp_method === 'residual' })), currency: rc.currency });
  } catch (error) {
    throw new BusinessFailure('INVALID_TERMS', undefined, `Contract ${contract.data.contract_number} cannot be allocated: ${(error as RuleError).detail ?? String(error)}`, { contract: contract.data.contract_number, field: 'obligation.ssp' });
  }
  const flags = financingFlags(described);
  await em.update(RevenueContract, { id: rc.id }, {
    status: 'active', transaction_price, criteria, contract_version: contract.version, legal_entity_code: contract.legal_entity_code!, client_id: contract.data.client_id ?? rc.client_id, currency: contract.data.currency, inception_date: contract.data.signed_date ?? rc.inception_date, why: [...why, ...allocated.why, ...flags.why], updated_at: new Date(),
  });
  for (const o of described) {
    const share = allocated.obligations.find((a) => a.id === o.code);
    await addObligation(em, { ...rc, currency: contract.data.currency }, contract.id, o, { allocated: share?.allocated ?? '0', ssp: share?.ssp ?? o.ssp, effective_date: o.start ?? contract.data.signed_date ?? rc.inception_date, treatment: 'inception', amendment_id: null });
  }
  await audit(em, { who: 'process:milestone-to-revenue', what: 'revenue_contract.allocated', entity: 'revenue_contract', entity_id: rc.id, after: { transaction_price, obligations: allocated.obligations }, correlation_id: rc.correlation_id });
}

export interface Addition {
  allocated: string;
  ssp: string;
  effective_date: string;
  treatment: string;
  amendment_id: string | null;
}

/** Adds an obligation with its first version and plan. */
export async function addObligation(em: EntityManager, rc: Pick<RevenueContract, 'id' | 'currency' | 'correlation_id'>, contractId: string, o: DescribedObligation, a: Addition): Promise<PerformanceObligation> {
  const obligation = await em.save(PerformanceObligation, em.create(PerformanceObligation, {
    id: newId(), tenant_id: TENANT, revenue_contract_id: rc.id, contract_id: contractId, code: o.code, description: o.description, line_nos: o.lines.map((l) => l.line_no), ssp: a.ssp, ssp_method: o.ssp_method, allocated_price: a.allocated, timing: o.timing, over_time_criterion: o.criterion,
    measure: o.measure, component: o.component, is_series: o.is_series, start_date: o.start, end_date: o.end, status: 'unsatisfied', why: o.why, correlation_id: rc.correlation_id,
  }));
  const version = await em.save(ObligationVersion, em.create(ObligationVersion, {
    obligation_id: obligation.id, version_no: 1, effective_date: a.effective_date, treatment: a.treatment, amendment_id: a.amendment_id, allocated_price: a.allocated, base_revenue: '0', base_measure: '0', concession: '0', start_date: o.start, end_date: o.end, lines: o.lines, why: o.why, correlation_id: rc.correlation_id,
  }));
  await planSchedule(em, obligation, version, rc.currency, a.treatment);
  return obligation;
}

/** The obligations as they stand: each by the lines of its own last version, read through the same description as new terms are. One line may stand behind several, each with terms of its own time. */
async function standing(em: EntityManager, revenueContractId: string, contract: Contract): Promise<DescribedObligation[]> {
  const obligations = await em.find(PerformanceObligation, { where: { revenue_contract_id: revenueContractId, status: In(['unsatisfied', 'partially_satisfied', 'satisfied']) } });
  const described: DescribedObligation[] = [];
  for (const o of obligations) {
    const last = await lastVersion(em, o.id);
    if (last.treatment !== 'ended') described.push(...describeObligations({ ...contract, lines: last.lines }).filter((d) => d.code === o.code));
  }
  return described;
}

export async function lastVersion(em: EntityManager, obligationId: string): Promise<ObligationVersion> {
  return em.findOneOrFail(ObligationVersion, { where: { obligation_id: obligationId }, order: { version_no: 'DESC' } });
}

/** Codes of fixed-price obligations whose price, selling price, measure or dates are not what they were. */
function differing(now: DescribedObligation[], then: DescribedObligation[]): string[] {
  const text = (o: DescribedObligation) => JSON.stringify([sum([o.price]).toFixed(), sum([o.ssp]).toFixed(), o.ssp_method, o.timing, o.measure, o.start, o.end]);
  const of = (list: DescribedObligation[]) => new Map(list.filter((o) => o.component === 'fixed').map((o) => [o.code, text(o)]));
  const [a, b] = [of(now), of(then)];
  return [...new Set([...a.keys(), ...b.keys()])].filter((code) => a.get(code) !== b.get(code)).sort();
}

/** Work billed as it is done follows its terms without a modification (MOD-7): new lines are added, changed caps, tiers and minimums hold from the amendment's day, else from now on. */
async function followWork(em: EntityManager, rc: RevenueContract, contract: StoredRecord<Contract>, now: DescribedObligation[], then: DescribedObligation[]): Promise<void> {
  const changedOn = contract.source_timestamp.toISOString().slice(0, 10);
  for (const o of then.filter((d) => d.component !== 'fixed')) {
    const before = now.find((n) => n.code === o.code);
    if (!before) {
      await addObligation(em, rc, contract.id, o, { allocated: '0', ssp: '0', effective_date: changedOn, treatment: 'new_rates_from_effective_date', amendment_id: null });
      continue;
    }
    if (JSON.stringify(before.lines) === JSON.stringify(o.lines)) continue;
    const obligation = await em.findOneByOrFail(PerformanceObligation, { revenue_contract_id: rc.id, code: o.code });
    const last = await lastVersion(em, obligation.id);
    const amendment = await amendmentOf(em, obligation, o);
    const from = amendment?.effective_date ?? changedOn;
    await em.insert(ObligationVersion, { ...last, version_no: last.version_no + 1, amendment_id: amendment?.amendment_id ?? null, effective_date: from < last.effective_date ? last.effective_date : from, treatment: 'new_rates_from_effective_date', concession: '0', start_date: o.start, end_date: o.end, lines: o.lines, why: [{ rule: 'MOD-7', detail: 'as invoiced: new terms from their date', numbers: {} }] } as never);
    await em.update(PerformanceObligation, { id: obligation.id }, { line_nos: o.lines.map((l) => l.line_no), start_date: o.start, end_date: o.end, updated_at: new Date() });
  }
  await em.update(RevenueContract, { id: rc.id }, { contract_version: contract.version });
}

/** The amendment that gave these lines new terms and has brought no version of the obligation yet. */
async function amendmentOf(em: EntityManager, obligation: PerformanceObligation, o: DescribedObligation): Promise<{ amendment_id: string; effective_date: string } | undefined> {
  const [found] = await em.query(
    `select t.amendment_id, to_char(t.effective_date, 'YYYY-MM-DD') as effective_date from amendment_treatment t where t.contract_id = $1 and t.line_no = any($2) and t.status = 'applied'
       and not exists (select 1 from obligation_version v where v.obligation_id = $3 and v.amendment_id = t.amendment_id and v.treatment = 'new_rates_from_effective_date') order by t.effective_date desc limit 1`,
    [obligation.contract_id, o.lines.map((l) => l.line_no), obligation.id]);
  return found;
}
