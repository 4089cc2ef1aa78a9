import { contentHash } from '#lib/canonical';
import type { EntityManager } from 'typeorm';

export type IdempotentAnswer<T> = { replayed: boolean; conflict: false; status: number; response: T } | { conflict: true };

/**
 * Runs a command once per (scope, key) in the caller's transaction: the same key and content give the stored answer, another
 * content a conflict (glossary 8.4). Finance keys are kept 400 days.
 */
export async function once<T>(em: EntityManager, scope: string, key: string, request: unknown, run: () => Promise<{ status: number; response: T }>): Promise<IdempotentAnswer<T>> {
  const hash = contentHash(request);
  const inserted = await em.query(
    `insert into idempotency (scope, key, request_hash, expires) values ($1,$2,$3, now() + interval '400 days') on conflict (scope, key) do nothing returning key`, [scope, key, hash]);
  if (inserted.length === 0) {
    const [row] = await em.query('select request_hash, status, response from idempotency where scope = $1 and key = $2', [scope, key]);
    if (row.request_hash !== hash) return { conflict: true };
    return { replayed: true, conflict: false, status: row.status, response: row.response };
  }
  const answer = await run();
  await em.query('update idempotency set status = $3, response = $4 where scope = $1 and key = $2', [scope, key, answer.status, JSON.stringify(answer.response)]);
  return { replayed: false, conflict: false, ...answer };
}
