import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { logger } from '../log/logger.js';
import { metaOf } from './create-app.js';
import { type MountedApps, mountApps } from './mount-apps.js';
import { stopOnSignals } from './signals.js';

/**
 * One app in a process of its own, on `HOST` and `PORT`. It answers under its prefix, as it does inside the suite, and at
 * the root, where probes look for /health. SIGINT and SIGTERM stop it after the requests in flight.
 */
export async function listenAlone(app: NestFastifyApplication): Promise<MountedApps> {
  const { prefix, name } = metaOf(app);
  const server = await mountApps(prefix ? [{ prefix, app }, { prefix: '', app }] : [{ prefix: '', app }]);
  logger('boot').info({ app: name, url: `${server.url}${prefix}` }, 'listening');
  const forget = stopOnSignals(() => server.close());
  return {
    ...server,
    close: () => {
      forget();
      return server.close();
    },
  };
}
