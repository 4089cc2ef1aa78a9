import type { RateCardVersion } from '#lib/canonical';
import { type RateCardVersionInput, RateBook, type RateScope } from '#lib/rules';
import type { StoredRecord } from '#lib/store';
import type { EntityManager } from 'typeorm';

const books = new Map<string, { mark: string; book: RateBook }>();

/**
 * Approved rate cards of one currency, prepared for many look-ups and kept until a version changes. A version stands in the book
 * under its own scope, and under `contract_line` and `project` by its code, because lines and projects name cards by code.
 * Cards in another currency never price a contract: a price is agreed in the contract's currency or it is missing (RATE-5).
 */
export async function rateBookFor(em: EntityManager, currency: string): Promise<RateBook> {
  const [{ mark }] = await em.query(`select count(*) || ':' || coalesce(sum(version), 0) || ':' || coalesce(max(updated_at)::text, '') as mark from canonical_record where entity = 'rate_card_version'`);
  const kept = books.get(currency);
  if (kept && kept.mark === mark) return kept.book;
  const versions: StoredRecord<RateCardVersion>[] = await em.query(
    `select * from canonical_record where entity = 'rate_card_version' and not deleted and data->>'currency' = $1 and data->>'kind' = 'bill' order by id`, [currency]);
  const book = new RateBook(versions.filter((v) => v.effective_from).flatMap(versionInputs));
  books.set(currency, { mark, book });
  return book;
}

function versionInputs(record: StoredRecord<RateCardVersion>): RateCardVersionInput[] {
  const { data } = record;
  const base = {
    card_version_id: `${data.card_code} v${data.version_no}`, rate_card_id: data.card_code, currency: data.currency, effective_from: record.effective_from!, effective_to: record.effective_to,
    approval_status: data.status, kind: 'bill' as const,
    lines: data.lines.map((l) => ({ line_id: l.line_id, role: l.role ?? null, worker_id: l.worker_number ?? null, grade: l.grade ?? null, region: l.region ?? null, work_type: l.work_type ?? null, unit: l.unit as 'hour', unit_hours: l.unit_hours ?? null, rate: l.rate })),
  };
  const byCode = (scope_type: RateScope): RateCardVersionInput => ({ ...base, scope_type, scope_id: data.card_code });
  const own = data.scope_type === 'contract' ? [] : [{ ...base, scope_type: data.scope_type as RateScope, scope_id: data.scope_key ?? null }];
  return [byCode('contract_line'), byCode('project'), ...own.filter((v) => v.scope_type !== 'project')];
}
