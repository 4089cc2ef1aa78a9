import { type Amendment, type Contract, plainDecimal } from '#lib/canonical';
import { unapprovedChange } from '#lib/rules';
import { clearExceptions, raiseException, recordById } from '#lib/store';
import type { EntityManager } from 'typeorm';

export const riskKey = (contractNumber: string, amendmentNumber: string): string => `at-risk:${contractNumber}:${amendmentNumber}`;

/**
 * MOD-1: work on the tasks that only an unapproved amendment covers, from its effective date on. Its cost stands, revenue and backlog do not; delivery is told once per
 * amendment, and no longer when it is approved or no such work is left.
 */
export async function showWorkAtRisk(em: EntityManager, amendmentId: string, correlationId: string): Promise<void> {
  const amendment = await recordById<Amendment>(em, amendmentId);
  const contract = amendment?.data.contract_id ? await recordById<Contract>(em, amendment.data.contract_id) : undefined;
  if (!amendment || !contract) return;
  const { data } = amendment;
  const key = riskKey(contract.data.contract_number, data.amendment_number);
  const covered = new Set(contract.data.lines.flatMap((line) => line.task_codes));
  const tasks = data.line_changes.flatMap((change) => change.terms?.task_codes ?? []).filter((code) => !covered.has(code));
  const approved = amendment.deleted || ['approved', 'applied', 'superseded'].includes(data.status);
  const worked: { currency: string; cost: string; hours: string }[] = approved || tasks.length === 0 ? [] : await em.query(
    `select e.cost_currency as currency, sum(e.cost_amount)::text as cost, sum(e.hours)::text as hours from time_entry e join canonical_record t on t.id = e.task_id
     where e.contract_id = $1 and e.work_date >= $2 and t.data->>'wbs_code' = any($3::text[]) and e.cost_amount is not null group by 1 having sum(e.hours) <> 0 order by 1`, [contract.id, data.effective_date, tasks]);
  if (worked.length === 0) {
    await clearExceptions(em, { business_key: key, code: 'AT_RISK_WORK' }, 'cleared', { by: 'throughline', reason: approved ? 'The amendment is approved' : 'No work on it is left' });
    return;
  }
  const exposed = worked.map((w) => ({ ...unapprovedChange({ approved: false, cost: plainDecimal(w.cost) }), currency: w.currency, hours: plainDecimal(w.hours) }));
  await raiseException(em, {
    code: 'AT_RISK_WORK', business_key: key, workflow: 'apply-amendment', step: 'work at risk', correlation_id: correlationId, legal_entity_code: contract.legal_entity_code ?? undefined,
    // Cost stands in views that need their own scope: people here are told hours.
    message: `${exposed.map((x) => x.hours).join(' + ')} hours are worked on tasks ${tasks.join(', ')} of amendment ${data.amendment_number} of ${contract.data.contract_number}, which is ${data.status}`, context: { amendment_number: data.amendment_number, status: data.status, tasks, hours: exposed.map((x) => x.hours), revenue: exposed[0]!.revenue, backlog: exposed[0]!.backlog },
  });
}
