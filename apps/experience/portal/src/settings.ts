import { defineSettings, SCOPES } from '#lib/platform';

/** Everything a page may ask for, except writing to vendors and reading metrics, which no person does from here. */
const ASKED = ['openid', 'profile', ...Object.keys(SCOPES).filter((s) => s !== 'system.write' && s !== 'metrics.read')].join(' ');

/** How people sign in to the portal, and where its built files are. */
export const portalSettings = defineSettings('portal', {
  client_id: { env: 'PORTAL_CLIENT_ID', type: 'string', default: 'throughline-portal', doc: 'Public client (authorization code with PKCE) the portal signs people in with. Its redirect addresses are /portal/signed-in and /portal/silent at the address of the suite, after sign-out /portal/.' },
  scopes: { env: 'PORTAL_SCOPES', type: 'string', default: ASKED, doc: 'Scopes the portal asks the issuer for, separated by spaces. Add offline_access where the issuer renews by refresh token instead of its own session.' },
  folder: { env: 'PORTAL_FOLDER', type: 'string', default: 'dist/portal', doc: 'Folder with the built pages, relative to the folder the suite is started in unless absolute.' },
});
