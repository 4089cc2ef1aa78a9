import 'reflect-metadata';
import { createServer, type Server, type Socket } from 'node:net';
import type { AddressInfo } from 'node:net';
import { VendorFailure } from '../define/failure.js';
import { ConnectorRuntime, type RuntimeOptions } from '../runtime.js';
import { acme } from '../testing/acme-connector.js';
import { AcmeServer } from '../testing/acme-server.js';

const server = new AcmeServer();
beforeAll(() => server.start());
afterAll(() => server.stop());
beforeEach(() => {
  server.faults = [];
  server.wire.length = 0;
  server.tokenLifeS = 3600;
  server.tokenDelayMs = 0;
});

const runtime = (manifest: RuntimeOptions['manifest'] = {}, base = server.url) => new ConnectorRuntime(acme, { settings: { base_url: base, secret: 's' }, manifest });
const GET = { method: 'GET', url: '/projects', label: 'projects' } as const;
const POST = { method: 'POST', url: '/projects', body: { name: 'x' }, label: 'projects.post' } as const;
const nothing = async () => undefined;
const failureOf = (work: Promise<unknown>) => work.then(() => { throw new Error('it did not fail'); }, (e: unknown) => { if (e instanceof VendorFailure) return e.failure; throw e; });

/** A server that does exactly this with each connection. */
async function rawServer(onConnection: (socket: Socket, n: number) => void): Promise<{ url: string; server: Server }> {
  let n = 0;
  const raw = createServer((socket) => {
    socket.on('error', () => undefined);
    onConnection(socket, ++n);
  });
  await new Promise<void>((resolve) => raw.listen(0, '127.0.0.1', resolve));
  return { url: `http://127.0.0.1:${(raw.address() as AddressInfo).port}`, server: raw };
}

describe('tokens', () => {
  it('ten callers at once make one refresh', async () => {
    const r = runtime({ limits: { concurrency: 10 } });
    const before = server.tokensIssued;
    server.tokenDelayMs = 50;
    await Promise.all(Array.from({ length: 10 }, () => r.context().http.send(GET)));
    expect(server.tokensIssued - before).toBe(1);
  });

  it('a revoked token met by ten callers is replaced once, and every call succeeds', async () => {
    const r = runtime({ limits: { concurrency: 10 } });
    await r.context().http.send(GET);
    const before = server.tokensIssued;
    server.revokeTokens();
    server.tokenDelayMs = 50;
    const answers = await Promise.all(Array.from({ length: 10 }, () => r.context().http.send(GET)));
    expect(answers.every((a) => a.status === 200)).toBe(true);
    expect(server.tokensIssued - before).toBe(1);
  });

  it('a token is renewed before it ends', async () => {
    const r = runtime();
    server.tokenLifeS = 0.1;
    await r.context().http.send(GET);
    const before = server.tokensIssued;
    await new Promise((resolve) => setTimeout(resolve, 95));
    await r.context().http.send(GET);
    expect(server.tokensIssued - before).toBe(1);
    expect(server.wire.filter((w) => w.path === '/projects')).toHaveLength(2);
  });

  it('401 on a write with a fresh token again: an auth failure, nothing applied, no third try', async () => {
    const r = runtime();
    server.fault('POST', '/projects', { kind: 'status', status: 401 }, { kind: 'status', status: 401 });
    expect(await failureOf(r.write(POST, nothing))).toMatchObject({ class: 'auth', applied: 'no' });
    expect(server.sent('POST', '/projects')).toBe(2);
  });
});

