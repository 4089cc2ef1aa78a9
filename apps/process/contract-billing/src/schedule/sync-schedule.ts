import { dec, newId, sum } from '#lib/canonical';
import { appendEvents, BillingEvent, BillingScheduleLine, changeBillingEvent, type LineOfContract, OPEN_STATES, TENANT } from '#lib/store';
import { In, Not, type EntityManager } from 'typeorm';
import { lineName } from '../contract/lines.js';
import { showOnLine } from '../contract/line-exceptions.js';
import { type WantedLine, wantedLines } from './wanted-lines.js';

/**
 * Brings the stored schedule of a line in line with its terms. A change makes a new version: lines that are on an invoice or a draft stay as
 * they are, the others are cancelled with their open events and replaced (glossary 6.3). A schedule that does not sum changes nothing.
 */
export async function syncSchedule(em: EntityManager, of: LineOfContract): Promise<void> {
  const { contract, line } = of;
  if (!line.billing_schedule?.length) return;
  const wanted = wantedLines(of);
  const stored = await em.find(BillingScheduleLine, { where: { contract_id: contract.id, line_no: line.line_no, trigger: Not('progress') }, order: { seq: 'ASC' } });
  const live = stored.filter((l) => l.status !== 'cancelled' && l.status !== 'skipped');
  const kept = await billed(em, live);
  const fault = wanted.ok ? overbooked(wanted.lines, kept) : wanted;
  for (const code of ['OVERBOOKED_SCHEDULE', 'INVALID_TERMS'] as const) await showOnLine(em, of, code, fault?.code === code ? { message: `${lineName(of)}: ${fault.detail}` } : null, 'schedule');
  if (!wanted.ok || fault) return;
  const open = live.filter((l) => !kept.includes(l));
  const ask = wanted.lines.filter((w) => !kept.some((k) => k.seq === w.seq));
  if (sameLines(open, ask)) return;
  for (const old of open) {
    for (const event of await em.findBy(BillingEvent, { schedule_line_id: old.id, status: In(OPEN_STATES) })) await changeBillingEvent(em, event, { status: 'cancelled' });
    await em.save(BillingScheduleLine, em.create(BillingScheduleLine, { ...old, status: 'cancelled', billing_event_id: null, updated_at: new Date() }));
  }
  const version = Math.max(0, ...stored.map((l) => l.schedule_version)) + 1;
  for (const w of ask) {
    await em.insert(BillingScheduleLine, em.create(BillingScheduleLine, {
      ...w, id: newId(), tenant_id: TENANT, contract_id: contract.id, line_no: line.line_no, schedule_version: version, milestone_id: stored.find((s) => s.milestone_code !== null && s.milestone_code === w.milestone_code)?.milestone_id ?? null,
      bill_date: moved(w, open) ?? w.bill_date, net: null, currency: contract.data.currency, status: 'scheduled', billing_event_id: null, correlation_id: contract.correlation_id,
    }));
  }
  await appendEvents(em, [{
    type: 'billing_schedule.changed', entity: 'contract', entity_id: contract.id, entity_version: contract.version, partition_key: `contract:${contract.id}`, idempotency_key: `${contract.id}:${line.line_no}:schedule:${version}`, approval_status: 'approved',
    correlation_id: contract.correlation_id, data: { contract_id: contract.id, line_no: line.line_no, schedule_version: version, lines: ask.length, kept: kept.length },
  }]);
}

/** Lines that a draft or an invoice carries, or whose value was given up. */
async function billed(em: EntityManager, lines: BillingScheduleLine[]): Promise<BillingScheduleLine[]> {
  if (lines.length === 0) return [];
  const carried = new Set((await em.findBy(BillingEvent, { schedule_line_id: In(lines.map((l) => l.id)), status: In(['on_draft', 'invoiced', 'written_off']) })).map((e) => e.schedule_line_id));
  return lines.filter((l) => l.status === 'invoiced' || carried.has(l.id));
}

/** Kept lines and new ones together must still sum to the line. */
function overbooked(wanted: WantedLine[], kept: BillingScheduleLine[]): { code: 'OVERBOOKED_SCHEDULE'; detail: string } | undefined {
  const total = sum(wanted.map((w) => w.amount));
  const rest = sum(wanted.filter((w) => !kept.some((k) => k.seq === w.seq)).map((w) => w.amount));
  const difference = rest.plus(sum(kept.map((k) => k.amount))).minus(total);
  return difference.isZero() ? undefined : { code: 'OVERBOOKED_SCHEDULE', detail: `lines that are billed already (${kept.map((k) => k.seq).join(', ')}) and the new ones differ by ${difference} from the amount of the line` };
}

/** A milestone's date follows the milestone (FF-7), so it is not compared. */
function sameLines(stored: BillingScheduleLine[], wanted: WantedLine[]): boolean {
  const text = (l: { seq: string; trigger: string; bill_date: string | null; milestone_code: string | null; amount: string }): string => [l.seq, l.trigger, l.trigger === 'milestone' ? l.milestone_code : l.bill_date, dec(l.amount).toFixed()].join('|');
  return stored.map(text).sort().join('\n') === wanted.map(text).sort().join('\n');
}

function moved(wanted: WantedLine, open: BillingScheduleLine[]): string | null | undefined {
  return wanted.trigger === 'milestone' ? open.find((o) => o.milestone_code === wanted.milestone_code)?.bill_date : undefined;
}
