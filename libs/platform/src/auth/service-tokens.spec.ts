import { type Server, createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { pino } from 'pino';
import { forgetSettings, supplySettings } from '../config/registry.js';
import { useLogger } from '../log/logger.js';
import { ServiceTokens } from './service-tokens.js';

let server: Server;
let asked: { authorization?: string; body: URLSearchParams }[];
let answer: () => [number, unknown];
let now: number;
let tokens: ServiceTokens;

beforeEach(async () => {
  useLogger(pino({ level: 'silent' }));
  asked = [];
  let n = 0;
  answer = () => [200, { access_token: `t${++n}`, expires_in: 100 }];
  server = createServer((request, response) => {
    let text = '';
    request.on('data', (c: Buffer) => (text += c.toString()));
    request.on('end', () => {
      asked.push({ authorization: request.headers.authorization, body: new URLSearchParams(text) });
      const [status, body] = answer();
      setTimeout(() => response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body)), 10);
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  supplySettings({ 'auth.token_endpoint': `http://127.0.0.1:${(server.address() as AddressInfo).port}/token`, 'auth.client_id': 'a:b', 'auth.client_secret': 'p&ss word' });
  now = 1_000_000;
  tokens = new ServiceTokens(() => now);
});
afterEach(async () => {
  server.closeAllConnections();
  await new Promise((resolve) => server.close(resolve));
  forgetSettings();
  useLogger(undefined);
});

it('signs in once for many callers at the same time', async () => {
  expect(new Set(await Promise.all(Array.from({ length: 20 }, () => tokens.token())))).toEqual(new Set(['t1']));
  expect(asked).toHaveLength(1);
  expect(asked[0]!.body.get('grant_type')).toBe('client_credentials');
  expect(Buffer.from(asked[0]!.authorization!.slice(6), 'base64').toString()).toBe('a%3Ab:p%26ss%20word');
});
it('renews before the end without making anyone wait, and never gives an ended token', async () => {
  await tokens.token();
  now += 79_000;
  expect(await tokens.token()).toBe('t1');
  now += 2_000;
  expect(await tokens.token()).toBe('t1');
  await new Promise((resolve) => setTimeout(resolve, 60));
  expect(await tokens.token()).toBe('t2');
  now += 100_000;
  expect(await tokens.token()).toBe('t3');
});
it('goes on with the present token while the issuer is away, until it ends', async () => {
  await tokens.token();
  answer = () => [500, {}];
  now += 85_000;
  expect(await tokens.token()).toBe('t1');
  await new Promise((resolve) => setTimeout(resolve, 60));
  now += 11_000;
  await expect(tokens.token()).rejects.toMatchObject({ class: 'vendor_unavailable', code: 'SERVICE_SIGN_IN_REFUSED' });
});
it('tries anew after a failure', async () => {
  answer = () => [401, {}];
  await expect(tokens.token()).rejects.toMatchObject({ class: 'vendor_unavailable' });
  answer = () => [200, { access_token: 'ok' }];
  expect(await tokens.authorization()).toEqual({ authorization: 'Bearer ok' });
});
it('drops a refused token, but not the newer one another caller has fetched meanwhile', async () => {
  const first = await tokens.token();
  tokens.refused(first);
  const second = await tokens.token();
  tokens.refused(first);
  expect(await tokens.token()).toBe(second);
  expect(asked).toHaveLength(2);
});
it('says which setting is missing when there is no secret', async () => {
  forgetSettings();
  await expect(tokens.token()).rejects.toMatchObject({ class: 'internal', detail: expect.stringContaining('SERVICE_CLIENT_SECRET') });
});
