import type { Ctx, Reply } from '../../../kernel/src/index.js';
import { credentials } from '../credentials.js';
import { INTEGRATION_USER_ID, ORG_ID } from '../ids.js';
import { instanceUrl } from './oauth.js';
import { useToken } from './tokens.js';

/** GET /services/oauth2/userinfo and /id/{org}/{user}: who the token stands for. */
export function userinfo(ctx: Ctx): Reply {
  const token = /^(?:Bearer|OAuth) (.+)$/i.exec(ctx.headers.authorization ?? '')?.[1] ?? ctx.query.get('oauth_token') ?? '';
  if (!useToken(ctx, token)) return { status: 403, body: 'Bad_OAuth_Token' };
  const base = instanceUrl(ctx);
  return {
    status: 200,
    body: {
      sub: `https://login.salesforce.com/id/${ORG_ID}/${INTEGRATION_USER_ID}`, id: `https://login.salesforce.com/id/${ORG_ID}/${INTEGRATION_USER_ID}`,
      user_id: INTEGRATION_USER_ID, organization_id: ORG_ID, username: credentials.username, preferred_username: credentials.username,
      display_name: 'Throughline Integration', name: 'Throughline Integration', active: true, user_type: 'STANDARD',
      urls: { rest: `${base}/services/data/v{version}/`, query: `${base}/services/data/v{version}/query/`, sobjects: `${base}/services/data/v{version}/sobjects/` },
    },
  };
}
