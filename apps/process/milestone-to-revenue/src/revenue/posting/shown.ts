import { RevenueEvent } from '#lib/store';
import type { EntityManager } from 'typeorm';
import { settleEvents } from './posted.js';
import type { PostingScope } from './recognition.js';

/** LOSS-5: provisions that are computed and not posted stand as such: no journal, no amount. */
export async function settleShown(em: EntityManager, scope: PostingScope): Promise<void> {
  const events = await em.findBy(RevenueEvent, { run_id: scope.run_id, contract_id: scope.contract_id, status: 'approved', kind: 'loss_provision', amount: '0' });
  for (const period of new Set(events.map((e) => e.period))) await settleEvents(em, { id: null, legs: [] }, events.filter((e) => e.period === period).map((e) => e.id), period);
}
