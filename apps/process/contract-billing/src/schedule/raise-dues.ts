import { dec } from '#lib/canonical';
import { retention, scheduleDue } from '#lib/rules';
import { type BillingEvent, BillingScheduleLine, type LineOfContract, newBilling, raiseBilling } from '#lib/store';
import type { EntityManager } from 'typeorm';
import { discounted } from '../contract/priced.js';

/** FF-2: lines whose bill date is reached bill, each once. Lines that wait for a milestone are raised when the milestone is done. */
export async function raiseScheduleDues(em: EntityManager, of: LineOfContract, through: string): Promise<void> {
  const { contract, line } = of;
  const lines = await em.findBy(BillingScheduleLine, { contract_id: contract.id, line_no: line.line_no, trigger: 'date', status: 'scheduled' });
  const due = scheduleDue({ as_of: through, lines: lines.map((l, i) => ({ ...l, seq: i + 1, bill_date: l.bill_date!, row: l })) });
  const all = line.billing_schedule?.length ?? due.length;
  for (const { row } of due) {
    const { id, seq, amount } = row;
    const price = discounted(line, amount, contract.data.currency);
    const event = await raiseWithRetention(em, of, {
      kind: 'schedule', source_id: `${contract.natural_key}:${line.line_no}:schedule:${seq}`, source_version: String(row.schedule_version), event_date: row.bill_date!, description: `${line.description ?? 'Fixed fee'}, instalment ${seq} of ${all}`,
      quantity: '1', unit: 'instalment', rate: amount, ...price, account_role: 'contract_liability', schedule_line_id: id, why: [{ rule: 'FF-2', detail: `due on ${row.bill_date}`, numbers: { amount, net: price.net } }],
    });
    await em.save(BillingScheduleLine, em.create(BillingScheduleLine, { ...row, status: 'due', net: price.net, billing_event_id: event.id, updated_at: new Date() }));
  }
}

/** FF-4: of each bill the line's retention is kept back: an event of its own, held until a person releases it. Returns the event that bills now. */
export async function raiseWithRetention(em: EntityManager, of: LineOfContract, fact: Parameters<typeof newBilling>[1]): Promise<BillingEvent> {
  const { line, contract } = of;
  if (!line.retention || dec(line.retention).isZero()) return raiseBilling(em, newBilling(of, fact));
  const kept = retention({ bill: fact.net, retention: line.retention, currency: contract.data.currency });
  const part = (net: string) => ({ rate: net, gross: net, discount: '0', net });
  const event = await raiseBilling(em, newBilling(of, { ...fact, ...part(kept.payable_now), why: [...(fact.why as object[]), ...kept.why] }));
  if (!dec(kept.retained).isZero()) await raiseBilling(em, newBilling(of, { ...fact, ...part(kept.retained), part: 'retention', description: `Retention of ${fact.description}`, status: 'held', hold_reason: 'retention', why: kept.why }));
  return event;
}
