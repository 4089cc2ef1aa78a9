import { classifyStatus, retryAfter } from './classify.js';
import { answerOf, UnreadableAnswer } from './request.js';

describe('a status alone', () => {
  it.each([[200, null], [204, null], [400, 'validation'], [401, 'auth'], [404, 'not_found'], [409, 'conflict'], [423, 'locked'], [429, 'rate_limited'], [418, 'validation']])('%i: %s, and a 4xx applied nothing', (status, cls) => {
    const failure = classifyStatus(answerOf(status));
    expect(failure?.class ?? null).toBe(cls);
    if (failure) expect(failure.applied).toBe('no');
  });

  it.each([408, 500, 502, 503, 504, 302, 100])('%i never proves that nothing was applied', (status) => {
    expect(classifyStatus(answerOf(status))).toMatchObject({ applied: 'unknown' });
  });

  it('reads Retry-After in seconds and as a date', () => {
    const now = Date.parse('2026-01-05T09:00:00Z');
    expect(retryAfter(answerOf(429, '', { 'Retry-After': '7' }), now)).toBe(7);
    expect(retryAfter(answerOf(429, '', { 'Retry-After': 'Mon, 05 Jan 2026 09:00:30 GMT' }), now)).toBe(30);
    expect(retryAfter(answerOf(429, '', { 'Retry-After': 'soon' }), now)).toBeUndefined();
    expect(retryAfter(answerOf(429), now)).toBeUndefined();
  });

  it('a body that is not JSON is named as such, not thrown as a syntax error', () => {
    expect(() => answerOf(200, '<html>').json()).toThrow(UnreadableAnswer);
  });
});
