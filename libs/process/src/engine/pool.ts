import { logger } from '#lib/platform';
import pg from 'pg';

/** Settings every session of the kit runs with; the first frees the locks of a replica that froze inside a transaction. */
const SESSION = '-c idle_in_transaction_session_timeout=10000';

/**
 * The pool of the engine's bookkeeping. It survives a restart of the database (without `error` listeners on pool and clients Node
 * would end), and its sessions do not wait for the disk on commit: whatever is lost in a crash of the database is older than nothing
 * a flow has committed, since the log is written in order, and is done again from the checkpoints that flows commit durably.
 */
export function bookkeepingPool(url: string, max: number): pg.Pool {
  const log = logger('process');
  const pool = new pg.Pool({ connectionString: url, max, keepAlive: true, connectionTimeoutMillis: 10_000, application_name: 'throughline-engine', options: `${SESSION} -c synchronous_commit=off` });
  const lost = (error: Error) => log.warn({ code: (error as { code?: string }).code, reason: error.message }, 'an engine connection was lost');
  pool.on('error', lost);
  pool.on('connect', (client) => void client.on('error', lost));
  return pool;
}
