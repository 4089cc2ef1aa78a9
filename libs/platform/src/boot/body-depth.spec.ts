import { deeperThan } from './body-depth.js';

const nested = (depth: number): unknown => JSON.parse(`${'['.repeat(depth)}${']'.repeat(depth)}`);

describe('how deep a body may be nested', () => {
  it('takes what is as deep as allowed, and refuses one level more', () => {
    expect(deeperThan(nested(64), 64)).toBe(false);
    expect(deeperThan(nested(65), 64)).toBe(true);
  });

  it('finds the one deep member among shallow ones, in objects as in arrays', () => {
    expect(deeperThan({ a: 1, b: [{ c: {} }], d: null }, 4)).toBe(false);
    expect(deeperThan({ a: 1, b: [{ c: { d: [] } }], e: null }, 4)).toBe(true);
  });

  it('does not overflow the stack on a body of a million brackets', () => {
    let value: unknown = [];
    for (let i = 0; i < 500_000; i++) value = [value];
    expect(deeperThan(value, 64)).toBe(true);
  });

  it('takes what is no object at all', () => {
    for (const value of [undefined, null, 'text', 1, true]) expect(deeperThan(value, 64)).toBe(false);
  });
});
