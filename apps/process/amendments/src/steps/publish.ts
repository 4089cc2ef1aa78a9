import { type Contract } from '#lib/canonical';
import { AmendmentApplication, AmendmentTreatment, appendEvents, audit, recordById } from '#lib/store';
import type { EntityManager } from 'typeorm';
import type { AmendmentJob } from './job.js';

/** Tells everybody who follows contracts that the amendment holds, with what its lines were and are. */
export async function publish(em: EntityManager, job: AmendmentJob, runId: string): Promise<void> {
  await em.update(AmendmentApplication, { amendment_id: job.amendment_id }, { status: 'applied', applied_at: new Date(), updated_at: new Date() });
  const contract = (await recordById<Contract>(em, job.contract_id))!;
  const treatments = await em.findBy(AmendmentTreatment, { amendment_id: job.amendment_id, application_no: job.application_no });
  await appendEvents(em, [{
    type: 'contract.amended', entity: 'contract', entity_id: contract.id, entity_version: contract.version, partition_key: `contract:${contract.id}`, idempotency_key: `${contract.id}:amended:${job.amendment_id}:${job.application_no}`, approval_status: 'approved',
    correlation_id: job.correlation_id, effective_date: job.effective_date,
    data: {
      contract_id: contract.id, contract_number: job.contract_number, amendment_id: job.amendment_id, amendment_number: job.amendment_number, effective_date: job.effective_date, legal_entity_code: job.legal_entity_code, currency: job.currency,
      lines: job.touched.map(({ line_no, before, after }) => ({ line_no, before, after })),
      treatments: treatments.map(({ line_no, obligation_code, treatment, added_price, remaining_distinct, past_concession }) => ({ line_no, obligation_code, treatment, added_price, remaining_distinct, past_concession })),
    },
  }]);
  await audit(em, { who: 'process:amendments', what: 'amendment.applied', entity: 'amendment', entity_id: job.amendment_id, before: job.touched.map((t) => t.before), after: job.touched.map((t) => t.after), correlation_id: job.correlation_id, reason: `amendment ${job.amendment_number} of ${job.contract_number}`, details: { run_id: runId } });
}
