import { createHash, randomBytes } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Controller, Get, Module } from '@nestjs/common';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { SignJWT, UnsecuredJWT, decodeJwt, decodeProtectedHeader } from 'jose';
import { pino } from 'pino';
import {
  CurrentPrincipal, type MountedApps, type Principal, type RequestHandler, Scopes, ServiceTokens, createApp, docsRedirectPaths, forgetIssuers, forgetSettings, mountApps, supplySettings, useLogger,
} from '#lib/platform';
import { type DemoCredentials, clientSecret, demoCredentials, identityHandler, rotateSigningKey } from './index.js';

@Controller('v1')
class ThingController {
  @Get('system')
  @Scopes('system.read')
  system(@CurrentPrincipal() principal: Principal) {
    return principal;
  }
  @Get('release')
  @Scopes('finance.release')
  release(@CurrentPrincipal() principal: Principal) {
    return principal;
  }
}
@Module({ controllers: [ThingController] })
class ThingModule {}

const META = { name: 'thing', prefix: '/thing', title: 'Thing', version: '1.0.0', description: 'For tests.' };
const dataDir = mkdtempSync(join(tmpdir(), 'throughline-id-'));
let app: NestFastifyApplication;
let server: MountedApps;
let issuer: string;
let credentials: DemoCredentials;

/** The provider needs its port before it exists: take a free one by mounting on port 0 once. */
async function freePort(): Promise<number> {
  const probe = await mountApps([{ prefix: '/x', handler: (_q, r) => r.end() }], { port: 0 });
  await probe.close();
  return probe.port;
}
/** The provider behind the running app, replaced as a restart would. */
let provider: RequestHandler;
async function restartProvider(life: { person_token_s?: number } = {}) {
  provider = await identityHandler({ issuer, dataDir, redirectPaths: docsRedirectPaths('/thing'), portalPath: '/portal', ...life });
}

let port: number;
beforeAll(async () => {
  useLogger(pino({ level: 'silent' }));
  port = await freePort();
  supplySettings({ 'auth.issuer': `http://127.0.0.1:${port}/oidc`, 'auth.jwks_cooldown': 0, 'auth.clock_tolerance': 0 });
  app = await createApp(ThingModule, META);
  issuer = `http://127.0.0.1:${port}/oidc`;
  await restartProvider();
  credentials = demoCredentials(dataDir)!;
  server = await mountApps([{ prefix: '/thing', app }, { prefix: '/oidc', handler: (request, response) => provider(request, response) }], { port });
});
afterAll(async () => {
  await server.close();
  rmSync(dataDir, { recursive: true, force: true });
  forgetSettings();
  forgetIssuers();
  useLogger(undefined);
});

type TokenAnswer = { access_token: string; expires_in: number; scope: string; error: string };
async function tokenEndpoint(client: string, form: Record<string, string>, secret = clientSecret(dataDir, client)): Promise<[number, TokenAnswer]> {
  const r = await fetch(credentials.token_endpoint, { method: 'POST', headers: { authorization: `Basic ${Buffer.from(`${client}:${secret}`).toString('base64')}` }, body: new URLSearchParams(form) });
  return [r.status, (await r.json()) as TokenAnswer];
}
const asPerson = (username: string, more: Record<string, string> = {}) =>
  tokenEndpoint('throughline-demo', { grant_type: credentials.demo_user_grant, username, password: credentials.people.find((p) => p.username === username)!.password, ...more });
const call = (path: string, token?: string) => fetch(`${server.url}/thing/v1/${path}`, token ? { headers: { authorization: `Bearer ${token}` } } : {});

describe('tokens of people', () => {
  it('gives a person the scopes of the role, name and role in a JWT access token the guard accepts', async () => {
    const [status, answer] = await asPerson('frank');
    expect(status).toBe(200);
    expect(decodeProtectedHeader(answer.access_token)).toMatchObject({ alg: 'RS256', typ: 'at+jwt' });
    const r = await call('release', answer.access_token);
    expect(await r.json()).toEqual({ sub: 'frank', client_id: 'throughline-demo', name: 'Frank Approver', roles: ['finance_approver'], scopes: answer.scope.split(' ') });
    expect(answer.scope.split(' ')).toContain('finance.release');
  });
  it('keeps releasing and cost figures from whoever must not have them', async () => {
    const [, fiona] = await asPerson('fiona');
    expect((await call('release', fiona.access_token)).status).toBe(403);
    const scopesOf = Object.fromEntries(credentials.people.map((p) => [p.username, p.scopes]));
    expect(Object.entries(scopesOf).filter(([, s]) => s.includes('finance.release')).map(([n]) => n)).toEqual(['frank']);
    expect(Object.entries(scopesOf).filter(([, s]) => s.includes('experience.cost')).map(([n]) => n)).toEqual(['fiona', 'frank']);
    expect(Object.values(scopesOf).flat()).not.toContain('system.write');
  });
  it('gives no scope beyond the role, even if asked', async () => {
    const [, answer] = await asPerson('emma', { scope: 'experience.read finance.release system.write' });
    expect(decodeJwt(answer.access_token).scope).toBe('experience.read');
  });
  it('refuses a wrong password, and after ten of them the right one too', async () => {
    for (let i = 0; i < 10; i++) expect(await asPerson('olga', { password: 'guess' })).toMatchObject([400, { error: 'invalid_grant' }]);
    expect((await asPerson('olga'))[0]).toBe(400);
    expect((await asPerson('dana'))[0]).toBe(200);
  });
  it('has the demo-user grant for the demo client only', async () => {
    const form = { grant_type: credentials.demo_user_grant, username: 'frank', password: credentials.people.find((p) => p.username === 'frank')!.password };
    expect(await tokenEndpoint('throughline-process', form)).toMatchObject([400, {}]);
    const asWeb = await fetch(credentials.token_endpoint, { method: 'POST', body: new URLSearchParams({ ...form, client_id: 'throughline-web' }) });
    expect(asWeb.status).toBe(400);
  });
});

