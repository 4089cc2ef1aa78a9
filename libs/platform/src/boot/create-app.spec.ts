import { Body, Controller, Get, HttpCode, Module, Param, ParseUUIDPipe, Post } from '@nestjs/common';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { Type } from 'class-transformer';
import { IsArray, IsIn, IsNumberString, IsString, ValidateNested } from 'class-validator';
import { AnyPrincipal, CurrentPrincipal, Public, Roles, Scopes } from '../auth/decorators.js';
import { forgetIssuers } from '../auth/oidc-issuer.js';
import type { Principal } from '../auth/principal.js';
import { forgetSettings, supplySettings } from '../config/registry.js';
import { correlationId } from '../correlation/context.js';
import { outgoingHeaders } from '../correlation/outgoing.js';
import { HealthChecks } from '../health/checks.js';
import { createLogger, useLogger } from '../log/logger.js';
import { Problem } from '../problem/problem.js';
import { TestIssuer } from '../testing/test-issuer.js';
import { createApp } from './create-app.js';
import { listenAlone } from './listen-alone.js';
import { type MountedApps, mountApps } from './mount-apps.js';

class LineDto {
  @IsNumberString()
  hours: string;
  @IsIn(['billable', 'internal'])
  kind: string;
}
class TimesheetDto {
  @IsString()
  worker: string;
  @IsArray()
  @ValidateNested({ each: true })
  @Type(() => LineDto)
  lines: LineDto[];
}

@Controller('v1/timesheets')
class TimesheetController {
  @Post()
  @HttpCode(200)
  @Scopes('process.write')
  async submit(@Body() body: TimesheetDto) {
    await new Promise((resolve) => setTimeout(resolve, 5));
    return { lines: body.lines.length, dto: body.lines[0] instanceof LineDto, correlation_id: correlationId(), outgoing: outgoingHeaders() };
  }

  @Get('open')
  @Public()
  open() {
    return { correlation_id: correlationId() };
  }

  @Get('me')
  @AnyPrincipal()
  me(@CurrentPrincipal() principal: Principal) {
    return principal;
  }

  @Get('undeclared')
  undeclared() {
    return 'never';
  }

  @Get('finance')
  @Scopes('process.read')
  @Roles('finance', 'finance_approver')
  finance() {
    return { ok: true };
  }

  @Get('broken')
  @Public()
  broken() {
    throw new Error('connect failed: postgres://app:hunter2@db.internal/app');
  }

  @Get('database/:code')
  @Public()
  database(@Param('code') code: string) {
    throw Object.assign(new Error('terminating connection of app at db.internal'), { code });
  }

  @Get('slow')
  @Public()
  async slow() {
    await new Promise((resolve) => setTimeout(resolve, 300));
    return { done: true };
  }

  @Get(':worker/entries/:id')
  @Public()
  entry(@Param('worker') worker: string, @Param('id', ParseUUIDPipe) id: string) {
    return { worker, id };
  }

  @Get('missing/:id')
  @Public()
  missing(@Param('id') id: string) {
    throw new Problem('not_found', `There is no timesheet ${id}.`, { code: 'TIMESHEET_UNKNOWN' });
  }
}

@Module({ controllers: [TimesheetController] })
class TimeModule {}

const META = { name: 'time', prefix: '/process/time', title: 'Time', version: '1.0.0', description: 'Time for tests.' };
const lines: Record<string, unknown>[] = [];
let issuer: TestIssuer;
let app: NestFastifyApplication;
let server: MountedApps;
let base: string;

