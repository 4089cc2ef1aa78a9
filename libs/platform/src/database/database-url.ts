import { join } from 'node:path';
import { embeddedPostgres } from './embedded-postgres.js';
import { databaseSettings } from './settings.js';

/** The database in use. */
export interface Database {
  /** Address with credentials; do not log it. */
  url: string;
  embedded: boolean;
  /** Stops the embedded server if it is ours; does nothing for a configured one. */
  stop(): Promise<void>;
}

/**
 * The configured database (`DATABASE_URL`), or else the embedded one, started on first use.
 * @throws EmbeddedPostgresUnavailable if neither is there.
 */
export async function openDatabase(): Promise<Database> {
  const { url, data_dir, embedded_port } = databaseSettings();
  if (url) return { url: url.reveal(), embedded: false, stop: async () => undefined };
  const server = await embeddedPostgres({ dir: join(data_dir, 'postgres'), port: embedded_port });
  return { url: server.url, embedded: true, stop: () => server.stop() };
}

/** Address of the database in use; see `openDatabase`. */
export async function databaseUrl(): Promise<string> {
  return (await openDatabase()).url;
}