describe('tokens of services', () => {
  it('gives the process layer its scopes and the role service', async () => {
    const [, answer] = await tokenEndpoint('throughline-process', { grant_type: 'client_credentials', scope: 'system.read system.write finance.release' });
    expect(await (await call('system', answer.access_token)).json()).toEqual({ sub: 'throughline-process', client_id: 'throughline-process', name: 'Process layer', roles: ['service'], scopes: ['system.read', 'system.write'] });
  });
  it('refuses a wrong secret', async () => {
    expect(await tokenEndpoint('throughline-process', { grant_type: 'client_credentials' }, 'wrong')).toMatchObject([401, { error: 'invalid_client' }]);
  });
  it('serves ServiceTokens as it is configured in an app', async () => {
    supplySettings({ 'auth.client_secret': clientSecret(dataDir, 'throughline-process') });
    const tokens = new ServiceTokens();
    const [a, b] = await Promise.all([tokens.token(), tokens.token()]);
    expect(a).toBe(b);
    expect((await call('system', a)).status).toBe(200);
  });
});

describe('sign-in in the browser', () => {
  class Browser {
    private jar = new Map<string, string>();
    async go(url: string, init: RequestInit = {}) {
      const r = await fetch(url, { ...init, redirect: 'manual', headers: { ...(init.headers as object), cookie: [...this.jar].map(([k, v]) => `${k}=${v}`).join('; ') } });
      for (const c of r.headers.getSetCookie()) {
        const [, name, value] = /^([^=]+)=([^;]*)/.exec(c)!;
        this.jar.set(name!, value!);
      }
      return r;
    }
  }
  const verifier = randomBytes(32).toString('base64url');
  const authorize = (more: Record<string, string> = {}) =>
    `${issuer}/auth?${new URLSearchParams({
      client_id: 'throughline-web', response_type: 'code', redirect_uri: `${server.url}/thing/docs/oauth2-redirect.html`, scope: 'process.read finance.release', state: 's1',
      code_challenge: createHash('sha256').update(verifier).digest('base64url'), code_challenge_method: 'S256', ...more,
    })}`;
  const signIn = async (browser: Browser, username: string, password: string) => {
    const start = await browser.go(authorize());
    const action = new URL(start.headers.get('location')!, issuer).href;
    const form = await browser.go(action);
    return { form, sent: await browser.go(action, { method: 'POST', body: new URLSearchParams({ username, password }) }) };
  };

  it('leads over the form and a code to a token with the scopes of the role', async () => {
    const browser = new Browser();
    const { form, sent } = await signIn(browser, 'frank', credentials.people.find((p) => p.username === 'frank')!.password);
    expect(form.headers.get('content-security-policy')).toContain("default-src 'none'");
    expect(await form.text()).toContain('<label for="password">');
    const back = await browser.go(new URL(sent.headers.get('location')!, issuer).href);
    const target = new URL(back.headers.get('location')!);
    expect(target.origin + target.pathname).toBe(`${server.url}/thing/docs/oauth2-redirect.html`);
    expect(target.searchParams.get('state')).toBe('s1');
    const exchange = (code_verifier: string) =>
      fetch(`${issuer}/token`, {
        method: 'POST', headers: { origin: server.url },
        body: new URLSearchParams({ grant_type: 'authorization_code', client_id: 'throughline-web', code: target.searchParams.get('code')!, redirect_uri: `${server.url}/thing/docs/oauth2-redirect.html`, code_verifier }),
      });
    expect((await exchange('x'.repeat(43))).status).toBe(400);
    const r = await exchange(verifier);
    const answer = (await r.json()) as TokenAnswer;
    expect(r.status).toBe(200);
    expect((await call('release', answer.access_token)).status).toBe(200);
  });
  it('shows the form again after a wrong password and says nothing about which part was wrong', async () => {
    const { sent } = await signIn(new Browser(), 'nobody"><script>', 'x');
    const html = await sent.text();
    expect(sent.status).toBe(401);
    expect(html).toContain('User name or password is wrong');
    expect(html).not.toContain('<script>');
  });
  it('does not answer a form that this browser has not opened', async () => {
    const start = await new Browser().go(authorize());
    const r = await new Browser().go(new URL(start.headers.get('location')!, issuer).href);
    expect(r.status).toBe(400);
  });
  it('sends nobody to an address that is not registered', async () => {
    const r = await new Browser().go(authorize({ redirect_uri: 'https://evil.example/cb' }));
    expect([r.status, r.headers.get('location')]).toEqual([400, null]);
  });
  it('has a client for the portal, which comes back to the portal and nowhere else', async () => {
    const asked = (path: string, more: Record<string, string> = {}) => new Browser().go(authorize({ client_id: 'throughline-portal', redirect_uri: `${server.url}${path}`, scope: 'openid profile operations.read', ...more }));
    for (const path of ['/portal/signed-in', '/portal/silent']) expect((await asked(path)).headers.get('location')).toMatch(/\/oidc\/interaction\//);
    expect((await asked('/thing/docs/oauth2-redirect.html')).status).toBe(400);
    // A renewal without a session is answered to the frame that asked, without a page in between.
    const silent = await asked('/portal/silent', { prompt: 'none' });
    expect(new URL(silent.headers.get('location')!).searchParams.get('error')).toBe('login_required');
  });
  it('demands PKCE', async () => {
    const url = new URL(authorize());
    url.searchParams.delete('code_challenge');
    url.searchParams.delete('code_challenge_method');
    expect(new URL((await new Browser().go(url.href)).headers.get('location')!).searchParams.get('error')).toBe('invalid_request');
  });
});

describe('tokens that must not pass', () => {
  it('an unsigned one (alg none)', async () => {
    const forged = new UnsecuredJWT({ scope: 'system.read', roles: ['service'] }).setIssuer(issuer).setAudience('throughline').setSubject('x').setExpirationTime('5m').encode();
    expect((await call('system', forged)).status).toBe(401);
  });
  it('one signed with the public key as if it were a shared secret', async () => {
    const jwks = (await (await fetch(`${issuer}/jwks`)).json()) as { keys: { n: string; kid: string }[] };
    const forged = await new SignJWT({ scope: 'system.read' }).setProtectedHeader({ alg: 'HS256', kid: jwks.keys[0]!.kid, typ: 'at+jwt' }).setIssuer(issuer).setAudience('throughline').setSubject('x').setExpirationTime('5m').sign(Buffer.from(jwks.keys[0]!.n, 'base64url'));
    expect((await call('system', forged)).status).toBe(401);
  });
  it('one that has been altered', async () => {
    const [, { access_token }] = await asPerson('dana');
    const [head, body, signature] = access_token.split('.');
    const raised = Buffer.from(JSON.stringify({ ...JSON.parse(Buffer.from(body!, 'base64url').toString()), scope: 'system.read' })).toString('base64url');
    expect((await call('system', `${head}.${raised}.${signature}`)).status).toBe(401);
  });
  it('one that has expired', async () => {
    await restartProvider({ person_token_s: 1 });
    const [, { access_token }] = await asPerson('frank');
    await restartProvider();
    expect((await call('release', access_token)).status).toBe(200);
    await new Promise((resolve) => setTimeout(resolve, 2_100));
    const r = await call('release', access_token);
    expect([r.status, ((await r.json()) as { detail: string }).detail]).toEqual([401, 'The token is refused: it has expired.']);
    expect(r.headers.get('www-authenticate')).toContain('error="invalid_token"');
  });
});

describe('keys and files', () => {
  it('keeps passwords and keys over a restart, readable by the owner only', async () => {
    const before = readFileSync(join(dataDir, 'demo-credentials.json'), 'utf8');
    await restartProvider();
    expect(readFileSync(join(dataDir, 'demo-credentials.json'), 'utf8')).toBe(before);
    for (const file of ['demo-credentials.json', 'identity-keys.json']) expect(statSync(join(dataDir, file)).mode & 0o777).toBe(0o600);
  });
  it('publishes no private part of a key', async () => {
    const { keys } = (await (await fetch(`${issuer}/jwks`)).json()) as { keys: Record<string, unknown>[] };
    for (const key of keys) for (const part of ['d', 'p', 'q', 'dp', 'dq', 'qi']) expect(key).not.toHaveProperty(part);
  });
  it('rotated: an app that knew only the old key accepts tokens of the new one, and those of the old one until they end', async () => {
    const [, old] = await asPerson('frank');
    expect((await call('release', old.access_token)).status).toBe(200);
    await rotateSigningKey(dataDir);
    await restartProvider();
    const [, fresh] = await asPerson('frank');
    expect(decodeProtectedHeader(fresh.access_token).kid).not.toBe(decodeProtectedHeader(old.access_token).kid);
    expect((await call('release', fresh.access_token)).status).toBe(200);
    expect((await call('release', old.access_token)).status).toBe(200);
  });
});
