import { defineSettings } from '../config/registry.js';

/** Whom to trust and how to sign in ourselves. */
export const authSettings = defineSettings('auth', {
  issuer: { env: 'OIDC_ISSUER', type: 'url', default: 'http://127.0.0.1:4000/oidc', doc: 'OpenID issuer whose tokens are accepted, exactly as it writes itself in `iss`.' },
  audience: { env: 'OIDC_AUDIENCE', type: 'string', default: 'throughline', doc: 'Audience a token must be meant for (`aud`).' },
  jwks_uri: { env: 'OIDC_JWKS_URI', type: 'url', doc: 'Where the keys of the issuer are, if discovery must not be used.' },
  token_endpoint: { env: 'OIDC_TOKEN_ENDPOINT', type: 'url', doc: 'Where tokens are fetched, if discovery must not be used.' },
  algorithms: { env: 'OIDC_ALGORITHMS', type: 'list', default: 'RS256,PS256,ES256,ES384,EdDSA', doc: 'Signature algorithms accepted; symmetric ones and none are refused whatever is set here.' },
  clock_tolerance: { env: 'OIDC_CLOCK_TOLERANCE', type: 'duration_ms', default: '5s', max: 300_000, doc: 'How far clocks may differ when a token is checked.' },
  jwks_cooldown: { env: 'OIDC_JWKS_COOLDOWN', type: 'duration_ms', default: '30s', doc: 'Shortest time between two fetches of the keys when a token names an unknown key.' },
  roles_claim: { env: 'OIDC_ROLES_CLAIM', type: 'string', default: 'roles', doc: 'Claim that holds the roles; dots go into objects, such as realm_access.roles.' },
  legal_entities_claim: { env: 'OIDC_LEGAL_ENTITIES_CLAIM', type: 'string', default: 'legal_entities', doc: 'Claim that limits a principal to legal entities; absent in a token means no limit.' },
  client_id: { env: 'SERVICE_CLIENT_ID', type: 'string', default: 'throughline-process', doc: 'Client our own calls to other apps sign in with (client credentials).' },
  client_secret: { env: 'SERVICE_CLIENT_SECRET', type: 'string', secret: true, doc: 'Secret of that client.' },
  service_scope: { env: 'SERVICE_SCOPE', type: 'string', default: 'system.read system.write experience.cost', doc: 'Scopes that client asks for, separated by spaces (some issuers want their own word, such as api://throughline/.default).' },
  web_client_id: { env: 'OIDC_WEB_CLIENT_ID', type: 'string', default: 'throughline-web', doc: 'Public client (authorization code with PKCE) that Swagger UI signs people in with.' },
});
