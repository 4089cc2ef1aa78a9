import type { BillingEvent } from '#lib/store';
import type { EntityManager } from 'typeorm';

const ids = (events: BillingEvent[], field: 'time_entry_id' | 'expense_line_id' | 'schedule_line_id'): string[] => events.map((e) => e[field]).filter((id): id is string => id !== null && id !== undefined);

/** Moves the facts behind these events from one billing status to the next: time entries and expense lines. */
export async function moveFacts(em: EntityManager, events: BillingEvent[], from: string, to: string): Promise<void> {
  for (const [table, field] of [['time_entry', 'time_entry_id'], ['expense_line', 'expense_line_id']] as const) {
    const of = ids(events, field);
    if (of.length > 0) await em.query(`update ${table} set billing_status = $2, updated_at = now() where id = any($1::uuid[]) and billing_status = $3`, [of, to, from]);
  }
}

/** The invoice is posted: what it bills is billed, instalments are invoiced, and so are usage records. */
export async function factsInvoiced(em: EntityManager, events: BillingEvent[]): Promise<void> {
  await moveFacts(em, events, 'on_draft', 'billed');
  const lines = ids(events.filter((e) => e.part === 'billable' && e.kind !== 'credit'), 'schedule_line_id');
  if (lines.length > 0) await em.query(`update billing_schedule_line set status = 'invoiced', version = version + 1, updated_at = now() where id = any($1::uuid[]) and status in ('scheduled', 'due')`, [lines]);
  const usage = events.filter((e) => e.kind === 'usage').map((e) => e.id);
  if (usage.length > 0) await em.query(`update usage_record set status = 'invoiced', version = version + 1, updated_at = now() where billing_event_id = any($1::uuid[]) and status = 'rated'`, [usage]);
}
