import { type Contract, type LegalEntity, newId } from '#lib/canonical';
import { BusinessFailure } from '#lib/process';
import { convert, foreseenBills } from '#lib/rules';
import { recordById, recordByKey, spotRate } from '#lib/store';
import type { EntityManager } from 'typeorm';
import { type AmendmentJob, linesAfter, stretchOf } from './job.js';

/** A new version of what the contract's terms foresee, in its own currency and in that of its legal entity. Needs an exchange rate where they differ. */
export async function newForecast(em: EntityManager, job: AmendmentJob): Promise<{ detail: string; kept: { made: number } }> {
  const contract = (await recordById<Contract>(em, job.contract_id))!;
  const entity = job.legal_entity_code ? await recordByKey<LegalEntity>(em, 'legal_entity', job.legal_entity_code) : undefined;
  const functional = entity?.data.functional_currency ?? job.currency;
  const rate = await spotRate(em, job.currency, functional, job.effective_date);
  if (!rate) throw new BusinessFailure('FX_RATE_MISSING', job.business_key, `The forecast of ${job.contract_number} needs a rate from ${job.currency} to ${functional} for ${job.effective_date}`, { from: job.currency, to: functional, date: job.effective_date }, [], job.legal_entity_code ?? undefined);
  const [{ last }] = await em.query('select coalesce(max(forecast_version), 0)::int as last from contract_forecast where contract_id = $1', [job.contract_id]);
  await em.query(`update contract_forecast set status = 'superseded' where contract_id = $1 and status = 'active'`, [job.contract_id]);
  const stretch = stretchOf(contract.data, job.effective_date);
  let rows = 0;
  for (const line of linesAfter(contract.data, job.touched)) {
    for (const bill of foreseenBills(line, stretch)) {
      await em.query(
        `insert into contract_forecast (id, contract_id, forecast_version, amendment_id, line_no, period, amount, currency, functional_amount, functional_currency, fx_rate, status, correlation_id) values ($1,$2,$3,$4,$5,$6,$7,$8,$9,$10,$11,'active',$12)`,
        [newId(), job.contract_id, last + 1, job.amendment_id, line.line_no, bill.period, bill.amount, job.currency, convert({ amount: bill.amount, rate, to_currency: functional }).amount, functional, rate, job.correlation_id]);
      rows++;
    }
  }
  return { detail: `forecast version ${last + 1} with ${rows} bills`, kept: { made: last + 1 } };
}

export async function restoreForecast(em: EntityManager, job: AmendmentJob, kept: { made: number }): Promise<void> {
  await em.query(`update contract_forecast set status = 'withdrawn' where contract_id = $1 and forecast_version = $2`, [job.contract_id, kept.made]);
  await em.query(`update contract_forecast set status = 'active' where contract_id = $1 and forecast_version = (select max(forecast_version) from contract_forecast where contract_id = $1 and status = 'superseded')`, [job.contract_id]);
}
