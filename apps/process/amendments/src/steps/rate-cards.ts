import type { ContractLine } from '#lib/canonical';
import { BusinessFailure } from '#lib/process';
import type { EntityManager } from 'typeorm';
import type { AmendmentJob, TouchedLine } from './job.js';
import { type Repriced, repriceLine, restorePrices } from './reprice.js';

/**
 * The cards that lines of time name must be approved and in force on the effective date. Where a price changes, work from that date on is priced anew while it is
 * not billed; what is billed stays, and its difference is billed as an adjustment only if the line says so (RATE-9, RATE-10).
 */
export async function newRates(em: EntityManager, job: AmendmentJob): Promise<{ detail: string; kept: Repriced }> {
  const all: Repriced = { entries: [], events: [], adjustments: [] };
  for (const touched of job.touched.filter((t) => t.after.contract_type === 'time_and_materials')) {
    if (touched.after.rate_card_code) await needCard(em, job, touched.after);
    if (!changesPrice(touched)) continue;
    const done = await repriceLine(em, job, touched.after);
    all.entries.push(...done.entries);
    all.events.push(...done.events);
    all.adjustments.push(...done.adjustments);
  }
  return { detail: `${all.entries.length} entries priced anew, ${all.adjustments.length} adjustments of billed work`, kept: all };
}

export { restorePrices as restoreRates };

function changesPrice({ before, after }: TouchedLine): boolean {
  return before !== null && (before.rate_card_code !== after.rate_card_code || before.discount !== after.discount);
}

async function needCard(em: EntityManager, job: AmendmentJob, line: ContractLine): Promise<void> {
  const [found] = await em.query(
    `select 1 from canonical_record where entity = 'rate_card_version' and not deleted and data->>'card_code' = $1 and data->>'currency' = $2 and status in ('approved', 'active') and effective_from <= $3 and (effective_to is null or effective_to >= $3) limit 1`,
    [line.rate_card_code, job.currency, job.effective_date]);
  if (!found) throw new BusinessFailure('MISSING_RATE_CARD', job.business_key, `Line ${line.line_no} of ${job.contract_number} names rate card ${line.rate_card_code}, which has no approved version in ${job.currency} on ${job.effective_date}`, { field: `lines[${line.line_no}].rate_card_code` }, [], job.legal_entity_code ?? undefined);
}