describe('what a transport error proves', () => {
  it('nobody listens: nothing was sent', async () => {
    const dead = await rawServer(() => undefined);
    await new Promise((resolve) => dead.server.close(resolve));
    expect(await failureOf(runtime({}, dead.url).write({ ...POST, auth: 'none' }, nothing))).toMatchObject({ class: 'unavailable', applied: 'no', nothing_sent: true });
  });

  it('a name that does not resolve: nothing was sent', async () => {
    expect(await failureOf(runtime({}, 'http://no-such-host.invalid').write({ ...POST, auth: 'none' }, nothing))).toMatchObject({ applied: 'no', nothing_sent: true });
  });

  it('a server that does not speak TLS where TLS is wanted: nothing was sent', async () => {
    const plain = await rawServer((socket) => socket.end('no tls here\r\n'));
    expect(await failureOf(runtime({}, plain.url.replace('http:', 'https:')).write({ ...POST, auth: 'none' }, nothing))).toMatchObject({ applied: 'no', nothing_sent: true });
    plain.server.close();
  });

  it('closed right after the connection stood: unknown', async () => {
    const closing = await rawServer((socket) => setTimeout(() => socket.resetAndDestroy(), 5));
    expect(await failureOf(runtime({}, closing.url).write({ ...POST, auth: 'none' }, nothing))).toMatchObject({ class: 'unavailable', applied: 'unknown' });
    closing.server.close();
  });

  it('reset on a reused connection before any answer: unknown, because the request may have arrived', async () => {
    const reusing = await rawServer((socket) => {
      let requests = 0;
      socket.on('data', () => {
        if (++requests === 1) socket.write('HTTP/1.1 200 OK\r\ncontent-length: 2\r\nconnection: keep-alive\r\n\r\n{}');
        else socket.resetAndDestroy();
      });
    });
    const r = runtime({}, reusing.url);
    await r.sender.safe({ ...GET, auth: 'none' });
    expect(await failureOf(r.write({ ...POST, auth: 'none' }, nothing))).toMatchObject({ applied: 'unknown' });
    reusing.server.close();
  });

  it('half an answer, and no answer in time: unknown', async () => {
    const half = await rawServer((socket) => socket.on('data', () => socket.end('HTTP/1.1 201 Created\r\ncontent-length: 100\r\n\r\n{"id"')));
    expect(await failureOf(runtime({}, half.url).write({ ...POST, auth: 'none' }, nothing))).toMatchObject({ class: 'unavailable', applied: 'unknown' });
    half.server.close();
    const silent = await rawServer(() => undefined);
    expect(await failureOf(runtime({ requestTimeoutMs: 100 }, silent.url).write({ ...POST, auth: 'none' }, nothing))).toMatchObject({ class: 'timeout', applied: 'unknown' });
    silent.server.close();
  });

  it('when the ledger refuses, nothing leaves', async () => {
    const r = runtime();
    await r.context().http.send(GET);
    await expect(r.write(POST, async () => { throw new Error('overtaken'); })).rejects.toThrow('overtaken');
    expect(server.sent('POST', '/projects')).toBe(0);
    await r.context().http.send(GET);
  });
});

describe('sending again', () => {
  it('a safe request survives resets, 503 and a 429 whose wait it keeps', async () => {
    const r = runtime();
    await r.context().http.send(GET);
    server.fault('GET', '/projects', { kind: 'reset' }, { kind: 'status', status: 503 }, { kind: 'status', status: 429, headers: { 'retry-after': '1' } });
    const at = performance.now();
    expect((await r.context().http.send(GET)).status).toBe(200);
    expect(performance.now() - at).toBeGreaterThan(1_000);
  });

  it('a write is never sent twice by the transport', async () => {
    const r = runtime();
    for (const fault of [{ kind: 'reset' }, { kind: 'status', status: 503 }, { kind: 'status', status: 429 }] as const) {
      server.wire.length = 0;
      server.fault('POST', '/projects', fault);
      await failureOf(r.write(POST, nothing));
      expect(server.sent('POST', '/projects')).toBe(1);
    }
  });

  it('a look-up may not write', async () => {
    await expect(runtime().context().http.send(POST)).rejects.toThrow(/may change the vendor/);
  });

  it('credentials never follow a link to another host', async () => {
    await expect(runtime().context().http.send({ ...GET, url: 'http://elsewhere.example/projects' })).rejects.toThrow(/not an address of this vendor/);
  });
});

describe('limits', () => {
  it('the vendor never sees more requests at once than declared, whoever asks', async () => {
    server.peak = 0;
    const r = runtime({ limits: { concurrency: 2 } });
    server.fault('GET', '/projects', ...Array.from({ length: 20 }, () => ({ kind: 'slow' as const, ms: 10 })));
    await Promise.all(Array.from({ length: 20 }, () => r.context().http.send(GET)));
    expect(server.peak).toBe(2);
  });

  it('a vendor that is away is not asked again and again: calls fail at once, then one tries', async () => {
    const dead = await rawServer(() => undefined);
    const { port } = dead.server.address() as AddressInfo;
    await new Promise((resolve) => dead.server.close(resolve));
    const r = runtime({}, dead.url);
    for (let i = 0; i < 5; i++) await failureOf(r.write({ ...POST, auth: 'none' }, nothing));
    const sent: number[] = [];
    const refused = await failureOf(r.write({ ...POST, auth: 'none' }, async () => void sent.push(1)));
    expect(refused).toMatchObject({ class: 'unavailable', applied: 'no', retry_after_s: expect.any(Number) });
    expect(sent).toHaveLength(0);
    const back = new AcmeServer();
    await back.start(port);
    await new Promise((resolve) => setTimeout(resolve, 1_050));
    expect((await r.sender.safe({ method: 'POST', url: '/token', label: 'token', auth: 'none', safe: true })).status).toBe(200);
    await back.stop();
  });
});
