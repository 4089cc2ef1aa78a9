import { type Contract, dec, plainDecimal, sum } from '#lib/canonical';
import { BusinessFailure } from '#lib/process';
import { lineValue } from '#lib/rules';
import { clearExceptions, raiseException, recordById } from '#lib/store';
import type { EntityManager } from 'typeorm';
import { type AmendmentJob, linesAfter, stretchOf } from './job.js';

interface KeptBudget { made: number; stale: string[] }

/**
 * A new version of the contract's budget: its price by its lines. A fixed price that falls below what is on invoices and drafts is refused. Projects whose progress is
 * measured by cost need a new estimate at completion: theirs was approved for the old scope (MOD-4).
 */
export async function newBudget(em: EntityManager, job: AmendmentJob): Promise<{ detail: string; kept: KeptBudget }> {
  for (const { line_no, after } of job.touched.filter((t) => t.after.amount !== undefined)) {
    const [{ billed }] = await em.query(`select coalesce(sum(net), 0) as billed from billing_event where contract_id = $1 and line_no = $2 and status in ('on_draft', 'invoiced') and kind <> 'expense'`, [job.contract_id, line_no]);
    if (dec(after.amount!).lt(billed)) {
      throw new BusinessFailure('OVERBILLED', job.business_key, `Line ${line_no} of ${job.contract_number} falls to ${after.amount} ${job.currency}, and ${plainDecimal(billed)} of it is billed: credit the difference first`, { field: `lines[${line_no}].amount`, billed: plainDecimal(billed) }, [], job.legal_entity_code ?? undefined);
    }
  }
  const contract = (await recordById<Contract>(em, job.contract_id))!;
  const stretch = stretchOf(contract.data, job.effective_date);
  const price = (lines: Contract['lines']): string => plainDecimal(sum(lines.map((line) => lineValue(line, stretch))));
  const standing = job.touched.flatMap((t) => t.before ?? []);
  const linesBefore = contract.data.lines.filter((line) => !job.touched.some((t) => t.line_no === line.line_no)).concat(standing);
  const [{ last }] = await em.query('select coalesce(max(budget_version), 0)::int as last from contract_budget where contract_id = $1', [job.contract_id]);
  let version = last as number;
  if (version === 0) await insert(em, job, ++version, null, 'baseline', price(linesBefore), stretch.start);
  await em.query(`update contract_budget set status = 'superseded' where contract_id = $1 and status = 'active'`, [job.contract_id]);
  await insert(em, job, ++version, job.amendment_id, 'amended', price(linesAfter(contract.data, job.touched)), job.effective_date);
  const stale = await staleEstimates(em, job);
  return { detail: `budget version ${version}${stale.length > 0 ? `, estimates to renew: ${stale.join(', ')}` : ''}`, kept: { made: version, stale } };
}

/** The budget that stood before is in force again. */
export async function restoreBudget(em: EntityManager, job: AmendmentJob, kept: KeptBudget): Promise<void> {
  await em.query(`update contract_budget set status = 'withdrawn' where contract_id = $1 and budget_version = $2`, [job.contract_id, kept.made]);
  await em.query(`update contract_budget set status = 'active' where contract_id = $1 and budget_version = (select max(budget_version) from contract_budget where contract_id = $1 and status = 'superseded')`, [job.contract_id]);
  for (const project of kept.stale) await clearExceptions(em, { business_key: estimateKey(project), code: 'EAC_STALE' }, 'cleared', { by: 'process:amendments', reason: `Amendment ${job.amendment_number} was taken back` });
}

export const estimateKey = (projectCode: string): string => `estimate:${projectCode}`;

async function insert(em: EntityManager, job: AmendmentJob, version: number, amendmentId: string | null, kind: string, price: string, from: string): Promise<void> {
  await em.query(
    `insert into contract_budget (contract_id, budget_version, amendment_id, kind, price, currency, effective_date, status, correlation_id) values ($1,$2,$3,$4,$5,$6,$7,$8,$9)`,
    [job.contract_id, version, amendmentId, kind, price, job.currency, from, 'active', job.correlation_id]);
}

async function staleEstimates(em: EntityManager, job: AmendmentJob): Promise<string[]> {
  if (!job.touched.some((t) => t.after.obligation?.measure === 'cost_to_cost')) return [];
  const projects: { code: string }[] = await em.query(
    `select p.data->>'project_code' as code from canonical_record p where p.entity = 'project' and not p.deleted and p.data->>'contract_id' = $1
       and exists (select 1 from estimate e where e.project_id = p.id and e.status = 'approved')
       and not exists (select 1 from estimate e where e.project_id = p.id and e.status = 'approved' and e.effective_date >= $2::date) order by 1`, [job.contract_id, job.effective_date]);
  for (const { code } of projects) {
    await raiseException(em, {
      code: 'EAC_STALE', business_key: estimateKey(code), workflow: 'apply-amendment', step: 'budget_eac', correlation_id: job.correlation_id, legal_entity_code: job.legal_entity_code ?? undefined,
      message: `Amendment ${job.amendment_number} of ${job.contract_number} changes what project ${code} delivers from ${job.effective_date}: its estimate at completion is of the time before`, context: { amendment_number: job.amendment_number, effective_date: job.effective_date },
    });
  }
  return projects.map((p) => p.code);
}