beforeAll(async () => {
  issuer = await TestIssuer.start();
  supplySettings({ 'auth.issuer': issuer.url, 'auth.jwks_cooldown': 0, 'http.body_limit_bytes': 2_000, 'rate.failed_tokens_per_minute': 30 });
  useLogger(createLogger({ write: (line: string) => void lines.push(JSON.parse(line)) }, 'info'));
  app = await createApp(TimeModule, META);
  server = await mountApps([{ prefix: META.prefix, app }, { prefix: '/process/time/raw', handler: (request, response) => response.end(`raw ${request.url}`) }], { port: 0 });
  base = server.url + META.prefix;
});
afterAll(async () => {
  await server.close();
  await issuer.stop();
  forgetSettings();
  forgetIssuers();
  useLogger(undefined);
});
beforeEach(() => void (lines.length = 0));

const good = { worker: 'W1', lines: [{ hours: '7.50', kind: 'billable' }] };
async function post(body: unknown, headers: Record<string, string> = {}, raw?: string) {
  return fetch(`${base}/v1/timesheets`, { method: 'POST', headers: { 'content-type': 'application/json', ...headers }, body: raw ?? JSON.stringify(body) });
}

describe('access', () => {
  it('refuses a request without a token and names the challenge', async () => {
    const r = await post(good);
    expect(r.status).toBe(401);
    expect(r.headers.get('www-authenticate')).toMatch(/^Bearer realm=/);
    expect(r.headers.get('content-type')).toBe('application/problem+json');
    expect(await r.json()).toMatchObject({ class: 'unauthenticated', type: 'https://throughline.dev/problems/unauthenticated', instance: '/process/time/v1/timesheets' });
  });
  it('lets a token with the scope in', async () => {
    const r = await post(good, await issuer.bearer({ scopes: ['process.write'] }));
    expect(await r.json()).toMatchObject({ lines: 1, dto: true });
    expect(r.status).toBe(200);
  });
  it('answers 403 and names the scope that is missing', async () => {
    const r = await post(good, await issuer.bearer({ scopes: ['process.read'] }));
    expect(r.status).toBe(403);
    expect(r.headers.get('www-authenticate')).toContain('insufficient_scope');
    expect(await r.json()).toMatchObject({ class: 'forbidden', code: 'SCOPE_MISSING', detail: 'The token lacks the scope: process.write.' });
  });
  it('asks for one of the roles besides the scopes', async () => {
    const get = async (roles: never[]) => (await fetch(`${base}/v1/timesheets/finance`, { headers: await issuer.bearer({ scopes: ['process.read'], roles }) })).status;
    expect(await get(['delivery'] as never)).toBe(403);
    expect(await get(['finance'] as never)).toBe(200);
  });
  it('refuses a route that declares nothing, even with a valid token', async () => {
    const r = await fetch(`${base}/v1/timesheets/undeclared`, { headers: await issuer.bearer({ scopes: ['system.write', 'process.write'] }) });
    expect(r.status).toBe(403);
  });
  it('gives the route the principal of the token', async () => {
    const r = await fetch(`${base}/v1/timesheets/me`, { headers: await issuer.bearer({ sub: 'u1', name: 'Uma', roles: ['delivery'], scopes: ['process.read'], legal_entities: ['US1'] }) });
    expect(await r.json()).toEqual({ sub: 'u1', client_id: 'test', name: 'Uma', roles: ['delivery'], scopes: ['process.read'], legal_entities: ['US1'] });
  });
  it('slows down whoever guesses tokens, but not the holder of a valid one', async () => {
    const statuses = new Set<number>();
    for (let i = 0; i < 40; i++) statuses.add((await post(good, { authorization: `Bearer guess${i}` })).status);
    expect([...statuses]).toEqual([401, 429]);
    expect((await post(good, await issuer.bearer({ scopes: ['process.write'] }))).status).toBe(200);
  });
});

