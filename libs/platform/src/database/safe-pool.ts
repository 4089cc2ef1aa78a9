import pg from 'pg';
import { logger } from '../log/logger.js';
import { databaseSettings } from './settings.js';

/** What a pool may be told beyond its address and size. */
export interface PoolOptions {
  /** Shown in pg_stat_activity. */
  application_name?: string;
  /** Milliseconds idle inside a transaction before the server ends the session; default from the settings. */
  idle_in_transaction_ms?: number;
  /** Milliseconds a single statement may take; no limit by default. */
  statement_timeout_ms?: number;
}

/**
 * A connection pool that survives a restart of PostgreSQL: a lost connection is logged and replaced instead of
 * ending the process. pg emits `error` on the pool for idle clients and on the client itself while it is checked
 * out; without a listener on both, Node ends.
 */
export function safePool(url: string, max: number, options: PoolOptions = {}): pg.Pool {
  const log = logger('database');
  const pool = new pg.Pool({
    connectionString: url,
    max,
    connectionTimeoutMillis: 10_000,
    idleTimeoutMillis: 30_000,
    keepAlive: true,
    application_name: options.application_name ?? 'throughline',
    idle_in_transaction_session_timeout: options.idle_in_transaction_ms ?? databaseSettings().idle_in_transaction,
    ...(options.statement_timeout_ms && { statement_timeout: options.statement_timeout_ms }),
  });
  const lost = (error: Error) => log.warn({ code: (error as { code?: string }).code, reason: error.message }, 'a database connection was lost');
  pool.on('error', lost);
  pool.on('connect', (client) => void client.on('error', lost));
  return pool;
}
