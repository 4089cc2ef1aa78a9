import type { RateCardVersion } from '#lib/canonical';
import { cardVersionInputs, RateBook } from '#lib/rules';
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
  const book = new RateBook(versions.flatMap(cardVersionInputs));
  books.set(currency, { mark, book });
  return book;
}
