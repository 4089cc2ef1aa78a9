import { given } from './given.js';

it('members without a value are left out at every depth, values of zero, false and empty text stay', () => {
  expect(given({ a: null, b: undefined, c: 0, d: false, e: '', f: { g: null, h: [{ i: null, j: '1.50' }] }, k: [] })).toEqual({ c: 0, d: false, e: '', f: { h: [{ j: '1.50' }] }, k: [] });
});

it('a name that JavaScript knows stays a member', () => {
  expect(Object.keys(given(JSON.parse('{"__proto__": "x", "constructor": null}')))).toEqual(['__proto__']);
});
