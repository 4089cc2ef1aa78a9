import { type AuthSchemes, basic, basicValue, bearer, oauthToken } from '#lib/connector';
import { withUsernameToken } from './client/envelope.js';
import type { WorkdaySettings } from './settings.js';

/**
 * REST: an access token for the API client's refresh token. Web services: the integration system user in WS-Security.
 * Custom reports: the same user as HTTP Basic.
 */
export function auth(settings: WorkdaySettings): AuthSchemes {
  const token = `${settings.path_prefix}/oauth2/${encodeURIComponent(settings.tenant)}/token`;
  return {
    default: bearer(async (ctx) => oauthToken(await ctx.send({
      method: 'POST', url: token, label: 'token', headers: { authorization: basicValue(settings.client_id, settings.client_secret) },
      body: new URLSearchParams({ grant_type: 'refresh_token', refresh_token: settings.refresh_token.reveal() }),
    }))),
    soap: { apply: (request) => ({ ...request, body: withUsernameToken(String(request.body), settings.isu_user, settings.isu_password.reveal()) }) },
    raas: basic(settings.isu_user, settings.isu_password),
  };
}
