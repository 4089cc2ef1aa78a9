import { DBOS } from '@dbos-inc/dbos-sdk';
import { logger } from '#lib/platform';
import type pg from 'pg';

const EVERY_MS = 3_600_000;
const AT_ONCE = 500;

/**
 * Forgets what the engine keeps about runs that ended long ago: inputs, checkpoints, queue entries. The product's own rows (run,
 * steps, effects, exceptions) stay, and with them the promise that a run is not started twice. Returns how many were forgotten.
 */
export async function pruneEnded(pool: pg.Pool, keepMs: number): Promise<number> {
  await pruneCheckpoints(pool);
  for (let forgotten = 0; ; ) {
    const { rows } = await pool.query(
      `select workflow_uuid as id from dbos.workflow_status where status in ('SUCCESS', 'ERROR') and completed_at < (extract(epoch from now()) * 1000)::bigint - $1::bigint limit $2`,
      [keepMs, AT_ONCE],
    );
    if (rows.length === 0) return forgotten;
    await DBOS.deleteWorkflows(rows.map((r: { id: string }) => r.id));
    forgotten += rows.length;
  }
}

/** Checkpoints of database steps that a process left behind because it was killed between the end of a run and their deletion. */
async function pruneCheckpoints(pool: pg.Pool): Promise<void> {
  await pool.query(`delete from dbos.transaction_completion c where not exists (
    select 1 from dbos.workflow_status w where w.workflow_uuid = c.workflow_id and w.status not in ('SUCCESS', 'ERROR'))`);
}

/** Prunes now and then; call the result to stop. */
export function startPruning(pool: pg.Pool, keepMs: number): () => void {
  const timer = setInterval(() => {
    pruneEnded(pool, keepMs).catch((err: unknown) => logger('process').warn({ err }, 'could not prune ended runs; tried again later'));
  }, EVERY_MS);
  timer.unref();
  return () => clearInterval(timer);
}
