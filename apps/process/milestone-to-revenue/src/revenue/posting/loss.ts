import { dec } from '#lib/canonical';
import { lossProvisionJournal } from '#lib/rules';
import { RevenueEvent } from '#lib/store';
import type { EntityManager } from 'typeorm';
import { recognitionDate } from '../run/calculate.js';
import { legsOf, type PreparedRevenueJournal, revenueJournal } from './document.js';
import type { PostingScope } from './recognition.js';

/** LOSS-3: Dr provision_expense, Cr loss_provision, or its release; revenue is not touched. Null when the run moves no provision. */
export async function prepareLoss(em: EntityManager, scope: PostingScope): Promise<PreparedRevenueJournal | null> {
  const events = await em.find(RevenueEvent, { where: { run_id: scope.run_id, contract_id: scope.contract_id, status: 'approved', kind: 'loss_provision' }, order: { id: 'ASC' } });
  const moving = events.filter((e) => !dec(e.amount).isZero());
  if (moving.length === 0) return null;
  const at = await recognitionDate(em, scope.legal_entity_code, scope.as_of, scope.refused);
  const currency = scope.functional_currency;
  const legs = moving.flatMap((e) => legsOf(lossProvisionJournal({ legal_entity_id: scope.legal_entity_code, source_id: e.id, currency, amount: e.amount }), { project_id: e.project_id, contract_line: 'all lines', obligation_id: e.obligation_id, revenue_event_id: e.id }));
  return revenueJournal(em, { ...scope, ...at, purpose: 'loss_provision', currency }, legs);
}
