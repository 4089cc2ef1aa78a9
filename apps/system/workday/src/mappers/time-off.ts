import type { TimeOff } from '#lib/canonical';
import { contentVersion, EPOCH, type Known, type Mapped, mapStatus, pairs, type RowIdentity } from '#lib/connector';
import type { ReportEntry } from '../client/report.js';
import type { WorkdaySettings } from '../settings.js';
import { dayOf, decimalText, instantOf, optional, required } from './text.js';

export interface TimeOffRow {
  key: string;
  entry: ReportEntry;
  given_at: string;
}

/** Nothing: Last_Updated is the record's source timestamp. */
export const TIME_OFF_DROPPED: Record<string, string> = {};

/** Approval states of the record by status of the absence. */
const APPROVAL: Record<string, string> = { submitted: 'submitted', approved: 'approved', rejected: 'rejected', cancelled: 'recalled' };

/** A change moment that lies ahead of Workday's own clock must not move the feed past what is still to come. */
export function identifyTimeOff({ key, entry, given_at }: TimeOffRow): RowIdentity {
  const updated = instantOf(entry['Last_Updated']);
  return { source_id: key, source_version: contentVersion(entry), source_timestamp: updated === undefined ? EPOCH : updated < given_at ? updated : given_at };
}

/** Whose absence it is, whatever its day and status. */
export function knownTimeOff({ entry }: TimeOffRow): Known {
  const worker = optional(entry['Worker_ID']);
  return { natural_key: optional(entry['Entry_ID']) ?? null, refs: worker ? { worker_id: { entity: 'worker', natural_key: worker } } : {} };
}

/** One day of absence of one worker (glossary 4.6). */
export function mapTimeOff(row: TimeOffRow, settings: WorkdaySettings): Mapped<TimeOff> {
  const { entry } = row;
  for (const field of ['Entry_ID', 'Worker_ID']) required(field, entry[field]);
  const status = mapStatus(pairs(settings.time_off_statuses), 'Status', entry['Status']);
  const date = dayOf('Time_Off_Date', entry['Time_Off_Date']);
  return {
    ...knownTimeOff(row),
    approval_status: APPROVAL[status] ?? 'submitted',
    effective_from: date, effective_to: date,
    data: { date, hours: decimalText('Hours', entry['Hours']), kind: mapStatus(pairs(settings.time_off_kinds), 'Kind', entry['Kind']), status },
  };
}
