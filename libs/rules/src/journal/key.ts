import { contentHash } from '#lib/canonical';
import type { Journal } from './journal.js';

type Keyed = Pick<Journal, 'legal_entity_id' | 'source_type' | 'source_id' | 'source_version' | 'purpose'>;

/** GL-4: the idempotency key of a journal: legal entity, source type, source id, source version, purpose. */
export function journalKey(journal: Keyed): string {
  return [journal.legal_entity_id, journal.source_type, journal.source_id, journal.source_version, journal.purpose].map(encodeURIComponent).join('|');
}

export interface RegisteredJournal {
  key: string;
  id: string;
  hash: string;
}

/**
 * GL-4: what submitting a journal gives, against those already registered. A replay answers with the first id; the same
 * key with other content is IDEMPOTENCY_CONFLICT. `new_id` is used only when the key is new.
 */
export function registerJournal(registered: readonly RegisteredJournal[], journal: Journal, new_id: string): { ok: true; id: string; replay: boolean; registered: readonly RegisteredJournal[] } | { ok: false; code: 'IDEMPOTENCY_CONFLICT'; id: string } {
  const key = journalKey(journal);
  const { why: _why, ...content } = journal;
  const hash = contentHash(content);
  const found = registered.find((r) => r.key === key);
  if (found && found.hash !== hash) return { ok: false, code: 'IDEMPOTENCY_CONFLICT', id: found.id };
  if (found) return { ok: true, id: found.id, replay: true, registered };
  return { ok: true, id: new_id, replay: false, registered: [...registered, { key, id: new_id, hash }] };
}
