import { unusable } from './unusable-content.js';

const fields = (value: unknown, at = '') => unusable(value, at).map((e) => e.field);

describe('texts that no database of ours can hold', () => {
  it('are named by where they stand', () => {
    expect(fields({ a: 'x\0', b: [{ c: 'fine' }, { c: '\ud800' }], d: 1, e: null })).toEqual(['a', 'b[1].c']);
    expect(fields('\udfff', 'path:code')).toEqual(['path:code']);
  });

  it('count as names of members too', () => {
    expect(fields({ lines: [{ 'a\0': 1 }] })).toEqual(['lines[0]']);
  });

  it('are not those of any language, nor whole surrogate pairs', () => {
    expect(fields({ a: 'Zürich 東京 𝕌 😀\n\t', b: [''] })).toEqual([]);
  });
});

it('a list where an element of a list should stand is refused by its place', () => {
  expect(unusable({ entries: [{ hours: '1' }, [], ['x']], tags: ['a'] }, '')).toMatchObject([{ field: 'entries[1]', message: 'entries[1] must not be a list' }, { field: 'entries[2]' }]);
});
