import type { ContractLine, Milestone } from '#lib/canonical';
import type { EntityManager } from 'typeorm';

/** A milestone that earns revenue, with its share of the obligation. */
export interface RevenueMilestone {
  id: string;
  code: string;
  name: string;
  project_id: string;
  weight: string;
  planned_date: string | null;
  /** Day on which control passed: accepted, or completed where nobody has to accept; null: not yet (REV-10). */
  achieved_on: string | null;
}

/**
 * Milestones of a contract's projects that earn revenue on these lines: they name the line, or the line's schedule names them. Weights are the milestones'
 * own; without any, their amounts; without those either, all weigh the same.
 */
export async function revenueMilestones(em: EntityManager, contractId: string, lines: readonly ContractLine[]): Promise<RevenueMilestone[]> {
  const rows: { id: string; data: Milestone; status: string }[] = await em.query(
    `select m.id, m.data, m.status from canonical_record m join canonical_record p on p.id = (m.data->>'project_id')::uuid
     where m.entity = 'milestone' and not m.deleted and p.data->>'contract_id' = $1 and m.status <> 'cancelled' and (m.data->>'revenue_trigger')::boolean order by m.data->>'planned_date', m.natural_key, m.id`, [contractId]);
  const terms = lines.flatMap((l) => (l.billing_schedule ?? []).map((s) => ({ ...s, line_no: l.line_no })));
  const mine = rows.filter(({ data }) => (data.line_no ? lines.some((l) => l.line_no === data.line_no) : terms.some((t) => t.milestone_code === data.code)));
  const amountOf = (m: Milestone): string | undefined => m.amount ?? terms.find((t) => t.milestone_code === m.code)?.amount;
  const by = mine.every(({ data }) => data.weight) ? (m: Milestone) => m.weight! : mine.every(({ data }) => amountOf(data)) ? (m: Milestone) => amountOf(m)! : () => '1';
  return mine.map(({ id, data, status }) => {
    const done = status === 'accepted' || (status === 'completed' && !data.acceptance_required);
    return { id, code: data.code, name: data.name, project_id: data.project_id!, weight: by(data), planned_date: data.planned_date ?? null, achieved_on: done ? (data.accepted_at ?? data.actual_date ?? data.planned_date ?? null)?.slice(0, 10) ?? null : null };
  });
}
