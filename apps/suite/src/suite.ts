import { join } from 'node:path';
import { SystemClient, useSystemClient } from '#lib/clients';
import { createApp, databaseSettings, docsRedirectPaths, HealthChecks, httpSettings, logger, type Mount, mountApps, openDatabase, ServiceTokens, supplySettings, untilDatabaseAnswers } from '#lib/platform';
import { engineReady, launchEngine, shutdownEngine, systemApiUrl } from '#lib/process';
import { migrate, openStore, useStore } from '#lib/store';
import { clientSecret, identityHandler, PROCESS_CLIENT } from '../../identity/src/index.js';
import { APPS, PORTAL } from './apps.js';
import { landing } from './landing.js';

/** A running suite. */
export interface Suite {
  url: string;
  close(): Promise<void>;
}

/** What to tell while it starts: one line a phase. */
export type Told = (phase: string) => void;

/**
 * Every app in one process behind one port. Without DATABASE_URL an embedded PostgreSQL is started, without OIDC_ISSUER an embedded
 * OpenID provider is mounted under /oidc: the same build with both set is production.
 */
export async function startSuite(tell: Told = () => undefined): Promise<Suite> {
  tell('database');
  const database = await openDatabase();
  const ds = await untilDatabaseAnswers('open', () => openStore(database.url, { applicationName: 'throughline-suite' }));
  tell('migrations');
  await untilDatabaseAnswers('migrate', () => migrate(ds));
  useStore(ds);

  const { host, port } = httpSettings();
  const url = `http://${host === '0.0.0.0' ? '127.0.0.1' : host}:${port}`;
  const mounts: Mount[] = [];
  if (!process.env['OIDC_ISSUER']) mounts.push(await embeddedIdentity(url));
  supplySettings({ 'systems.suite_url': url });

  const tokens = new ServiceTokens();
  const client = new SystemClient({ baseUrls: { crm: systemApiUrl('crm'), psa: systemApiUrl('psa'), hcm: systemApiUrl('hcm'), erp: systemApiUrl('erp') }, token: () => tokens.token() });
  useSystemClient(client);
  for (const { module, meta } of APPS) {
    tell(meta.name);
    const app = await untilDatabaseAnswers(meta.name, () => createApp(module, meta));
    const checks = app.get(HealthChecks, { strict: false });
    checks.register('database', async () => void (await ds.query('select 1')));
    checks.register('engine', async () => void (await engineReady()));
    mounts.push({ prefix: meta.prefix, app });
  }
  // The suite's own address: a page that says where everything is, and the probes of one of its apps (all check the same database and engine).
  const probes = mounts.find((m) => m.prefix === '/process');
  if (probes && 'app' in probes) mounts.push({ prefix: '/health', handler: (request, response) => ((request.url = `/health${request.url}`), probes.app.getHttpAdapter().getInstance().routing(request, response)) });
  mounts.push({ prefix: '', handler: landing(APPS.map((a) => a.meta)) });
  const server = await mountApps(mounts);
  tell('engine');
  await launchEngine({ url: database.url, client });
  logger('boot').info({ url: server.url, apps: APPS.length }, 'the suite is up');
  return {
    url: server.url,
    close: async () => {
      await server.close();
      await shutdownEngine();
      await ds.destroy();
      await database.stop();
    },
  };
}

/** The embedded OpenID provider, and our own settings pointed at it. */
async function embeddedIdentity(url: string): Promise<Mount> {
  const issuer = `${url}/oidc`;
  const dataDir = join(databaseSettings().data_dir, 'identity');
  const handler = await identityHandler({ issuer, dataDir, redirectPaths: APPS.flatMap(({ meta }) => docsRedirectPaths(meta.prefix)), portalPath: PORTAL });
  supplySettings({ 'auth.issuer': issuer, 'auth.client_id': PROCESS_CLIENT.client_id, 'auth.client_secret': clientSecret(dataDir, PROCESS_CLIENT.client_id) });
  return { prefix: '/oidc', handler };
}
