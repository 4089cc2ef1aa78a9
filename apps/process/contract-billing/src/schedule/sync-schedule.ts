import { sum } from '#lib/canonical';
import { appendEvents, type BillingScheduleLine, keptBills, type LineOfContract, replaceOpenBills } from '#lib/store';
import type { EntityManager } from 'typeorm';
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
  const bills = await keptBills(em, contract.id, line.line_no);
  const { kept } = bills;
  const fault = wanted.ok ? overbooked(wanted.lines, kept) : wanted;
  for (const code of ['OVERBOOKED_SCHEDULE', 'INVALID_TERMS'] as const) await showOnLine(em, of, code, fault?.code === code ? { message: `${lineName(of)}: ${fault.detail}` } : null, 'schedule');
  if (!wanted.ok || fault) return;
  const made = await replaceOpenBills(em, { contract_id: contract.id, line_no: line.line_no, currency: contract.data.currency, correlation_id: contract.correlation_id }, wanted.lines, bills);
  if (!made) return;
  await appendEvents(em, [{
    type: 'billing_schedule.changed', entity: 'contract', entity_id: contract.id, entity_version: contract.version, partition_key: `contract:${contract.id}`, idempotency_key: `${contract.id}:${line.line_no}:schedule:${made.version}`, approval_status: 'approved',
    correlation_id: contract.correlation_id, data: { contract_id: contract.id, line_no: line.line_no, schedule_version: made.version, lines: made.lines, kept: kept.length },
  }]);
}

/** Kept lines and new ones together must still sum to the line. */
function overbooked(wanted: WantedLine[], kept: BillingScheduleLine[]): { code: 'OVERBOOKED_SCHEDULE'; detail: string } | undefined {
  const total = sum(wanted.map((w) => w.amount));
  const rest = sum(wanted.filter((w) => !kept.some((k) => k.seq === w.seq)).map((w) => w.amount));
  const difference = rest.plus(sum(kept.map((k) => k.amount))).minus(total);
  return difference.isZero() ? undefined : { code: 'OVERBOOKED_SCHEDULE', detail: `lines that are billed already (${kept.map((k) => k.seq).join(', ')}) and the new ones differ by ${difference} from the amount of the line` };
}
