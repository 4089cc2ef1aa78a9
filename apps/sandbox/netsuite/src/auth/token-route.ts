import type { Ctx, Reply } from '../../../kernel/src/index.js';
import { AssertionRefused, checkAssertion } from './assertion.js';
import { issueToken, tokenLife } from './tokens.js';

const JWT_BEARER = 'urn:ietf:params:oauth:client-assertion-type:jwt-bearer';

/**
 * POST /auth/oauth2/v1/token, client credentials with a JWT assertion: `{access_token, expires_in, token_type}` where
 * expires_in is text. No refresh token. Errors are 400 in the shape of RFC 6749. Lives are measured in machine time.
 */
export function requestToken(ctx: Ctx): Reply {
  const form = ctx.form();
  try {
    if (form.get('grant_type') !== 'client_credentials') throw new AssertionRefused('invalid_request', 'The grant type must be client_credentials.');
    if (form.get('client_assertion_type') !== JWT_BEARER) throw new AssertionRefused('invalid_request', `The client assertion type must be ${JWT_BEARER}.`);
    const host = ctx.headers.host ?? '';
    const scopes = checkAssertion(ctx.books, form.get('client_assertion') ?? '', [`http://${host}`, `https://${host}`], Date.now());
    const body = { access_token: issueToken(ctx, scopes), expires_in: String(tokenLife(ctx.books)), token_type: 'bearer' };
    return { status: 200, headers: { 'cache-control': 'no-store' }, body };
  } catch (error) {
    if (!(error instanceof AssertionRefused)) throw error;
    return { status: 400, headers: { 'cache-control': 'no-store' }, body: { error: error.error, error_description: error.message } };
  }
}
