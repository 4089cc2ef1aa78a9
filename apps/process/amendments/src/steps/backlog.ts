import { type Contract, dec, newId, plainDecimal, sum } from '#lib/canonical';
import { BusinessFailure } from '#lib/process';
import { backlogRollForward, lineValue } from '#lib/rules';
import { recordById } from '#lib/store';
import type { EntityManager } from 'typeorm';
import { type AmendmentJob, linesAfter, stretchOf } from './job.js';
import { loadAmendment } from './prepare.js';

/**
 * What the amendment adds to the value under contract (MET-7): opening, movement, closing. A price change that both parties wrote down must be what the lines come to;
 * an open price adds nothing yet (REV-12).
 */
export async function moveBacklog(em: EntityManager, job: AmendmentJob): Promise<string> {
  const { amendment } = await loadAmendment(em, job.amendment_id);
  const contract = (await recordById<Contract>(em, job.contract_id))!;
  const stretch = stretchOf(contract.data, job.effective_date);
  const value = (lines: Contract['lines']) => sum(lines.map((line) => lineValue(line, stretch)));
  const after = linesAfter(contract.data, job.touched);
  const before = after.flatMap((line) => { const t = job.touched.find((one) => one.line_no === line.line_no); return t ? (t.before ?? []) : line; });
  const opening = value(before);
  const moved = amendment.data.unpriced ? dec('0') : value(after).minus(opening);
  const { price_change, unpriced } = amendment.data;
  if (!unpriced && price_change !== undefined && price_change !== null && !dec(price_change).eq(moved)) {
    throw new BusinessFailure('RECON_BREAK', job.business_key, `Amendment ${job.amendment_number} of ${job.contract_number} says a price change of ${price_change} ${job.currency}, and its lines come to ${plainDecimal(moved)}`, { field: 'price_change', stated: price_change, lines: plainDecimal(moved) }, [], job.legal_entity_code ?? undefined);
  }
  const { closing, why } = backlogRollForward({ opening, bookings: '0', amendments: moved, revenue: '0' });
  await em.query(
    `insert into backlog_movement (id, contract_id, amendment_id, application_no, kind, effective_date, opening, amount, closing, currency, status, why, correlation_id) values ($1,$2,$3,$4,'amendment',$5,$6,$7,$8,$9,'standing',$10,$11)`,
    [newId(), job.contract_id, job.amendment_id, job.application_no, job.effective_date, plainDecimal(opening), plainDecimal(moved), closing, job.currency, JSON.stringify(why), job.correlation_id]);
  return `${plainDecimal(moved)} ${job.currency} on ${plainDecimal(opening)}`;
}

export async function restoreBacklog(em: EntityManager, job: AmendmentJob): Promise<void> {
  await em.query(`update backlog_movement set status = 'withdrawn' where amendment_id = $1 and application_no = $2`, [job.amendment_id, job.application_no]);
}
