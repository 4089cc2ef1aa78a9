import { SCOPES } from '#lib/platform';
import { SERVICE_CLIENTS } from './services.js';

/** The one resource tokens are given for: all our APIs. An absolute URI, as RFC 8707 wants it; its audience is the word the guards check. */
export const RESOURCE = 'urn:throughline:api';

/** Seconds tokens live. */
export interface TokenLife {
  person_s: number;
  service_s: number;
}

/** The resource as the provider wants it: a service gets at most its own scopes; people's are limited by their role later. */
export function resourceFor(clientId: string, audience: string, life: TokenLife) {
  const service = SERVICE_CLIENTS.find((c) => c.client_id === clientId);
  return {
    audience,
    scope: (service?.scopes ?? Object.keys(SCOPES)).join(' '),
    accessTokenFormat: 'jwt' as const,
    accessTokenTTL: service ? life.service_s : life.person_s,
    jwt: { sign: { alg: 'RS256' as const } },
  };
}
