import type { Secret } from '#lib/platform';
import type { AuthContext, AuthScheme, Token } from '../define/auth.js';
import { VendorFailure } from '../define/failure.js';
import type { VendorAnswer, VendorRequest } from '../define/request.js';

const withHeader = (request: VendorRequest, value: string): VendorRequest => ({ ...request, headers: { ...request.headers, authorization: value } });

/** `Authorization: Bearer` with a token that `acquire` gets and the kit keeps. */
export function bearer(acquire: (ctx: AuthContext) => Promise<Token>): AuthScheme {
  return { acquire, apply: (request, token) => withHeader(request, `Bearer ${token.value}`) };
}

/** `Authorization: Bearer` with a token that does not change. */
export function staticBearer(token: Secret): AuthScheme {
  return { apply: (request) => withHeader(request, `Bearer ${token.reveal()}`) };
}

/** HTTP Basic. */
export function basic(user: string, password: Secret): AuthScheme {
  return { apply: (request) => withHeader(request, basicValue(user, password)) };
}

/** The value of an HTTP Basic header; for token requests that carry the client id and secret this way. */
export function basicValue(user: string, password: Secret): string {
  return `Basic ${Buffer.from(`${user}:${password.reveal()}`).toString('base64')}`;
}

/**
 * Reads an OAuth 2.0 token answer (RFC 6749 section 5): `expires_in` may be a number or text. A refusal is an `auth` failure that names the
 * error code only, never what was sent; 429 and 5xx stay what they are, so that the refresh is tried again.
 */
export function oauthToken(answer: VendorAnswer, more: { base_url_field?: string } = {}): Token {
  if (answer.status === 429 || answer.status >= 500) {
    throw new VendorFailure({ class: answer.status === 429 ? 'rate_limited' : 'unavailable', applied: 'no', detail: `the token endpoint answered ${answer.status}` });
  }
  if (answer.status !== 200) {
    let error = '';
    try {
      error = String(answer.json().error ?? '').slice(0, 60);
    } catch { /* an error page says nothing more */ }
    throw new VendorFailure({ class: 'auth', applied: 'no', detail: `the token endpoint refused (${answer.status}${error ? `, ${error}` : ''}): check the credentials in the settings`, vendor_code: error || undefined });
  }
  const body = answer.json<Record<string, unknown>>();
  if (typeof body.access_token !== 'string' || body.access_token === '') {
    throw new VendorFailure({ class: 'auth', applied: 'no', detail: 'the token endpoint answered without access_token' });
  }
  const seconds = Number(body.expires_in);
  const base = more.base_url_field ? body[more.base_url_field] : undefined;
  return {
    value: body.access_token,
    ...(Number.isFinite(seconds) && seconds > 0 ? { expires_in_s: seconds } : {}),
    ...(typeof base === 'string' ? { base_url: base } : {}),
  };
}
