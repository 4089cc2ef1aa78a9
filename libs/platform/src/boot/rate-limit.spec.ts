import { Controller, Get, Module } from '@nestjs/common';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { pino } from 'pino';
import { AnyPrincipal, Public } from '../auth/decorators.js';
import { forgetIssuers } from '../auth/oidc-issuer.js';
import { forgetSettings, supplySettings } from '../config/registry.js';
import { useLogger } from '../log/logger.js';
import { TestIssuer } from '../testing/test-issuer.js';
import { createApp } from './create-app.js';

@Controller()
class PingController {
  @Get('one')
  @AnyPrincipal()
  one() {
    return 1;
  }
  @Get('two')
  @AnyPrincipal()
  two() {
    return 2;
  }
  @Get('open')
  @Public()
  open() {
    return 3;
  }
}
@Module({ controllers: [PingController] })
class PingModule {}

let issuer: TestIssuer;
let app: NestFastifyApplication;
beforeAll(async () => {
  useLogger(pino({ level: 'silent' }));
  issuer = await TestIssuer.start();
  supplySettings({ 'auth.issuer': issuer.url, 'rate.person_per_minute': 3, 'rate.service_per_minute': 6, 'rate.address_per_minute': 4 });
  app = await createApp(PingModule, { name: 'ping', prefix: '', title: 'Ping', version: '1.0.0', description: '' });
});
afterAll(async () => {
  await app.close();
  await issuer.stop();
  forgetSettings();
  forgetIssuers();
  useLogger(undefined);
});
const get = (url: string, headers = {}) => app.inject({ method: 'GET', url, headers });

it('limits a person over all routes together, tells when to come back, and leaves others alone', async () => {
  const ann = await issuer.bearer({ sub: 'ann' });
  const statuses = [];
  for (const url of ['/one', '/two', '/one', '/two']) statuses.push((await get(url, ann)).statusCode);
  expect(statuses).toEqual([200, 200, 200, 429]);
  const r = await get('/one', ann);
  expect(Number(r.headers['retry-after'])).toBeGreaterThan(0);
  expect(r.json()).toMatchObject({ class: 'rate_limited', retry_after_s: Number(r.headers['retry-after']) });
  expect((await get('/one', await issuer.bearer({ sub: 'bob' }))).statusCode).toBe(200);
});
it('gives a service its own, larger budget', async () => {
  const service = await issuer.bearer({ sub: 'svc', roles: ['service'] });
  const statuses = [];
  for (let i = 0; i < 7; i++) statuses.push((await get('/one', service)).statusCode);
  expect(statuses).toEqual([200, 200, 200, 200, 200, 200, 429]);
});
it('limits public routes by address', async () => {
  const statuses = [];
  for (let i = 0; i < 5; i++) statuses.push((await get('/open')).statusCode);
  expect(statuses).toEqual([200, 200, 200, 200, 429]);
});
