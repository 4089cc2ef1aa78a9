import { readFilter, withFilter, writeFilter } from './filter-in-url';

describe('the filter of a list in its address', () => {
  const names = ['code', 'owner_team', 'text'] as const;

  it('reads the names of the list and nothing else', () => {
    expect(readFilter(names, new URLSearchParams('code=MISSING_RATE&text=%20&cursor=abc'))).toEqual({ code: 'MISSING_RATE' });
  });
  it('survives being written and read', () => {
    const filter = { code: 'CAP_EXCEEDED', text: 'a&b=c d' };
    expect(readFilter(names, new URLSearchParams(withFilter('/exceptions', filter).split('?')[1]))).toEqual(filter);
  });
  it('takes out what was emptied and keeps the rest', () => {
    expect(writeFilter(new URLSearchParams('code=X&owner_team=it'), { code: null, text: 'late' }).toString()).toBe('owner_team=it&text=late');
  });
  it('writes no question mark for an empty filter', () => expect(withFilter('/runs', { state: undefined })).toBe('/runs'));
});
