import { Secret } from '../config/secret.js';
import { inWorkContext } from '../correlation/context.js';
import { createLogger, useLogger } from './logger.js';
import { NestLogger } from './nest-logger.js';
import { redact, redactText } from './redact.js';

const lines: Record<string, unknown>[] = [];
const log = createLogger({ write: (line: string) => void lines.push(JSON.parse(line)) }, 'debug');
beforeEach(() => void (lines.length = 0));

describe('redaction', () => {
  it('hides credentials and personal values by name, at any depth, and keeps the rest', () => {
    const shown = JSON.stringify(
      redact({
        headers: { authorization: 'Bearer x1', cookie: 'x2', 'set-cookie': ['x3'], 'x-api-key': 'x4', accept: 'json' },
        body: [{ worker: { email: 'x5', home_address: 'x6', birth_date: 'x7', cost_rate: 'x8', worker_id: 'W1' } }],
        client_secret: 'x9', refreshToken: 'x13', homeAddress: 'x14', api_key: 'x10', db_password: 'x11', secret: new Secret('x12'),
      }),
    );
    expect(shown).not.toMatch(/x\d/);
    expect(shown).toContain('W1');
    expect(shown).toContain('"accept":"json"');
  });
  it.each([
    ['GET /?access_token=abc123&x=1', 'abc123'],
    ['{"password":"abc123"}', 'abc123'],
    ['Authorization: Bearer abc123.def', 'abc123'],
    ['postgres://app:abc123@db/app', 'abc123'],
    [`token eyJhbGciOiJSUzI1NiJ9.eyJzdWIiOiJhYmMxMjMifQ.c2ln was refused`, 'eyJ'],
  ])('hides what looks like a credential inside a text: %s', (text, hidden) => {
    expect(redactText(text)).not.toContain(hidden);
  });
  it('does not choke on cycles of depth, bytes, big numbers or errors with causes', () => {
    const loop: Record<string, unknown> = { n: 10n, bytes: Buffer.from('abc') };
    loop.self = loop;
    const shown = JSON.stringify(redact({ loop, err: new Error('outer password=abc', { cause: new Error('inner') }) }));
    expect(shown).toContain('[3 bytes]');
    expect(shown).toContain('inner');
    expect(shown).not.toContain('=abc');
  });
});

describe('lines', () => {
  it('carry level, time, correlation id, run id and principal of the work at hand', () => {
    inWorkContext({ correlation_id: 'c1', traceparent: 't', run_id: 'r1', principal: { sub: 'u1', client_id: 'c', name: 'n', roles: [], scopes: [] } }, () => log.info({ a: 1 }, 'done'));
    expect(lines[0]).toMatchObject({ level: 'info', correlation_id: 'c1', run_id: 'r1', principal: 'u1', a: 1, message: 'done', time: expect.stringMatching(/^\d{4}-\d\d-\d\dT/) });
  });
  it('are redacted in fields, message and errors', () => {
    log.error({ password: 'hunter2', err: new Error('secret=hunter2') }, 'failed with token=hunter2 password: hunter2');
    expect(JSON.stringify(lines)).not.toContain('password: hunter2');
    expect(JSON.stringify(lines)).not.toContain('secret=hunter2');
    expect(lines[0]).toMatchObject({ password: '[hidden]', err: { type: 'Error', stack: expect.any(String) } });
  });
  it('take Nest\'s own lines, with its context as part and errors with their stack', () => {
    useLogger(log);
    const nest = new NestLogger('app1');
    nest.log('Mapped {/x, GET} route', 'RouterExplorer');
    nest.error(new TypeError('bad'), 'Handler');
    nest.warn('careful', 'Part');
    useLogger(undefined);
    expect(lines).toMatchObject([
      { level: 'debug', app: 'app1', part: 'RouterExplorer' },
      { level: 'error', part: 'Handler', err: { type: 'TypeError', message: 'bad' } },
      { level: 'warn', message: 'careful' },
    ]);
  });
});
