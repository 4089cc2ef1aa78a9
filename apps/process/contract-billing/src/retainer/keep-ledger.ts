import { dec, newId } from '#lib/canonical';
import { appendEvents, type LineOfContract, RetainerEntry, TENANT } from '#lib/store';
import type { EntityManager } from 'typeorm';

/** An entry the ledger should sum to. Signed: what is drawn, expires, is carried out or beyond is negative. */
export interface LedgerPosition {
  period: string;
  entry: 'grant' | 'drawdown' | 'rollover_in' | 'rollover_out' | 'expiry' | 'overage' | 'refund';
  quantity: string;
  grant_period?: string | null;
  time_entry_id?: string | null;
  billing_event_id?: string | null;
}

const keyOf = (p: { period: string; entry: string; grant_period?: string | null; time_entry_id?: string | null; billing_event_id?: string | null }): string => [p.period, p.entry, p.time_entry_id ?? p.billing_event_id ?? '', p.grant_period ?? ''].join(':');

/**
 * Appends what the ledger of a line lacks to sum to these positions. Nothing is edited: what changed, such as the drawdown of corrected time,
 * is a further entry with the difference. Asking again appends nothing. Returns how many entries were appended.
 */
export async function keepLedger(em: EntityManager, { contract, line }: LineOfContract, unit: 'hours' | 'money', positions: LedgerPosition[]): Promise<number> {
  const stored = await em.findBy(RetainerEntry, { contract_id: contract.id, line_no: line.line_no });
  const sums = new Map<string, { at: LedgerPosition; sum: string; count: number }>();
  for (const s of stored) {
    const known = sums.get(keyOf(s)) ?? { at: s as LedgerPosition, sum: '0', count: 0 };
    sums.set(keyOf(s), { at: known.at, sum: dec(known.sum).plus(s.quantity).toFixed(), count: known.count + 1 });
  }
  const wanted = new Map(positions.map((p) => [keyOf(p), p]));
  let appended = 0;
  for (const key of new Set([...wanted.keys(), ...sums.keys()])) {
    const at = wanted.get(key) ?? sums.get(key)!.at;
    const rest = dec(wanted.get(key)?.quantity ?? '0').minus(sums.get(key)?.sum ?? '0');
    if (rest.isZero()) continue;
    const row = em.create(RetainerEntry, {
      id: newId(), tenant_id: TENANT, contract_id: contract.id, line_no: line.line_no, period: at.period, entry: at.entry, unit, quantity: rest.toFixed(), grant_period: at.grant_period ?? null, source_ref: `${key}#${(sums.get(key)?.count ?? 0) + 1}`,
      time_entry_id: at.time_entry_id ?? null, billing_event_id: at.billing_event_id ?? null, correlation_id: contract.correlation_id,
    });
    await em.insert(RetainerEntry, row);
    await appendEvents(em, [{
      type: 'retainer.drawn', entity: 'retainer_entry', entity_id: row.id, entity_version: 1, partition_key: `contract:${contract.id}`, idempotency_key: row.id, approval_status: 'approved', correlation_id: contract.correlation_id,
      data: { contract_id: contract.id, line_no: line.line_no, period: row.period, entry: row.entry, unit, quantity: row.quantity, grant_period: row.grant_period, time_entry_id: row.time_entry_id },
    }]);
    appended += 1;
  }
  return appended;
}
