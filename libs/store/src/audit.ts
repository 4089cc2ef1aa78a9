import { contentHash } from '#lib/canonical';
import type { DataSource, EntityManager } from 'typeorm';

const CHAINS = 16;

/** Who did what to which record, why, and what it looked like before and after (glossary 8.3). */
export interface AuditInput {
  who: string;
  what: string;
  entity: string;
  entity_id: string;
  before?: unknown;
  after?: unknown;
  correlation_id: string;
  reason?: string;
  details?: Record<string, unknown>;
}

/** Appends to the hash chain in the caller's transaction. Sixteen chains, chosen by entity id, keep writers from queueing on one row. */
export async function audit(em: EntityManager, a: AuditInput): Promise<void> {
  const chain = parseInt(contentHash(a.entity_id).slice(0, 2), 16) % CHAINS;
  const [head] = await em.query('select length, last_hash from audit_chain where chain = $1 for update', [chain]);
  const n = Number(head.length) + 1;
  const at = new Date().toISOString();
  const before = a.before === undefined ? null : contentHash(a.before);
  const after = a.after === undefined ? null : contentHash(a.after);
  const record = { chain, n, at, who: a.who, what: a.what, entity: a.entity, entity_id: a.entity_id, before_hash: before, after_hash: after, correlation_id: a.correlation_id, reason: a.reason ?? null, details: a.details ?? {} };
  const hash = contentHash({ ...record, previous_hash: head.last_hash });
  await em.query(
    `with head as (update audit_chain set length = $2, last_hash = $14 where chain = $1)
     insert into audit (chain, n, at, who, what, entity, entity_id, before_hash, after_hash, correlation_id, reason, details, previous_hash, hash)
     values ($1,$2,$3,$4,$5,$6,$7,$8,$9,$10,$11,$12,$13,$14)`,
    [chain, n, at, a.who, a.what, a.entity, a.entity_id, before, after, a.correlation_id, a.reason ?? null, JSON.stringify(record.details), head.last_hash, hash],
  );
}

/** Recomputes every chain; returns the first record of each chain that does not fit, empty when all is well. */
export async function verifyAudit(ds: DataSource | EntityManager): Promise<{ chain: number; n: number; problem: string }[]> {
  const broken: { chain: number; n: number; problem: string }[] = [];
  for (let chain = 0; chain < CHAINS; chain++) {
    const rows = await ds.query('select * from audit where chain = $1 order by n', [chain]);
    let previous = '';
    let n = 0;
    for (const r of rows) {
      n += 1;
      const record = { chain, n: Number(r.n), at: new Date(r.at).toISOString(), who: r.who, what: r.what, entity: r.entity, entity_id: r.entity_id, before_hash: r.before_hash, after_hash: r.after_hash, correlation_id: r.correlation_id, reason: r.reason, details: r.details };
      const expected = contentHash({ ...record, previous_hash: previous });
      if (Number(r.n) !== n || r.previous_hash !== previous || r.hash !== expected) {
        broken.push({ chain, n: Number(r.n), problem: Number(r.n) !== n ? 'a record is missing before this one' : 'the content or the link was changed' });
        break;
      }
      previous = r.hash;
    }
    const [head] = await ds.query('select length, last_hash from audit_chain where chain = $1', [chain]);
    if (!broken.some((b) => b.chain === chain) && (Number(head.length) !== n || head.last_hash !== previous)) broken.push({ chain, n: n + 1, problem: 'records are missing at the end' });
  }
  return broken;
}
