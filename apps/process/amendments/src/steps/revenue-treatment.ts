import { type Contract, dec, newId, plainDecimal } from '#lib/canonical';
import { BusinessFailure } from '#lib/process';
import { lineValue } from '#lib/rules';
import { AmendmentTreatment, recordById, TENANT } from '#lib/store';
import type { EntityManager } from 'typeorm';
import { treatmentsOf } from './approval.js';
import { type AmendmentJob, stretchOf } from './job.js';
import { loadAmendment } from './prepare.js';

/** Writes what the amendment means for each line in revenue. The measure of an obligation is chosen once for its life, and its lines stay with it (glossary 7.1). */
export async function recordTreatments(em: EntityManager, job: AmendmentJob): Promise<string> {
  const { amendment } = await loadAmendment(em, job.amendment_id);
  const contract = (await recordById<Contract>(em, job.contract_id))!;
  for (const { line_no, before, after } of job.touched) {
    if (!before) continue;
    const field = before.obligation?.code !== after.obligation?.code ? 'code' : before.obligation?.measure !== after.obligation?.measure ? 'measure' : undefined;
    if (field) throw new BusinessFailure('INVALID_TERMS', job.business_key, `Line ${line_no} of ${job.contract_number}: the ${field} of a performance obligation does not change during its life`, { field: `lines[${line_no}].obligation.${field}` }, [], job.legal_entity_code ?? undefined);
  }
  const stretch = stretchOf(contract.data, job.effective_date);
  const treatments = treatmentsOf(amendment.data, job.touched);
  // A concession is for what was delivered: it goes with the first line that was there before.
  const conceding = job.touched.find((t) => t.before)?.line_no;
  for (const t of treatments) {
    const { before, after } = job.touched.find((one) => one.line_no === t.line_no)!;
    const added = amendment.data.unpriced ? dec('0') : lineValue(after, stretch).minus(before ? lineValue(before, stretch) : dec('0'));
    await em.insert(AmendmentTreatment, em.create(AmendmentTreatment, {
      id: newId(), tenant_id: TENANT, amendment_id: job.amendment_id, application_no: job.application_no, contract_id: job.contract_id, line_no: t.line_no, obligation_code: t.obligation_code, treatment: t.treatment, effective_date: job.effective_date,
      added_price: plainDecimal(added), currency: job.currency, remaining_distinct: t.remaining_distinct, past_concession: t.line_no === conceding ? (amendment.data.past_concession ?? '0') : '0', status: 'pending', why: t.why, correlation_id: job.correlation_id, updated_at: new Date(),
    }));
  }
  return treatments.map((t) => `line ${t.line_no} ${t.treatment}`).join(', ');
}

export async function withdrawTreatments(em: EntityManager, job: AmendmentJob): Promise<void> {
  await em.update(AmendmentTreatment, { amendment_id: job.amendment_id, application_no: job.application_no, status: 'pending' }, { status: 'withdrawn', updated_at: new Date() });
}
