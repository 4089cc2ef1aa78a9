import type { ClientMetadata } from 'oidc-provider';
import { DEMO_USER_GRANT, type DemoCredentials } from './credentials.js';
import { DEMO_CLIENT, PORTAL_CLIENT_ID, SERVICE_CLIENTS, WEB_CLIENT_ID } from './services.js';

const LOOPBACK = ['http://127.0.0.1', 'http://localhost'];

/** A client in a browser. Native in OpenID's terms, so that its redirects work on any port of loopback (RFC 8252 section 7.3) and nowhere else. */
function publicClient(client_id: string, client_name: string, redirectPaths: readonly string[], signedOutPath: string): ClientMetadata {
  const onLoopback = (path: string) => LOOPBACK.map((origin) => origin + path);
  return {
    client_id,
    client_name,
    application_type: 'native',
    token_endpoint_auth_method: 'none',
    grant_types: ['authorization_code'],
    response_types: ['code'],
    redirect_uris: redirectPaths.flatMap(onLoopback),
    post_logout_redirect_uris: onLoopback(signedOutPath),
  };
}

/**
 * The clients the provider knows.
 * @param redirectPaths paths a browser may be sent back to after sign-in from Swagger UI.
 * @param portalPath where the portal is, if there is one.
 */
export function clientsOf(credentials: DemoCredentials, redirectPaths: readonly string[], portalPath?: string): ClientMetadata[] {
  const services = SERVICE_CLIENTS.map((c): ClientMetadata => ({
    client_id: c.client_id,
    client_name: c.name,
    client_secret: credentials.clients.find((k) => k.client_id === c.client_id)!.client_secret,
    token_endpoint_auth_method: 'client_secret_basic',
    grant_types: ['client_credentials', ...(c === DEMO_CLIENT ? [DEMO_USER_GRANT] : [])],
    response_types: [],
    redirect_uris: [],
  }));
  const web = publicClient(WEB_CLIENT_ID, 'Throughline in the browser', redirectPaths, '/');
  const portal = portalPath === undefined ? [] : [publicClient(PORTAL_CLIENT_ID, 'Throughline portal', [`${portalPath}/signed-in`, `${portalPath}/silent`], `${portalPath}/`)];
  return [...services, web, ...portal];
}
