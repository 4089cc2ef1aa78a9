import 'reflect-metadata';
import { retryAfter } from './define/classify.js';
import type { VendorAnswer } from './define/request.js';
import { ConnectorRuntime } from './runtime.js';
import { acme } from './testing/acme-connector.js';

afterEach(() => jest.restoreAllMocks());

describe('on a machine whose clock is three hours behind', () => {
  const HOURS = 3 * 3_600_000;
  const right = Date.now;
  beforeEach(() => void jest.spyOn(Date, 'now').mockImplementation(() => right() - HOURS));

  it('the vendor’s code works with the time it is given, the database’s', () => {
    const runtime = new ConnectorRuntime(acme, { settings: { base_url: 'http://127.0.0.1:9', secret: 's' }, now: () => right() });
    expect(Math.abs(runtime.context().now().getTime() - right())).toBeLessThan(1_000);
    runtime.close();
  });

  it('a vendor that says until when to wait is waited for until then, by the vendor’s own clock', () => {
    const http = (ms: number) => new Date(ms).toUTCString();
    const now = right();
    const answer = (headers: Record<string, string>) => ({ headers }) as unknown as VendorAnswer;
    expect(retryAfter(answer({ 'retry-after': http(now + 20_000), date: http(now) }))).toBe(20);
  });
});
