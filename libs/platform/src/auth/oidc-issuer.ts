import { Problem } from '../problem/problem.js';

/** The addresses of an OpenID issuer that we use. */
export interface IssuerEndpoints {
  issuer: string;
  jwks_uri: string;
  token_endpoint: string;
  authorization_endpoint?: string;
}

const LOOPBACK = new Set(['127.0.0.1', '[::1]', 'localhost']);
const TIMEOUT_MS = 5_000;

/** Credentials and keys travel over TLS; plain HTTP is for this machine only. */
export function assertSafeUrl(url: string, what: string): void {
  const { protocol, hostname } = new URL(url);
  if (protocol === 'https:' || (protocol === 'http:' && LOOPBACK.has(hostname))) return;
  throw new Problem('internal', `The ${what} must use https.`);
}

async function discover(issuer: string): Promise<IssuerEndpoints> {
  assertSafeUrl(issuer, 'OpenID issuer');
  const response = await fetch(`${issuer.replace(/\/$/, '')}/.well-known/openid-configuration`, { signal: AbortSignal.timeout(TIMEOUT_MS), redirect: 'error' });
  if (!response.ok) throw new Error(`discovery answered ${response.status}`);
  const found = (await response.json()) as Partial<IssuerEndpoints>;
  // OpenID Connect Discovery 4.3: an issuer that calls itself otherwise must not be believed.
  if (found.issuer !== issuer) throw new Error(`discovery names the issuer ${found.issuer}, expected ${issuer}`);
  if (!found.jwks_uri || !found.token_endpoint) throw new Error('discovery has no jwks_uri or token_endpoint');
  assertSafeUrl(found.jwks_uri, 'jwks_uri');
  assertSafeUrl(found.token_endpoint, 'token_endpoint');
  return found as IssuerEndpoints;
}

const known = new Map<string, Promise<IssuerEndpoints>>();

/**
 * The endpoints of an issuer by OpenID discovery, kept for the life of the process; a failed look-up is forgotten so that the next call tries again.
 * @throws Problem vendor_unavailable if the issuer cannot be reached or contradicts itself.
 */
export async function issuerEndpoints(issuer: string): Promise<IssuerEndpoints> {
  let found = known.get(issuer);
  if (!found) {
    found = discover(issuer);
    known.set(issuer, found);
  }
  try {
    return await found;
  } catch (cause) {
    if (known.get(issuer) === found) known.delete(issuer);
    throw new Problem('vendor_unavailable', 'The sign-in service cannot be reached, so nobody can be let in right now.', { retry_after_s: 5, cause });
  }
}

/** Forgets what was discovered (tests). */
export function forgetIssuers(): void {
  known.clear();
}
