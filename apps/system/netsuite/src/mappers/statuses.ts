import { mapStatus, pairs, Unmappable } from '#lib/connector';
import type { NetsuiteSettings } from '../config.js';
import type { SqlRow } from '../client/suiteql.js';

/**
 * Canonical status of a transaction row with `type`, `status` (a letter, with or without its type before it) and `voided`.
 * Throws Unmappable for one the settings do not know.
 */
export function documentStatus(row: SqlRow, settings: NetsuiteSettings): string {
  const letter = row.voided === 'T' ? 'V' : (row.status ?? '').split(':').at(-1)!.trim();
  return mapStatus(pairs(settings.document_statuses), 'status', `${row.type}:${letter}`);
}

/** A posted invoice that people marked as disputed is `disputed` until they take the mark off. */
export const isDisputed = (row: SqlRow): boolean => row.disputed === 'T' || row.disputed === 'true';

/** Why a tax code's rate is zero; undefined when the code gives no reason. Throws Unmappable for words the settings do not know. */
export function zeroReason(words: string | undefined, settings: NetsuiteSettings): string | undefined {
  if (!words) return undefined;
  const known = Object.entries(pairs(settings.zero_reasons)).find(([part]) => words.toLowerCase().includes(part.toLowerCase()));
  if (known) return known[1];
  throw new Unmappable({ code: 'UNMAPPED_STATUS', field: 'zero_reason', value: words.slice(0, 200), message: `the zero rate's reason "${words.slice(0, 200)}" has no canonical reason` });
}

const RECORD_STATUS: Record<string, string> = { 1: 'released', 2: 'posted', 3: 'rejected' };

/** Receipt status of an invoice or credit memo as the record service shows it: posted once approved. Accounts without approval routing show no approval. */
export function receiptStatus(record: { status?: { refName?: string }; approvalStatus?: { id: string } }): string {
  if (/^voided$/i.test(record.status?.refName ?? '')) return 'voided';
  const approval = record.approvalStatus?.id;
  if (approval !== undefined) return RECORD_STATUS[approval] ?? 'released';
  return /^pending/i.test(record.status?.refName ?? '') ? 'released' : 'posted';
}
