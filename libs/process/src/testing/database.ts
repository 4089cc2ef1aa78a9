import { embeddedPostgres, type EmbeddedPostgres, removeEmbeddedPostgres } from '#lib/platform';
import { migrate, openStore } from '#lib/store';
import { chmodSync, mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { DataSource } from 'typeorm';

export interface TestDatabase {
  server: EmbeddedPostgres;
  dir: string;
  url: string;
  ds: DataSource;
  close(): Promise<void>;
}

/** A real PostgreSQL of its own with the product's schema. */
export async function testDatabase(): Promise<TestDatabase> {
  const dir = mkdtempSync(join(tmpdir(), 'throughline-process-'));
  chmodSync(dir, 0o755);
  const server = await embeddedPostgres({ dir, port: 56_000 + (process.pid % 3_000) });
  const ds = await openStore(server.url, { poolSize: 4, applicationName: 'spec' });
  await migrate(ds);
  return {
    server, dir, url: server.url, ds,
    async close() {
      await ds.destroy();
      await server.stop();
      removeEmbeddedPostgres(dir);
    },
  };
}

/** Waits for a condition; fails with what was last seen. */
export async function until<T>(what: string, look: () => Promise<T>, fits: (seen: T) => boolean, withinMs = 60_000): Promise<T> {
  const deadline = Date.now() + withinMs;
  for (;;) {
    const seen = await look();
    if (fits(seen)) return seen;
    if (Date.now() > deadline) throw new Error(`Not within ${withinMs} ms: ${what}. Last seen: ${JSON.stringify(seen)}`);
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}
