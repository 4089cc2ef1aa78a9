import { importPKCS8, SignJWT } from 'jose';
import { type AuthContext, type AuthScheme, bearer, oauthToken, refuse } from '#lib/connector';
import type { SalesforceSettings } from '../config.js';

const JWT_BEARER = 'urn:ietf:params:oauth:grant-type:jwt-bearer';
/** Salesforce takes assertions of at most some minutes. */
const ASSERTION_S = 120;

/**
 * A session of the connected app. Salesforce says nothing about its lifetime: it lasts until a call is answered 401, then the kit asks once for a new one.
 * Calls go to the `instance_url` of the answer.
 */
export function session(settings: SalesforceSettings): AuthScheme {
  return bearer(async (ctx) => {
    const body = new URLSearchParams(await grantForm(settings, ctx));
    return oauthToken(await ctx.send({ method: 'POST', url: tokenUrl(settings), body, label: 'token' }), { base_url_field: 'instance_url' });
  });
}

export const tokenUrl = (settings: SalesforceSettings): string => `${(settings.login_url ?? settings.base_url).replace(/\/+$/, '')}/services/oauth2/token`;

async function grantForm(settings: SalesforceSettings, ctx: AuthContext): Promise<Record<string, string>> {
  const { grant, client_id } = settings;
  if (grant === 'jwt_bearer') return { grant_type: JWT_BEARER, assertion: await assertion(settings, ctx) };
  const secret: Record<string, string> = settings.client_secret ? { client_secret: settings.client_secret.reveal() } : {};
  if (grant === 'refresh_token') return { grant_type: grant, client_id, ...secret, refresh_token: needed(settings.refresh_token, 'SALESFORCE_REFRESH_TOKEN').reveal() };
  return { grant_type: grant, client_id, client_secret: needed(settings.client_secret, 'SALESFORCE_CLIENT_SECRET').reveal() };
}

async function assertion(settings: SalesforceSettings, ctx: AuthContext): Promise<string> {
  const key = await importPKCS8(needed(settings.private_key, 'SALESFORCE_PRIVATE_KEY').reveal().replaceAll('\\n', '\n'), 'RS256');
  const now = Math.floor(ctx.now().getTime() / 1000);
  return new SignJWT({}).setProtectedHeader({ alg: 'RS256' }).setIssuer(settings.client_id).setSubject(needed(settings.username, 'SALESFORCE_USERNAME'))
    .setAudience(settings.audience).setExpirationTime(now + ASSERTION_S).sign(key);
}

function needed<T>(value: T | undefined, env: string): T {
  if (value === undefined) throw refuse(`${env} is not set, and the chosen grant needs it`, { class: 'auth' });
  return value;
}