describe('problem details', () => {
  const auth = () => issuer.bearer({ scopes: ['process.write'] });
  it('names each wrong field with its path and the fix', async () => {
    const r = await post({ worker: 7, lines: [{ hours: 'seven', kind: 'billable' }, { hours: '1', kind: 'odd', note: 'x' }] }, await auth());
    expect(r.status).toBe(400);
    const body = (await r.json()) as { errors: { field: string; message: string; fix: string }[] };
    expect(body.errors.map((e) => e.field).sort()).toEqual(['lines[0].hours', 'lines[1].kind', 'lines[1].note', 'worker']);
    expect(body.errors.find((e) => e.field === 'lines[0].hours')!.fix).toBe('Send a decimal number as a string, such as "7.50".');
    expect(body.errors.every((e) => e.message && e.fix)).toBe(true);
    expect(JSON.stringify(body)).not.toContain('seven');
  });
  it('names the part of the path that is no id', async () => {
    const r = await fetch(`${base}/v1/timesheets/018f6d1e-7c1a-7c3e-9a43-3f1f5f4f0a11/entries/T9`);
    expect(await r.json()).toMatchObject({ status: 400, class: 'validation', errors: [{ field: 'path:id', message: 'id must be a UUID', fix: expect.stringContaining('018f6d1e') }] });
  });
  it('answers broken JSON with 400 and repeats none of it', async () => {
    const r = await post(undefined, await auth(), '{"worker": "secret-thing",');
    const text = await r.text();
    expect(r.status).toBe(400);
    expect(JSON.parse(text)).toMatchObject({ class: 'validation', detail: expect.stringContaining('not valid JSON') });
    expect(text).not.toContain('secret-thing');
  });
  it('answers a body nested far deeper than any document with 400', async () => {
    const r = await post(undefined, await auth(), `{"worker":${'['.repeat(500)}${']'.repeat(500)},"lines":[]}`);
    expect([r.status, await r.json()]).toEqual([400, expect.objectContaining({ class: 'validation', detail: expect.stringContaining('nested more than 64 levels') })]);
  });
  it('answers texts that PostgreSQL cannot hold with 400 and where they stand', async () => {
    const r = await post({ worker: 'a\0b', lines: [{ hours: '1', kind: '\ud800' }] }, await auth());
    expect([r.status, await r.json()]).toEqual([400, expect.objectContaining({ class: 'validation', errors: [expect.objectContaining({ field: 'worker' }), expect.objectContaining({ field: 'lines[0].kind' })] })]);
    const inPath = await fetch(`${base}/v1/timesheets/%00/entries/T9`);
    expect(await inPath.json()).toMatchObject({ status: 400, class: 'validation', errors: [{ field: 'path:worker' }] });
  });
  it('answers a body that is too large with 413', async () => {
    const r = await post({ worker: 'x'.repeat(4_000), lines: [] }, await auth());
    expect([r.status, ((await r.json()) as { class: string }).class]).toEqual([413, 'payload_too_large']);
  });
  it('answers a foreign media type with 415', async () => {
    const r = await fetch(`${base}/v1/timesheets`, { method: 'POST', headers: { ...(await auth()), 'content-type': 'application/xml' }, body: '<a/>' });
    expect([r.status, ((await r.json()) as { class: string }).class]).toEqual([415, 'unsupported_media_type']);
  });
  it('answers a known path with another method with 405 and Allow', async () => {
    const r = await fetch(`${base}/v1/timesheets`, { method: 'DELETE' });
    expect([r.status, r.headers.get('allow')]).toEqual([405, 'POST']);
    expect(r.headers.get('content-type')).toBe('application/problem+json');
  });
  it.each(['/v1/nothing', '/v1/%zz', '/'])('answers %s as a problem', async (path) => {
    const r = await fetch(base + path);
    expect([400, 404]).toContain(r.status);
    expect(r.headers.get('content-type')).toBe('application/problem+json');
    expect(r.headers.get('x-correlation-id')).toBeTruthy();
  });
  it('keeps the code of a thrown problem', async () => {
    expect(await (await fetch(`${base}/v1/timesheets/missing/T9?name=Ann`)).json()).toMatchObject({ status: 404, code: 'TIMESHEET_UNKNOWN', instance: '/process/time/v1/timesheets/missing/T9' });
  });
  it('tells nothing about an unexpected error, and logs it without the password', async () => {
    const r = await fetch(`${base}/v1/timesheets/broken`);
    const text = await r.text();
    expect(r.status).toBe(500);
    expect(text).not.toMatch(/postgres|hunter2|at .*\.ts/);
    const logged = JSON.stringify(lines);
    expect(logged).toContain('connect failed');
    expect(logged).toContain('"stack"');
    expect(logged).not.toContain('hunter2');
    expect(lines.find((l) => JSON.stringify(l).includes('connect failed'))!.correlation_id).toBe(r.headers.get('x-correlation-id'));
  });
  it.each([['57P01', 'DATABASE_UNAVAILABLE'], ['ECONNREFUSED', 'DATABASE_UNAVAILABLE'], ['40001', 'RECORD_IN_USE']])('a database that answers %s is worth another try, and says so', async (code, told) => {
    const r = await fetch(`${base}/v1/timesheets/database/${code}`);
    const body = await r.text();
    expect([r.status, r.headers.get('retry-after')]).toEqual([503, '1']);
    expect(JSON.parse(body)).toMatchObject({ class: 'vendor_unavailable', code: told });
    expect(body).not.toContain('db.internal');
  });
  it('answers an unknown prefix as a problem', async () => {
    const r = await fetch(`${server.url}/process/timex`);
    expect(r.status).toBe(404);
    expect(await r.json()).toMatchObject({ class: 'not_found', instance: '/process/timex' });
  });
});

