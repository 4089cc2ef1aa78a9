import { embeddedPostgres, removeEmbeddedPostgres } from '#lib/platform';
import { storeDataSource } from '#lib/store';
import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { DataSource } from 'typeorm';

/** A real PostgreSQL of its own for one spec file, with the product's tables. */
export interface SpecDatabase {
  db: DataSource;
  url: string;
  stop(): Promise<void>;
}

export async function specDatabase(): Promise<SpecDatabase> {
  const dir = mkdtempSync(join(tmpdir(), 'throughline-connector-'));
  const server = await embeddedPostgres({ dir, port: 40_000 + Math.floor(Math.random() * 10_000) });
  const db = await storeDataSource(server.url).initialize();
  await db.runMigrations({ transaction: 'all' });
  return {
    db, url: server.url,
    async stop() {
      await db.destroy();
      await server.stop();
      removeEmbeddedPostgres(dir);
    },
  };
}
