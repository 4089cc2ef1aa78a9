import { type Amendment, type Contract, newId } from '#lib/canonical';
import { BusinessFailure, systemOf } from '#lib/process';
import { AMENDMENT_STEPS, type AmendmentStep, termFaults } from '#lib/rules';
import { AmendmentApplication, recordById, type StoredRecord, systemIdOf, TENANT } from '#lib/store';
import type { EntityManager } from 'typeorm';
import { revenueApprover, touchesRevenue, treatmentsOf } from './approval.js';
import { type AmendmentAtHand, type AmendmentJob, businessKeyOf, type TouchedLine } from './job.js';
import { outOfOrder } from './order.js';
import { touchedLines } from './touched-lines.js';

export async function loadAmendment(em: EntityManager, id: string): Promise<AmendmentAtHand> {
  const amendment = await recordById<Amendment>(em, id);
  if (!amendment) throw new Error(`amendment ${id} is not in the store`);
  const contract = amendment.data.contract_id ? await recordById<Contract>(em, amendment.data.contract_id) : undefined;
  if (!contract) throw new Error(`the contract of amendment ${id} is not in the store`);
  return { amendment, contract };
}

/**
 * Whether an amendment may be applied now: approved by both parties, in its turn, its treatment approved by a revenue accountant, its terms complete. Says why not
 * as a business failure, and then nothing has changed. Otherwise begins the application, or finds the one that broke off.
 */
export async function prepare(em: EntityManager, amendmentId: string, runId: string): Promise<AmendmentJob | { skipped: string }> {
  const { amendment, contract } = await loadAmendment(em, amendmentId);
  const { data } = amendment;
  const business_key = businessKeyOf(contract.data.contract_number, data.amendment_number);
  const name = `Amendment ${data.amendment_number} of ${contract.data.contract_number}`;
  const refuse = (code: ConstructorParameters<typeof BusinessFailure>[0], message: string, context: Record<string, unknown>): BusinessFailure => new BusinessFailure(code, business_key, message, context, [], contract.legal_entity_code ?? undefined);
  const known = await em.findOneBy(AmendmentApplication, { amendment_id: amendmentId });
  if (known?.status === 'applied') return { skipped: 'it is applied' };
  const begun = known?.status === 'applying' ? known : undefined;
  if (!begun) {
    if (amendment.deleted) return { skipped: 'it was deleted' };
    if (data.status !== 'approved') return { skipped: `it is ${data.status}` };
    if (!data.client_approved) throw refuse('UNAPPROVED', `${name} is not approved by the client`, { field: 'client_approved' });
    const other = await outOfOrder(em, amendment);
    if (other) {
      throw refuse('AMENDMENT_ORDER', other.applied ? `${name} takes effect on ${data.effective_date}, and amendment ${other.number} of ${other.effective_date} is applied already: give it a later effective date` : `${name} comes after amendment ${other.number} of ${other.effective_date}, which is not applied`, { earlier: other.applied ? null : other.number, applied: other.applied ? other.number : null });
    }
  }
  const touched = begun ? begun.lines_after.map((after): TouchedLine => ({ line_no: after.line_no, after, before: begun.lines_before.find((line) => line.line_no === after.line_no) ?? null })) : touchedLines(contract.data, data, business_key);
  if (!begun) {
    const faults = touched.flatMap((t) => termFaults(t.after, contract.data.currency));
    if (faults.length > 0) throw refuse('INVALID_TERMS', `${name}: ${faults.map((f) => f.message).join('; ')}`, { fields: faults.map((f) => f.field) });
    if (touchesRevenue(treatmentsOf(data, touched)) && !(await revenueApprover(em, amendmentId, data))) throw refuse('UNAPPROVED', `${name} changes revenue, and no revenue accountant has approved its treatment`, { field: 'revenue_approved_by' });
  }
  const [contract_source_id, amendment_source_id] = await Promise.all([systemIdOf(em, contract.id, systemOf('crm'), 'contract'), systemIdOf(em, amendment.id, systemOf('crm'), 'amendment')]);
  if (!contract_source_id || !amendment_source_id) throw refuse('OUT_OF_ORDER', `${name} or its contract is not known from the CRM`, { contract_source_id, amendment_source_id });
  const application = begun ?? await begin(em, amendment, contract, touched, known);
  await em.update(AmendmentApplication, { amendment_id: amendmentId }, { run_id: runId });
  return {
    amendment_id: amendmentId, application_no: application.application_no, contract_id: contract.id, contract_number: contract.data.contract_number, amendment_number: data.amendment_number, business_key, legal_entity_code: contract.legal_entity_code,
    currency: contract.data.currency, effective_date: application.effective_date, correlation_id: amendment.correlation_id, contract_source_id, amendment_source_id, touched,
    done: AMENDMENT_STEPS.filter((step: AmendmentStep) => application.steps.some((s) => s.step === step && s.state === 'done')),
  };
}

async function begin(em: EntityManager, amendment: StoredRecord<Amendment>, contract: StoredRecord<Contract>, touched: TouchedLine[], known: AmendmentApplication | null): Promise<AmendmentApplication> {
  return em.save(AmendmentApplication, em.create(AmendmentApplication, {
    ...(known ?? { amendment_id: amendment.id, tenant_id: TENANT, contract_id: contract.id, correlation_id: amendment.correlation_id || newId() }),
    amendment_number: amendment.data.amendment_number, effective_date: amendment.data.effective_date, application_no: (known?.application_no ?? 0) + 1, status: 'applying',
    lines_before: touched.flatMap((t) => t.before ?? []), lines_after: touched.map((t) => t.after), steps: [], applied_at: null, updated_at: new Date(),
  }));
}
