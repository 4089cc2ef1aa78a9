import type { IncomingMessage, ServerResponse } from 'node:http';
import { type RequestHandler, logger } from '#lib/platform';
import { configurationOf } from './configuration.js';
import { ensureCredentials } from './credentials.js';
import { addDemoUserGrant } from './demo-user-grant.js';
import { ensureKeys } from './keys.js';
import { Passwords } from './passwords.js';
import { loadProvider } from './provider-package.js';
import { SignIn } from './sign-in.js';

/** What the embedded provider needs to know. */
export interface IdentityOptions {
  /** Its own address as callers reach it, path included: `http://127.0.0.1:4000/oidc`. */
  issuer: string;
  /** Folder for keys and demo credentials. */
  dataDir: string;
  /** Paths on loopback a browser may be sent back to after sign-in; `docsRedirectPaths` gives those of Swagger UI. */
  redirectPaths?: readonly string[];
  /** Path of the portal on loopback; its sign-in comes back to `<path>/signed-in` and `<path>/silent`. */
  portalPath?: string;
  /** Audience of the tokens. */
  audience?: string;
  /** Life of tokens in seconds. */
  person_token_s?: number;
  service_token_s?: number;
}

/**
 * The embedded OpenID provider as a bare request handler. Mount it under the path of the issuer, which is taken off
 * the URL before it is called. Passwords and secrets of this installation are in `<dataDir>/demo-credentials.json`.
 * It is for loopback: a firm points OIDC_ISSUER at its own provider instead.
 */
export async function identityHandler(options: IdentityOptions): Promise<RequestHandler> {
  const issuer = options.issuer.replace(/\/$/, '');
  const audience = options.audience ?? 'throughline';
  const life = { person_s: options.person_token_s ?? 3_600, service_s: options.service_token_s ?? 600 };
  const pkg = await loadProvider();
  const credentials = ensureCredentials(options.dataDir, issuer);
  const keys = await ensureKeys(options.dataDir);
  const passwords = new Passwords(credentials);

  const provider = new pkg.Provider(issuer, configurationOf(pkg, { issuer, audience, life, credentials, keys, redirectPaths: options.redirectPaths ?? [], portalPath: options.portalPath }));
  addDemoUserGrant(provider, pkg, passwords, audience, life);
  provider.on('server_error', (_ctx, error) => logger('identity').error({ err: error }, 'the embedded provider failed'));

  const signIn = new SignIn(provider, passwords);
  const callback = provider.callback();
  const base = new URL(issuer).pathname.replace(/\/$/, '');
  return (request: IncomingMessage & { originalUrl?: string }, response: ServerResponse) => {
    // The provider builds its own addresses from the difference between the two.
    request.originalUrl = base + (request.url ?? '/');
    const path = (request.url ?? '/').split('?', 1)[0]!;
    const done = signIn.serves(path) ? signIn.handle(request, response, base + path) : callback(request, response);
    Promise.resolve(done).catch((error: unknown) => {
      logger('identity').error({ err: error }, 'a sign-in request failed');
      if (!response.headersSent) response.writeHead(500).end();
      else response.destroy();
    });
  };
}
