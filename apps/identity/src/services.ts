import type { Scope } from '#lib/platform';

/** A program that signs in on its own behalf. */
export interface ServiceClient {
  client_id: string;
  name: string;
  scopes: readonly Scope[];
}

/** The process layer calls the system layer. */
export const PROCESS_CLIENT: ServiceClient = { client_id: 'throughline-process', name: 'Process layer', scopes: ['system.read', 'system.write', 'experience.cost'] };

/** Scripts: starts processes and reads results; on its own behalf it neither releases invoices nor writes to vendors. */
export const DEMO_CLIENT: ServiceClient = {
  client_id: 'throughline-demo',
  name: 'Demo scripts',
  scopes: ['system.read', 'process.read', 'process.write', 'experience.read', 'preview.read', 'operations.read', 'metrics.read'],
};

export const SERVICE_CLIENTS: readonly ServiceClient[] = [PROCESS_CLIENT, DEMO_CLIENT];

/** Public client of Swagger UI: no secret, authorization code with PKCE. */
export const WEB_CLIENT_ID = 'throughline-web';

/** Public client of the portal. */
export const PORTAL_CLIENT_ID = 'throughline-portal';

/** Clients that run in a browser. */
export const PUBLIC_CLIENT_IDS: readonly string[] = [WEB_CLIENT_ID, PORTAL_CLIENT_ID];
