import type { Client, ContractLine } from '#lib/canonical';
import { dec } from '#lib/canonical';
import { priceTime, retention } from '#lib/rules';
import { type BillingEvent, type BillingScheduleLine, type MilestoneFacts, newBilling, raiseBilling, type StoredRecord } from '#lib/store';
import type { EntityManager } from 'typeorm';

export interface MilestoneToRaise {
  facts: MilestoneFacts;
  line: ContractLine;
  client: StoredRecord<Client>;
  schedule: BillingScheduleLine;
  /** Rises each time the milestone is completed anew. */
  completion: number;
  standing: 'held' | 'ready';
  why: object[];
}

/** FF-1, FF-4: the billing event of a completed milestone, less the line's discount; its retention is an event of its own that waits for release. Returns the net of both. */
export async function raiseMilestone(em: EntityManager, m: MilestoneToRaise): Promise<{ event: BillingEvent; net: string }> {
  const { milestone, date } = m.facts;
  const contract = m.facts.contract!;
  const currency = contract.data.currency;
  const price = priceTime({ billable_hours: '1', rate: m.schedule.amount, unit: 'fixed', discount: m.line.discount ?? null, currency });
  const kept = retention({ bill: price.net, retention: m.line.retention ?? '0', currency });
  const whole = dec(kept.retained).isZero();
  const of = { contract, client: m.client, line: m.line, project_id: milestone.data.project_id ?? null };
  const fact = {
    kind: 'milestone', source_system: milestone.source_system, source_id: milestone.natural_key ?? milestone.id, source_version: String(m.completion), event_date: date, description: `Milestone ${milestone.data.code}, ${milestone.data.name}, ${milestone.data.accepted_at ? 'accepted' : 'completed'} ${date}`,
    quantity: '1', unit: 'milestone', account_role: 'contract_liability', milestone_id: milestone.id, schedule_line_id: m.schedule.id, correlation_id: milestone.correlation_id, approved_at: milestone.data.accepted_at ? new Date(milestone.data.accepted_at) : null,
  };
  const part = (net: string) => ({ rate: net, gross: net, discount: '0', net });
  const gate = m.standing === 'held' ? { status: 'held', hold_reason: 'MILESTONE_GATE' } : {};
  const event = await raiseBilling(em, newBilling(of, { ...fact, ...(whole ? { rate: price.gross, gross: price.gross, discount: price.discount, net: price.net } : part(kept.payable_now)), ...gate, why: [...m.why, ...price.why, ...(whole ? [] : kept.why)] }));
  if (!whole) await raiseBilling(em, newBilling(of, { ...fact, ...part(kept.retained), part: 'retention', description: `Retention of ${fact.description}`, status: 'held', hold_reason: 'retention', why: kept.why }));
  return { event, net: price.net };
}
