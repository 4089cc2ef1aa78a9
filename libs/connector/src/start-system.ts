import { createApp, databaseUrl, listenAlone, type MountedApps, untilDatabaseAnswers } from '#lib/platform';
import { migrate, openStore, useStore } from '#lib/store';
import type { Connector } from './define/connector.js';
import { systemMeta, systemModule } from './http/system-module.js';

/** One vendor's system API in a process of its own: opens the store, brings its schema up to date, listens on `HOST` and `PORT`. */
export async function startSystem(connector: Connector): Promise<MountedApps> {
  const meta = systemMeta(connector);
  const url = await databaseUrl();
  const db = await untilDatabaseAnswers('open', () => openStore(url, { applicationName: meta.name }));
  await untilDatabaseAnswers('migrate', () => migrate(db));
  useStore(db);
  return listenAlone(await createApp(systemModule(connector), meta));
}
