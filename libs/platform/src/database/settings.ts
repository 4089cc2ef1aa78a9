import { defineSettings } from '../config/registry.js';

/** Where the database is. */
export const databaseSettings = defineSettings('database', {
  url: { env: 'DATABASE_URL', type: 'url', secret: true, doc: 'PostgreSQL 15 or newer, as postgres://user:password@host:5432/name; without it the embedded one is started.' },
  data_dir: { env: 'THROUGHLINE_DATA_DIR', type: 'string', default: '.data', doc: 'Folder of the embedded default: database, keys, demo credentials.' },
  embedded_port: { env: 'EMBEDDED_PG_PORT', type: 'integer', default: 54330, min: 1_024, max: 65_535, doc: 'First port the embedded PostgreSQL tries on loopback; the next free one if it is taken.' },
  boot_patience: { env: 'DATABASE_BOOT_PATIENCE', type: 'duration_ms', default: '2m', doc: 'How long a start waits for a database that is not up yet, shuts down or starts again, before it ends with status 1.' },
  idle_in_transaction: { env: 'DATABASE_IDLE_IN_TRANSACTION', type: 'duration_ms', default: '15s', min: 100, doc: 'After this long idle inside a transaction the server ends the session, so that a frozen replica cannot hold locks.' },
});
