import type { DecimalInput } from '#lib/canonical';
import { RuleError } from '../error.js';
import { num, numOr, text } from '../exact.js';
import { why, type RuleTrace } from '../trace.js';

/** The parts of a time entry or expense line that a correction copies or negates. Other fields are carried along untouched. */
export interface CorrectableEntry {
  id: string;
  hours: DecimalInput;
  billable_hours?: DecimalInput;
  approval_status: string;
  original_entry_id?: string | null;
  adjustment_sequence?: number;
}

/** Fields of a correction entry that replace those of the original. */
export interface CorrectionFields {
  original_entry_id: string;
  adjustment_sequence: number;
  hours: string;
  billable_hours: string;
  approval_status: 'approved';
}

/** A correction entry: the original's other fields, without its id, plus the correction fields. */
export type CorrectionEntry<T extends CorrectableEntry> = Omit<T, 'id' | keyof CorrectionFields> & CorrectionFields;

/** COR-1: the full negative copy of an approved entry. Nothing approved is edited. UNAPPROVED when the entry is not approved. */
export function reverseEntry<T extends CorrectableEntry>(entry: T, sequence = (entry.adjustment_sequence ?? 0) + 1): CorrectionEntry<T> {
  if (entry.approval_status !== 'approved') throw new RuleError('UNAPPROVED', 'COR-1', `entry ${entry.id} is ${entry.approval_status}: change it, it needs no reversal`);
  return amended(entry, entry, num(entry.hours, 'hours').negated(), numOr(entry.billable_hours, entry.hours, 'billable_hours').negated(), sequence);
}

/**
 * COR-1: the pair that corrects an approved entry: reversal at sequence n, replacement at n + 1, both approved.
 * A replacement of null cancels the work. `replacement` holds what changes; the rest is copied from the original.
 */
export function correctEntry<T extends CorrectableEntry>(original: T, replacement: Partial<T> | null): { reversal: CorrectionEntry<T>; replacement: CorrectionEntry<T> | null; why: RuleTrace[] } {
  const reversal = reverseEntry(original);
  if (replacement === null) return { reversal, replacement: null, why: [why('COR-1', `reversal of ${original.id}, no replacement`)] };
  const merged = { ...original, ...replacement };
  const hours = num(merged.hours, 'replacement.hours');
  // Billable hours follow the hours when the correction does not say otherwise.
  const billable = replacement.billable_hours !== undefined ? num(replacement.billable_hours, 'replacement.billable_hours') : replacement.hours !== undefined ? hours : numOr(original.billable_hours, hours, 'billable_hours');
  const next = amended(original, merged, hours, billable, reversal.adjustment_sequence + 1);
  return { reversal, replacement: next, why: [why('COR-1', `reversal and replacement of ${original.id}`, { old_hours: String(original.hours), new_hours: hours })] };
}

function amended<T extends CorrectableEntry>(original: T, fields: T, hours: ReturnType<typeof num>, billable: ReturnType<typeof num>, sequence: number): CorrectionEntry<T> {
  const { id: _id, ...rest } = fields;
  const correction: CorrectionFields = { hours: text(hours), billable_hours: text(billable), original_entry_id: original.original_entry_id ?? original.id, adjustment_sequence: sequence, approval_status: 'approved' };
  return { ...rest, ...correction } as CorrectionEntry<T>;
}
