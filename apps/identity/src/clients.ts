import type { ClientMetadata } from 'oidc-provider';
import { DEMO_USER_GRANT, type DemoCredentials } from './credentials.js';
import { DEMO_CLIENT, SERVICE_CLIENTS, WEB_CLIENT_ID } from './services.js';

const LOOPBACK = ['http://127.0.0.1', 'http://localhost'];

/**
 * The clients the provider knows. The web client is a native one in OpenID's terms, so that its redirects work on any
 * port of loopback (RFC 8252 section 7.3) and nowhere else.
 * @param redirectPaths paths a browser may be sent back to after sign-in.
 */
export function clientsOf(credentials: DemoCredentials, redirectPaths: readonly string[]): ClientMetadata[] {
  const services = SERVICE_CLIENTS.map((c): ClientMetadata => ({
    client_id: c.client_id,
    client_name: c.name,
    client_secret: credentials.clients.find((k) => k.client_id === c.client_id)!.client_secret,
    token_endpoint_auth_method: 'client_secret_basic',
    grant_types: ['client_credentials', ...(c === DEMO_CLIENT ? [DEMO_USER_GRANT] : [])],
    response_types: [],
    redirect_uris: [],
  }));
  const web: ClientMetadata = {
    client_id: WEB_CLIENT_ID,
    client_name: 'Throughline in the browser',
    application_type: 'native',
    token_endpoint_auth_method: 'none',
    grant_types: ['authorization_code'],
    response_types: ['code'],
    redirect_uris: LOOPBACK.flatMap((origin) => redirectPaths.map((path) => origin + path)),
    post_logout_redirect_uris: LOOPBACK.map((origin) => `${origin}/`),
  };
  return [...services, web];
}
