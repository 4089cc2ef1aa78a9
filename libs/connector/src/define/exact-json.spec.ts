import fc from 'fast-check';
import { ExactNumber, exactJson, exactText } from './exact-json.js';
import { answerOf, UnreadableAnswer } from './request.js';

describe('exact JSON', () => {
  it('keeps every digit of a number, and leaves digits inside text alone', () => {
    const body = '{"total":1200.10,"big":12345678901234567.89,"lines":[{"net":-0.30}],"memo":"a \\"1.10\\" 2","ok":true,"none":null}';
    expect(exactJson(answerOf(200, body))).toEqual({ total: '1200.10', big: '12345678901234567.89', lines: [{ net: '-0.30' }], memo: 'a "1.10" 2', ok: true, none: null });
  });

  it('writes exact numbers as numbers and everything else as JSON does', () => {
    expect(exactText({ total: new ExactNumber('0100.10'), lines: [new ExactNumber('-0.30')], memo: 'x"y', gone: undefined, none: null })).toBe('{"total":100.10,"lines":[-0.30],"memo":"x\\"y","none":null}');
    expect(() => new ExactNumber('1e5')).toThrow(RangeError);
  });

  it('any JSON without numbers comes back as it went', () => {
    fc.assert(fc.property(fc.jsonValue({ noUnicodeString: false }), (value) => {
      const text = (v: unknown): unknown => (typeof v === 'number' ? String(v) : Array.isArray(v) ? v.map(text) : v && typeof v === 'object' ? Object.fromEntries(Object.entries(v).map(([k, m]) => [k, text(m)])) : v);
      expect(exactJson(answerOf(200, exactText(text(value))))).toEqual(JSON.parse(JSON.stringify(text(value))));
    }), { numRuns: 300 });
  });

  it('half an answer is unreadable, not a surprise', () => {
    expect(() => exactJson(answerOf(201, '{"id":'))).toThrow(UnreadableAnswer);
  });
});