describe('correlation and logs', () => {
  it('keeps a given correlation id through a parsed body and an await, and echoes it', async () => {
    const r = await post(good, { ...(await issuer.bearer({ sub: 'u7', scopes: ['process.write'] })), 'x-correlation-id': 'abc-123', traceparent: `00-${'a'.repeat(32)}-${'b'.repeat(16)}-01` });
    const body = (await r.json()) as { correlation_id: string; outgoing: Record<string, string> };
    expect(r.headers.get('x-correlation-id')).toBe('abc-123');
    expect(body.correlation_id).toBe('abc-123');
    expect(body.outgoing['x-correlation-id']).toBe('abc-123');
    expect(body.outgoing.traceparent).toMatch(new RegExp(`^00-${'a'.repeat(32)}-(?!b{16})[0-9a-f]{16}-01$`));
    await new Promise((resolve) => setTimeout(resolve, 20));
    expect(lines.find((l) => l.message === 'request')).toMatchObject({ app: 'time', method: 'POST', route: '/v1/timesheets', status: 200, correlation_id: 'abc-123', principal: 'u7' });
  });
  it('takes the trace id where there is no correlation id', async () => {
    const r = await fetch(`${base}/v1/timesheets/open`, { headers: { traceparent: `00-${'c'.repeat(32)}-${'b'.repeat(16)}-01` } });
    expect(r.headers.get('x-correlation-id')).toBe('c'.repeat(32));
  });
  it('replaces a correlation id that is not safe to log', async () => {
    const r = await fetch(`${base}/v1/timesheets/open`, { headers: { 'x-correlation-id': 'x"} {"level":"fatal' } });
    expect(r.headers.get('x-correlation-id')).toMatch(/^[0-9a-f-]{36}$/);
  });
});

