import { reportPage } from './report-walk.js';

const rowsOf = (...keys: string[]) => keys.map((key) => ({ key }));

describe('pages of a report that has none', () => {
  test('one load per walk, rows in key order, a new walk loads again', async () => {
    const settings = {};
    const load = jest.fn(async () => rowsOf('c', 'a', 'e', 'b', 'd'));
    const seen: string[] = [];
    for (let from: string | null = null; ;) {
      const page: { rows: { key: string }[]; next: string | null } = await reportPage({ since: null, from, limit: 2 }, settings, load);
      seen.push(...page.rows.map((row) => row.key));
      if (page.next === null) break;
      from = page.next;
    }
    expect([seen.join(''), load.mock.calls.length]).toEqual(['abcde', 1]);
    await reportPage({ since: null, from: null, limit: 2 }, settings, load);
    expect(load).toHaveBeenCalledTimes(2);
  });

  test('after a restart the walk goes on behind its last key, also when rows came and went', async () => {
    const { next } = await reportPage({ since: null, from: null, limit: 2 }, {}, async () => rowsOf('a', 'b', 'c', 'd'));
    expect(await reportPage({ since: null, from: next, limit: 10 }, {}, async () => rowsOf('a', 'aa', 'c', 'd', 'e'))).toEqual({ rows: rowsOf('c', 'd', 'e'), next: null });
    expect(await reportPage({ since: null, from: next, limit: 10 }, {}, async () => rowsOf('a'))).toEqual({ rows: [], next: null });
  });

  test('walks of two consumers do not disturb each other', async () => {
    const settings = {};
    const one = await reportPage({ since: null, from: null, limit: 1 }, settings, async () => rowsOf('a', 'b'));
    const two = await reportPage({ since: 'x', from: null, limit: 1 }, settings, async () => rowsOf('m', 'n'));
    const never = () => Promise.reject(new Error('read again'));
    expect((await reportPage({ since: null, from: one.next, limit: 1 }, settings, never)).rows).toEqual(rowsOf('b'));
    expect((await reportPage({ since: 'x', from: two.next, limit: 1 }, settings, never)).rows).toEqual(rowsOf('n'));
  });
});
