import 'reflect-metadata';
import { UnreadableAnswer } from '../define/request.js';
import { byOffset, keysetAfter, keysetNext } from './walks.js';

/** Walks a list by offset; `meanwhile` changes it between pages. */
async function walk(list: string[], limit: number, meanwhile: (page: number) => void): Promise<string[]> {
  const got: string[] = [];
  let from: string | null = null;
  for (let page = 0; page < 100; page++) {
    const r: { rows: string[]; next: string | null } = await byOffset({ from, limit }, (x) => x, async (offset, n) => ({ rows: list.slice(offset, offset + n), total: list.length }));
    got.push(...r.rows);
    if (r.next === null) return got;
    from = r.next;
    meanwhile(page);
  }
  throw new Error('the walk did not end');
}

describe('byOffset', () => {
  it.each([1, 2, 3, 5, 10, 11])('page size %i: every row once when nothing changes', async (limit) => {
    const list = Array.from({ length: 10 }, (_, i) => `r${i}`);
    expect(await walk(list, limit, () => undefined)).toEqual(list);
  });

  it('a row removed from a page already read shifts the rest: nothing is missed', async () => {
    const list = Array.from({ length: 10 }, (_, i) => `r${i}`);
    const got = await walk(list, 3, (page) => {
      if (page === 1) list.splice(0, 1);
    });
    expect(new Set(got)).toEqual(new Set(Array.from({ length: 10 }, (_, i) => `r${i}`)));
  });
});

describe('keyset', () => {
  it('ends on a page that is not full, and carries change time and id', () => {
    const rows = [{ t: '2026-01-05T09:00:00Z', id: '7' }, { t: '2026-01-05T09:00:00Z', id: 'a|b' }];
    const next = keysetNext(rows, 2, (r) => ({ changed_at: r.t, id: r.id }));
    expect(keysetAfter(next)).toEqual({ changed_at: '2026-01-05T09:00:00Z', id: 'a|b' });
    expect(keysetNext(rows, 3, (r) => ({ changed_at: r.t, id: r.id }))).toBeNull();
    expect(keysetAfter(null)).toBeNull();
  });

  it('a full page whose last row has no id or no change time is no page: the walk stays where it is', () => {
    for (const key of [{ changed_at: '2026-01-05', id: 'a'.repeat(20_000) }, { changed_at: '2026-01-05', id: '' }, { changed_at: undefined as never, id: '7' }]) expect(() => keysetNext([1], 1, () => key)).toThrow(UnreadableAnswer);
  });

  it('refuses a position that a caller made up', () => {
    expect(() => keysetAfter("2026' or 1=1 --|1")).toThrow();
    expect(() => keysetAfter("2026-01-05|1'; drop")).toThrow();
  });
});