describe('what every app serves', () => {
  it('is live and ready without a token, and tells which check fails without saying why', async () => {
    expect(await (await fetch(`${base}/health/live`)).json()).toEqual({ status: 'ok' });
    const checks = app.get(HealthChecks);
    checks.register('database', async () => undefined);
    expect((await fetch(`${base}/health/ready`)).status).toBe(200);
    checks.register('vendor', async () => Promise.reject(new Error('password hunter2')));
    checks.register('queue', () => new Promise(() => undefined), { timeout_ms: 20 });
    const r = await fetch(`${base}/health/ready`);
    const text = await r.text();
    expect(r.status).toBe(503);
    expect(JSON.parse(text).errors.map((e: { field: string }) => e.field)).toEqual(['vendor', 'queue']);
    expect(text).not.toContain('hunter2');
  });
  it('gives metrics in OpenMetrics only to metrics.read', async () => {
    expect((await fetch(`${base}/metrics`)).status).toBe(401);
    const r = await fetch(`${base}/metrics`, { headers: await issuer.bearer({ scopes: ['metrics.read'] }) });
    const text = await r.text();
    expect(r.headers.get('content-type')).toContain('application/openmetrics-text');
    expect(text).toMatch(/http_request_duration_seconds_count\{[^}]*app="time",method="POST",route="\/v1\/timesheets",status="200"/);
    expect(text).not.toMatch(/_total_total/);
    expect(text.trimEnd().endsWith('# EOF')).toBe(true);
  });
  it('serves Swagger UI and the document behind the prefix with a policy that lets it run', async () => {
    const page = await fetch(`${base}/docs`);
    expect(page.status).toBe(200);
    expect(page.headers.get('content-security-policy')).toContain("script-src 'self'");
    const html = await page.text();
    expect(html).toContain('./docs/swagger-ui-bundle.js');
    expect(html).not.toMatch(/<script(?![^>]*src=)[^>]*>[^<]/);
    for (const file of ['swagger-ui-bundle.js', 'swagger-ui.css', 'swagger-ui-init.js', 'oauth2-redirect.html']) expect((await fetch(`${base}/docs/${file}`)).status).toBe(200);
    const document = (await (await fetch(`${base}/openapi.json`)).json()) as { servers: unknown; paths: Record<string, Record<string, { security: unknown; responses: object; description: string }>>; components: { securitySchemes: object } };
    expect(document.servers).toEqual([expect.objectContaining({ url: '/process/time' })]);
    expect(Object.keys(document.components.securitySchemes)).toEqual(['sign_in', 'bearer']);
    const submit = document.paths['/v1/timesheets']!.post!;
    expect(submit.description).toContain('`process.write`');
    expect(Object.keys(submit.responses)).toEqual(expect.arrayContaining(['200', '400', '401', '403', '429', '500']));
    expect(document.paths['/v1/timesheets/open']!.get!.security).toEqual([]);
  });
  it('sends security headers on API answers', async () => {
    const r = await fetch(`${base}/v1/timesheets/open`);
    expect(r.headers.get('content-security-policy')).toContain("default-src 'none'");
    expect(r.headers.get('x-content-type-options')).toBe('nosniff');
  });
});

describe('mounting', () => {
  it('prefers the longest prefix and leaves the query whole', async () => {
    expect(await (await fetch(`${base}/raw/a?b=c`)).text()).toBe('raw /a?b=c');
    expect(await (await fetch(`${base}/raw?b=c`)).text()).toBe('raw /?b=c');
  });
  it('lets requests in flight finish when it closes', async () => {
    const other = await createApp(TimeModule, { ...META, name: 'other' });
    const second = await mountApps([{ prefix: '', app: other }], { port: 0 });
    const slow = fetch(`${second.url}/v1/timesheets/slow`);
    await new Promise((resolve) => setTimeout(resolve, 80));
    await second.close();
    expect(await (await slow).json()).toEqual({ done: true });
    await expect(fetch(`${second.url}/health/live`)).rejects.toThrow();
  });
  it('alone in a process: answers under its prefix as in the suite, and at the root for probes', async () => {
    supplySettings({ 'http.port': 0 });
    const listeners = process.listenerCount('SIGTERM');
    const alone = await listenAlone(await createApp(TimeModule, { ...META, name: 'alone' }));
    expect(process.listenerCount('SIGTERM')).toBe(listeners + 1);
    expect((await fetch(`${alone.url}/process/time/v1/timesheets/open`)).status).toBe(200);
    expect((await fetch(`${alone.url}/health/ready`)).status).toBe(200);
    await alone.close();
    expect(process.listenerCount('SIGTERM')).toBe(listeners);
  });
});
