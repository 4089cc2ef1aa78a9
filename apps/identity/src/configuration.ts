import type { Configuration, KoaContextWithOIDC } from 'oidc-provider';
import { SCOPES } from '#lib/platform';
import { clientsOf } from './clients.js';
import type { DemoCredentials } from './credentials.js';
import type { ProviderKeys } from './keys.js';
import { MemoryStore } from './memory-store.js';
import { PAGE_HEADERS, escapeHtml, page } from './pages.js';
import { personNamed, scopesOf } from './people.js';
import type { ProviderPackage } from './provider-package.js';
import { RESOURCE, type TokenLife, resourceFor } from './resource.js';
import { PUBLIC_CLIENT_IDS, SERVICE_CLIENTS } from './services.js';

/** What the provider's configuration is made of. */
export interface ProviderFacts {
  issuer: string;
  audience: string;
  life: TokenLife;
  credentials: DemoCredentials;
  keys: ProviderKeys;
  redirectPaths: readonly string[];
  portalPath?: string;
}

const LOOPBACK = new Set(['127.0.0.1', 'localhost', '[::1]']);
const HOUR_S = 3_600;

function answer(ctx: KoaContextWithOIDC, title: string, html: string): void {
  for (const [name, value] of Object.entries(PAGE_HEADERS)) ctx.set(name, value);
  ctx.body = page(title, html);
}

/** A person's grant for our APIs: what their role allows, given without asking again since these clients are the firm's own. */
async function grantOf(ctx: KoaContextWithOIDC) {
  const { provider, session, client } = ctx.oidc;
  const person = personNamed(session?.accountId);
  if (!person || !client) return undefined;
  const grant = new provider.Grant({ accountId: person.username, clientId: client.clientId });
  grant.addOIDCScope('openid profile');
  grant.addResourceScope(RESOURCE, scopesOf(person).join(' '));
  await grant.save();
  return grant;
}

/** The claims our guards read, beside the standard ones. */
function accessTokenClaims(_ctx: unknown, token: { kind: string; accountId?: string; clientId?: string }) {
  const person = token.kind === 'AccessToken' ? personNamed(token.accountId) : undefined;
  if (person) return { name: person.name, roles: [person.role] };
  const service = SERVICE_CLIENTS.find((c) => c.client_id === token.clientId);
  return { name: service?.name ?? token.clientId, roles: ['service'] };
}

/** The configuration of oidc-provider for the embedded default. Everything is stated, so that none of its warn-me defaults is in use. */
export function configurationOf(pkg: ProviderPackage, facts: ProviderFacts): Configuration {
  const { audience, life, issuer } = facts;
  const policy = pkg.interactionPolicy.base();
  policy.remove('consent');
  const base = new URL(issuer).pathname.replace(/\/$/, '');
  const store = new MemoryStore();
  return {
    adapter: (kind: string) => store.adapterFor(kind),
    clients: clientsOf(facts.credentials, facts.redirectPaths, facts.portalPath),
    jwks: { keys: facts.keys.jwks as never },
    cookies: { keys: facts.keys.cookies, long: { signed: true, sameSite: 'lax', httpOnly: true }, short: { signed: true, sameSite: 'lax', httpOnly: true } },
    scopes: ['openid', 'profile'],
    claims: { openid: ['sub'], profile: ['name', 'roles'] },
    pkce: { required: () => true },
    responseTypes: ['code'],
    interactions: { policy, url: (_ctx, interaction) => `${base}/interaction/${interaction.uid}` },
    findAccount: (_ctx, sub) => {
      const person = personNamed(sub);
      return person && { accountId: sub, claims: () => ({ sub, name: person.name, roles: [person.role] }) };
    },
    loadExistingGrant: grantOf,
    extraTokenClaims: accessTokenClaims as never,
    clientBasedCORS: (_ctx, origin, client) => PUBLIC_CLIENT_IDS.includes(client.clientId) && URL.canParse(origin) && LOOPBACK.has(new URL(origin).hostname),
    features: {
      devInteractions: { enabled: false },
      clientCredentials: { enabled: true },
      rpInitiatedLogout: {
        enabled: true,
        logoutSource: (ctx, form) => answer(ctx, 'Sign out', `${form}<button form="op.logoutForm" value="yes" name="logout">Sign out</button>`),
        postLogoutSuccessSource: (ctx) => answer(ctx, 'Signed out', '<p>You can close this page.</p>'),
      },
      resourceIndicators: {
        enabled: true,
        defaultResource: () => RESOURCE,
        useGrantedResource: () => true,
        getResourceServerInfo: (_ctx, resource, client) => {
          if (resource !== RESOURCE) throw new pkg.errors.InvalidTarget(`the only resource here is ${RESOURCE}`);
          return resourceFor(client.clientId, audience, life);
        },
      },
    },
    renderError: (ctx, out) => answer(ctx, 'Sign-in is not possible', `<p>${escapeHtml(out.error_description ?? out.error)}</p>`),
    ttl: {
      AccessToken: (_ctx, token) => token.resourceServer?.accessTokenTTL ?? life.person_s,
      ClientCredentials: (_ctx, token) => token.resourceServer?.accessTokenTTL ?? life.service_s,
      AuthorizationCode: 60,
      IdToken: HOUR_S,
      Interaction: HOUR_S,
      Session: 8 * HOUR_S,
      Grant: 8 * HOUR_S,
    },
    discovery: { scopes_supported: ['openid', 'profile', ...Object.keys(SCOPES)] },
  };
}
