import { randomBytes } from 'node:crypto';
import { join } from 'node:path';
import { DEMO_PEOPLE, scopesOf } from './people.js';
import { readPrivate, writePrivate } from './private-file.js';
import { DEMO_CLIENT, SERVICE_CLIENTS, WEB_CLIENT_ID } from './services.js';

/** Grant by which scripts get a person's token from the embedded provider; no other issuer knows it. */
export const DEMO_USER_GRANT = 'urn:throughline:grant:demo-user';

/** What `demo-credentials.json` holds: everything needed to sign in to this installation. */
export interface DemoCredentials {
  issuer: string;
  token_endpoint: string;
  /** Grant type for `people`, used with the client `throughline-demo`. */
  demo_user_grant: string;
  people: { username: string; password: string; name: string; role: string; scopes: readonly string[] }[];
  clients: { client_id: string; client_secret: string; scopes: readonly string[] }[];
  /** Public client for browsers. */
  web_client_id: string;
}

const random = () => randomBytes(18).toString('base64url');

/** Path of the credentials file of an installation. */
export function credentialsFile(dataDir: string): string {
  return join(dataDir, 'demo-credentials.json');
}

/** The credentials of an installation as the embedded provider wrote them, or undefined before its first start. */
export function demoCredentials(dataDir: string): DemoCredentials | undefined {
  return readPrivate<DemoCredentials>(credentialsFile(dataDir));
}

/** The secret of a service client of this installation. @throws Error if the provider has not run yet. */
export function clientSecret(dataDir: string, clientId: string = DEMO_CLIENT.client_id): string {
  const found = demoCredentials(dataDir)?.clients.find((c) => c.client_id === clientId);
  if (!found) throw new Error(`There is no secret for ${clientId} in ${credentialsFile(dataDir)}; start the embedded provider first.`);
  return found.client_secret;
}

/** Makes the passwords and secrets of this installation on its first start and keeps them; addresses, names and scopes are brought up to date. */
export function ensureCredentials(dataDir: string, issuer: string): DemoCredentials {
  const kept = demoCredentials(dataDir);
  const credentials: DemoCredentials = {
    issuer,
    token_endpoint: `${issuer}/token`,
    demo_user_grant: DEMO_USER_GRANT,
    people: DEMO_PEOPLE.map((p) => ({
      username: p.username,
      password: kept?.people.find((k) => k.username === p.username)?.password ?? random(),
      name: p.name,
      role: p.role,
      scopes: scopesOf(p),
    })),
    clients: SERVICE_CLIENTS.map((c) => ({
      client_id: c.client_id,
      client_secret: kept?.clients.find((k) => k.client_id === c.client_id)?.client_secret ?? random(),
      scopes: c.scopes,
    })),
    web_client_id: WEB_CLIENT_ID,
  };
  writePrivate(credentialsFile(dataDir), credentials);
  return credentials;
}
