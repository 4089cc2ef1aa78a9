import { dec, newId } from '#lib/canonical';
import { In, Not, type EntityManager } from 'typeorm';
import { BillingEvent } from '../tables/billing-event.table.js';
import { BillingScheduleLine } from '../tables/contract-facts.table.js';
import { TENANT } from '../tenant.js';
import { changeBillingEvent, OPEN_STATES } from './billing-events.js';

/** A bill of a schedule as the terms have it, with its amount worked out. */
export type WantedBill = Pick<BillingScheduleLine, 'seq' | 'trigger' | 'bill_date' | 'milestone_code' | 'amount'>;

/** Bills that a draft or an invoice carries, or whose value was given up: no change of terms moves them (glossary 6.3). */
export async function keptBills(em: EntityManager, contractId: string, lineNo: string): Promise<{ stored: BillingScheduleLine[]; live: BillingScheduleLine[]; kept: BillingScheduleLine[] }> {
  const stored = await em.find(BillingScheduleLine, { where: { contract_id: contractId, line_no: lineNo, trigger: Not('progress') }, order: { seq: 'ASC' } });
  const live = stored.filter((l) => l.status !== 'cancelled' && l.status !== 'skipped');
  const carried = live.length === 0 ? [] : await em.findBy(BillingEvent, { schedule_line_id: In(live.map((l) => l.id)), status: In(['on_draft', 'invoiced', 'written_off']) });
  return { stored, live, kept: live.filter((l) => l.status === 'invoiced' || carried.some((e) => e.schedule_line_id === l.id)) };
}

/**
 * A new version of a line's schedule: kept bills stay in theirs, the open ones are cancelled with their open events, and `wanted` without the kept ones takes their
 * place. The same bills again change nothing. A milestone known to any version of the schedule stays linked. Returns the version and how many bills are new, or null when nothing changed.
 */
export async function replaceOpenBills(em: EntityManager, of: { contract_id: string; line_no: string; currency: string; correlation_id: string }, wanted: readonly WantedBill[], bills?: Awaited<ReturnType<typeof keptBills>>): Promise<{ version: number; lines: number } | null> {
  const { contract_id, line_no } = of;
  const { stored, live, kept } = bills ?? (await keptBills(em, contract_id, line_no));
  const open = live.filter((l) => !kept.includes(l));
  const ask = wanted.filter((w) => !kept.some((k) => k.seq === w.seq));
  if (text(open) === text(ask)) return null;
  for (const old of open) {
    for (const event of await em.findBy(BillingEvent, { schedule_line_id: old.id, status: In(OPEN_STATES) })) await changeBillingEvent(em, event, { status: 'cancelled' });
    await em.update(BillingScheduleLine, { id: old.id }, { status: 'cancelled', billing_event_id: null, updated_at: new Date() });
  }
  const [{ last }] = await em.query('select coalesce(max(schedule_version), 0)::int as last from billing_schedule_line where contract_id = $1 and line_no = $2', [contract_id, line_no]);
  for (const w of ask) {
    const before = open.find((o) => o.milestone_code !== null && o.milestone_code === w.milestone_code);
    // A milestone that has moved keeps its date: it follows the milestone, not the terms (FF-7).
    await em.insert(BillingScheduleLine, em.create(BillingScheduleLine, { ...of, ...w, id: newId(), tenant_id: TENANT, schedule_version: last + 1, milestone_id: stored.find((o) => o.milestone_code !== null && o.milestone_code === w.milestone_code)?.milestone_id ?? null, bill_date: before?.bill_date ?? w.bill_date, status: 'scheduled', billing_event_id: null, updated_at: new Date() }));
  }
  return { version: last + 1, lines: ask.length };
}

function text(bills: readonly WantedBill[]): string {
  return bills.map((b) => [b.seq, b.trigger, b.trigger === 'milestone' ? b.milestone_code : b.bill_date, dec(b.amount).toFixed()].join('|')).sort().join('\n');
}
