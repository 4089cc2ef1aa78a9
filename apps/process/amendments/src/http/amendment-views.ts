import type { Amendment, Contract } from '#lib/canonical';
import { BusinessFailure } from '#lib/process';
import { AMENDMENT_STEPS } from '#lib/rules';
import { AmendmentApplication, AmendmentReview, recordById, type StoredRecord } from '#lib/store';
import type { EntityManager } from 'typeorm';
import { revenueApprover, termsHash, touchesRevenue, treatmentsOf } from '../steps/approval.js';
import { businessKeyOf, type TouchedLine } from '../steps/job.js';
import { touchedLines } from '../steps/touched-lines.js';
import type { AmendmentDetail, AmendmentPage, AmendmentQuery, AmendmentSummary, RevenueReview } from './amendment.dto.js';

const SELECT = `select a.id, c.data->>'contract_number' as contract_number, a.data->>'amendment_number' as amendment_number, c.legal_entity_code, a.data->>'effective_date' as effective_date, a.status, coalesce(p.status, 'waiting') as application,
  a.data->>'price_change' as price_change, a.data->>'description' as description
  from canonical_record a join canonical_record c on c.id = (a.data->>'contract_id')::uuid left join amendment_application p on p.amendment_id = a.id where a.entity = 'amendment' and not a.deleted`;

/** Amendments in id order (ids rise with time), by keyset; those of the legal entities the caller may see. */
export async function listAmendments(em: EntityManager, q: AmendmentQuery, entities: readonly string[] | undefined): Promise<AmendmentPage> {
  const limit = q.limit ?? 100;
  const rows: AmendmentSummary[] = await em.query(
    `${SELECT} and ($1::text is null or c.data->>'contract_number' = $1) and ($2::text is null or coalesce(p.status, 'waiting') = $2) and ($3::uuid is null or a.id > $3::uuid) and ($4::text[] is null or c.legal_entity_code = any($4::text[])) order by a.id limit $5`,
    [q.contract_number ?? null, q.application ?? null, q.cursor ?? null, entities ?? null, limit + 1]);
  const amendments = rows.slice(0, limit);
  return { amendments, next_cursor: rows.length > limit ? amendments.at(-1)!.id : null };
}

/** An amendment with its steps, its treatment in revenue and who has seen it. */
export async function amendmentDetail(em: EntityManager, id: string, entities: readonly string[] | undefined): Promise<AmendmentDetail | undefined> {
  const [head]: AmendmentSummary[] = await em.query(`${SELECT} and a.id = $1 and ($2::text[] is null or c.legal_entity_code = any($2::text[]))`, [id, entities ?? null]);
  if (!head) return undefined;
  const amendment = (await recordById<Amendment>(em, id))!;
  const contract = (await recordById<Contract>(em, amendment.data.contract_id!))!;
  const application = await em.findOneBy(AmendmentApplication, { amendment_id: id });
  const lines = lookedAt(amendment, contract, application);
  const treatments = treatmentsOf(amendment.data, lines);
  return {
    ...head, client_approved: amendment.data.client_approved, treatments: treatments.map(({ line_no, obligation_code, treatment, why }) => ({ line_no, obligation_code, treatment, why })),
    steps: AMENDMENT_STEPS.map((step) => { const s = application?.steps.find((one) => one.step === step); return { step, state: s?.state ?? 'open', at: s?.at ?? null, detail: s?.detail ?? null }; }),
    revenue_review: await reviewOf(em, amendment, touchesRevenue(treatments)), run_id: application?.run_id ?? null,
  };
}

/** The lines the amendment is about; none while its changes do not fit the contract. */
function lookedAt(amendment: StoredRecord<Amendment>, contract: StoredRecord<Contract>, application: AmendmentApplication | null): TouchedLine[] {
  if (application && application.status !== 'withdrawn') return application.lines_after.map((after) => ({ line_no: after.line_no, after, before: application.lines_before.find((l) => l.line_no === after.line_no) ?? null }));
  try {
    return touchedLines(contract.data, amendment.data, businessKeyOf(contract.data.contract_number, amendment.data.amendment_number));
  } catch (error) {
    if (error instanceof BusinessFailure) return [];
    throw error;
  }
}

async function reviewOf(em: EntityManager, amendment: StoredRecord<Amendment>, needed: boolean): Promise<RevenueReview> {
  const review = await em.findOne(AmendmentReview, { where: { amendment_id: amendment.id, terms_hash: termsHash(amendment.data) }, order: { updated_at: 'DESC' } });
  const approver = await revenueApprover(em, amendment.id, amendment.data);
  const status = approver ? 'approved' : (review?.status ?? (needed ? 'missing' : 'not_needed'));
  return { status, requested_by: review?.requested_by ?? null, decided_by: approver ?? review?.decided_by ?? null, reason: review?.decision_reason ?? review?.reason ?? null };
}
