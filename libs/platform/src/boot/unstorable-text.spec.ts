import { unstorable } from './unstorable-text.js';

describe('texts that no database of ours can hold', () => {
  it('are named by where they stand', () => {
    expect(unstorable({ a: 'x\0', b: [{ c: 'fine' }, { c: '\ud800' }], d: 1, e: null }, '')).toEqual(['a', 'b[1].c']);
    expect(unstorable('\udfff', 'path:code')).toEqual(['path:code']);
  });

  it('count as names of members too', () => {
    expect(unstorable({ lines: [{ 'a\0': 1 }] }, '')).toEqual(['lines[0]']);
  });

  it('are not those of any language, nor whole surrogate pairs', () => {
    expect(unstorable({ a: 'Zürich 東京 𝕌 😀\n\t', b: [''] }, '')).toEqual([]);
  });
});
