import { type AuthSchemes, bearer, oauthToken, VendorFailure } from '#lib/connector';
import { importPKCS8, SignJWT } from 'jose';
import type { NetsuiteSettings } from '../config.js';
import { TOKEN_PATH } from './paths.js';

const ASSERTION_TYPE = 'urn:ietf:params:oauth:client-assertion-type:jwt-bearer';
/** NetSuite takes up to 60 minutes; an assertion is used at once. */
const LIFE_S = 300;

/** OAuth 2.0 client credentials with a signed assertion (Oracle help section_162730264820); every refresh signs anew. */
export function auth(settings: NetsuiteSettings): AuthSchemes {
  return {
    default: bearer(async (ctx) => {
      const assertion = await signed(settings, ctx.now());
      return oauthToken(await ctx.send({
        method: 'POST', url: TOKEN_PATH, label: 'token',
        body: new URLSearchParams({ grant_type: 'client_credentials', client_assertion_type: ASSERTION_TYPE, client_assertion: assertion }),
      }));
    }),
  };
}

/** The assertion: issuer is the client, audience the token endpoint itself. Throws an `auth` failure when the key cannot sign. */
export async function signed(settings: NetsuiteSettings, now: Date): Promise<string> {
  const at = Math.floor(now.getTime() / 1000);
  const audience = settings.token_audience ?? new URL(TOKEN_PATH, settings.base_url).href;
  try {
    const key = await importPKCS8(settings.private_key.reveal().replaceAll('\\n', '\n'), settings.signing_algorithm);
    return await new SignJWT({ scope: ['rest_webservices'] })
      .setProtectedHeader({ typ: 'JWT', alg: settings.signing_algorithm, kid: settings.certificate_id })
      .setIssuer(settings.client_id).setAudience(audience).setIssuedAt(at).setExpirationTime(at + LIFE_S).sign(key);
  } catch {
    throw new VendorFailure({ class: 'auth', applied: 'no', detail: `the private key does not sign ${settings.signing_algorithm}: check NETSUITE_PRIVATE_KEY and NETSUITE_SIGNING_ALGORITHM` });
  }
}
