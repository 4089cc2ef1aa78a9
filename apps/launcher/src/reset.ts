import { existsSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { removeEmbeddedPostgres } from '#lib/platform';

/** What an installation keeps under its data folder; nothing else there is touched. */
const OURS = ['sandbox', 'identity', 'keys', 'logs', 'demo-full.json', 'demo-small.json', 'demo-full-year.json', 'demo-small-year.json'];

/** Forgets everything of earlier starts: the embedded database, the sandbox books, demo keys and passwords, logs. */
export async function reset(dataDir: string): Promise<void> {
  if (!existsSync(dataDir)) return;
  await removeEmbeddedPostgres(join(dataDir, 'postgres'));
  for (const name of OURS) rmSync(join(dataDir, name), { recursive: true, force: true });
}
