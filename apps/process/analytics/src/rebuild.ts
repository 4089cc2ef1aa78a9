import 'reflect-metadata';
import { openDatabase } from '#lib/platform';
import { migrate, openStore } from '#lib/store';
import { rebuildRollups } from './rebuild-rollups.js';

/** `node dist/apps/process/analytics/src/rebuild.js`: makes the rollups of DATABASE_URL (or the embedded database) anew and says how many rows there are. */
async function main(): Promise<void> {
  const database = await openDatabase();
  const ds = await openStore(database.url, { poolSize: 2, applicationName: 'throughline-rebuild' });
  try {
    await migrate(ds);
    process.stdout.write(`${JSON.stringify(await rebuildRollups(ds))}\n`);
  } finally {
    await ds.destroy();
    await database.stop();
  }
}

main().then(() => process.exit(0), (error: unknown) => {
  process.stderr.write(`The rollups were not rebuilt: ${error instanceof Error ? error.message : String(error)}\n`);
  process.exit(1);
});
