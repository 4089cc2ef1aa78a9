import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pino } from 'pino';
import { createApp, forgetSettings, type MountedApps, mountApps, supplySettings, useLogger } from '#lib/platform';
import { PortalModule } from './portal.module.js';

const META = { name: 'experience-portal', prefix: '/portal', title: 'Portal', version: '1.0.0', description: 'For tests.' };
const folder = mkdtempSync(join(tmpdir(), 'throughline-portal-'));
let server: MountedApps;

beforeAll(async () => {
  useLogger(pino({ level: 'silent' }));
  mkdirSync(join(folder, 'assets'));
  writeFileSync(join(folder, 'index.html'), '<!doctype html><title>Throughline</title>');
  writeFileSync(join(folder, 'assets/index-abc123.js'), 'export {};');
  writeFileSync(join(folder, 'assets/index-abc123.js.gz'), 'packed');
  writeFileSync(join(folder, 'icon.svg'), '<svg/>');
  supplySettings({ 'auth.issuer': 'https://id.firm.example/realm', 'portal.folder': folder });
  server = await mountApps([{ prefix: '/portal', app: await createApp(PortalModule, META) }], { port: 0, host: '127.0.0.1' });
});
afterAll(async () => {
  await server.close();
  rmSync(folder, { recursive: true, force: true });
  forgetSettings();
  useLogger(undefined);
});

const get = (path: string, headers: Record<string, string> = {}) => fetch(server.url + path, { headers });

describe('the page', () => {
  it.each(['/portal', '/portal/', '/portal/exceptions?code=MISSING_RATE', '/portal/effects/netsuite/customer%3AUS01%3AC-1', '/portal/signed-in?code=x'])('answers %s with index.html, never from a cache', async (path) => {
    const answer = await get(path);
    expect([answer.status, answer.headers.get('content-type'), answer.headers.get('cache-control')]).toEqual([200, 'text/html; charset=utf-8', 'no-cache']);
    expect(await answer.text()).toContain('<title>Throughline</title>');
  });
  it('runs no script but its own files, and calls nobody but us and the issuer', async () => {
    const policy = (await get('/portal/')).headers.get('content-security-policy')!;
    expect(policy).toContain("script-src 'self';");
    expect(policy).toContain("connect-src 'self' https://id.firm.example;");
    expect(policy).toContain("default-src 'none'");
  });
  it('lets files with a hash in their name be kept for a year, packed for whoever takes it', async () => {
    const answer = await get('/portal/assets/index-abc123.js', { 'accept-encoding': 'gzip' });
    expect([answer.status, answer.headers.get('cache-control'), answer.headers.get('content-type'), answer.headers.get('content-encoding')]).toEqual([200, 'public, max-age=31536000, immutable', expect.stringContaining('javascript'), 'gzip']);
    expect((await get('/portal/icon.svg')).headers.get('cache-control')).toBe('public, max-age=3600');
  });
  it('does not take a mistyped route of the API for a page', async () => {
    const answer = await get('/portal/v1/mee');
    expect([answer.status, answer.headers.get('content-type')]).toEqual([404, expect.stringContaining('application/problem+json')]);
  });
  it('has no other file of the machine', async () => {
    expect((await get('/portal/assets/gone-1.js')).status).toBe(404);
    for (const path of ['/portal/..%2f..%2fetc%2fpasswd', '/portal/assets/..%2findex.html', '/portal/%2e%2e/package.json']) expect(await (await get(path)).text()).not.toMatch(/root:|"name"/);
  });
});

describe('sign-in', () => {
  it('is told without a token, and nothing secret with it', async () => {
    const answer = await get('/portal/config.json');
    expect(await answer.json()).toEqual({ issuer: 'https://id.firm.example/realm', client_id: 'throughline-portal', scopes: expect.arrayContaining(['openid', 'operations.write']) });
    expect(answer.headers.get('cache-control')).toBe('no-store');
  });
  it('asks for no right to write to vendors', async () => expect(((await (await get('/portal/config.json')).json()) as { scopes: string[] }).scopes).not.toContain('system.write'));
  it('says who is signed in to whoever has a token only', async () => expect((await get('/portal/v1/me')).status).toBe(401));
});
