import type { StoredRecord } from '#lib/store';
import type { Amendment } from '#lib/canonical';
import type { EntityManager } from 'typeorm';

/** States in which an amendment waits for its turn. A draft is not agreed yet and holds nobody up. */
const OPEN = ['submitted', 'approved'];

/** The order of a contract's amendments: effective date, then number (glossary 3.5). */
function precedes(a: Amendment, b: Amendment): boolean {
  return a.effective_date === b.effective_date ? Number(a.amendment_number) < Number(b.amendment_number) : a.effective_date < b.effective_date;
}

/** An earlier amendment of the contract that is not settled, or a later one that is applied already: either way this one may not go now. */
export async function outOfOrder(em: EntityManager, mine: StoredRecord<Amendment>): Promise<{ number: string; effective_date: string; applied: boolean } | undefined> {
  const others: (StoredRecord<Amendment> & { applied: boolean })[] = await em.query(
    `select c.id, c.status, c.data, coalesce(a.status = 'applied', false) as applied from canonical_record c left join amendment_application a on a.amendment_id = c.id
     where c.entity = 'amendment' and not c.deleted and c.data->>'contract_id' = $1 and c.id <> $2 order by c.data->>'effective_date', (c.data->>'amendment_number')::numeric`, [mine.data.contract_id, mine.id]);
  const settled = (o: { status: string | null; applied: boolean }): boolean => o.applied || o.status === 'applied' || o.status === 'superseded';
  const blocking = others.find((o) => (precedes(o.data, mine.data) ? !settled(o) && OPEN.includes(o.status ?? '') : settled(o)));
  return blocking && { number: blocking.data.amendment_number, effective_date: blocking.data.effective_date, applied: settled(blocking) };
}
