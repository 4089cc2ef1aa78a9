import { dec, sum } from '#lib/canonical';
import { RevenueEvent } from '#lib/store';
import { In, type EntityManager } from 'typeorm';

/** States in which a revenue event counts: calculated for approval, approved, or in the ledger. */
export const LIVE = ['calculated', 'approved', 'posted'];

/** What stands behind an event besides its snapshot. */
export interface Evidence {
  /** The amount by project, for the dimensions of its journal. */
  split: { project_id: string | null; amount: string }[];
  /** Cost repaid by the client without profit (EXP-6, agent). */
  pass_through?: string;
}

/** The recognized revenue events of an obligation, oldest first; loss provisions are apart. */
export async function recognizedEvents(em: EntityManager, obligationId: string): Promise<RevenueEvent[]> {
  const events = await em.find(RevenueEvent, { where: { obligation_id: obligationId, status: In(LIVE) }, order: { event_date: 'ASC', updated_at: 'ASC', id: 'ASC' } });
  return events.filter((e) => e.kind !== 'loss_provision');
}

export const recognizedOf = (events: readonly RevenueEvent[]): string => sum(events.map((e) => e.amount)).toFixed();

/** What earlier events gave to each project. */
export function splitSoFar(events: readonly RevenueEvent[]): Map<string | null, string> {
  const so = new Map<string | null, string>();
  for (const { project_id, amount } of events.flatMap((e) => (e.evidence as Evidence).split ?? [])) so.set(project_id, dec(so.get(project_id) ?? 0).plus(amount).toFixed());
  return so;
}
