import 'reflect-metadata';
import { answerOf, type PageAt, type VendorRequest } from '#lib/connector';
import { instant } from '../mappers/values.js';
import { changes } from './changes.js';
import type { Ctx } from './listing.js';
import { walkOf } from './walk.js';

interface Thing {
  id: string;
  /** Seconds. */
  at: number;
  /** What it is ordered by where it cannot be ordered by change. */
  week: number;
}

/** A list as Kantata has it at its worst: rows of one second stand in another order on every call; filters may be strict or not; `date` is the only order. */
class Account {
  now = 1_000_000;
  things: Thing[] = [];
  calls = 0;
  before?: (call: number) => void;

  constructor(private readonly strict: boolean, private readonly random: () => number) {}

  readonly ctx = { http: { send: async (request: VendorRequest) => this.answer(request.query as Record<string, string>) } } as unknown as Ctx;

  private answer(q: Record<string, string | number>) {
    this.before?.(++this.calls);
    const second = (name: string, none: number) => (q[name] === undefined ? none : Date.parse(String(q[name])) / 1000);
    const [after, upTo] = [second('updated_after', -1), second('updated_before', Infinity)];
    const fits = this.things.filter((t) => (this.strict ? t.at > after && t.at < upTo : t.at >= after && t.at <= upTo));
    const shuffled = fits.map((t) => ({ t, k: this.random() })).sort((a, b) => a.k - b.k).map(({ t }) => t);
    const single = after + 2 >= upTo;
    const ordered = String(q['order']).startsWith('updated_at') ? shuffled.sort((a, b) => a.at - b.at) : (single ? fits.sort((a, b) => Number(a.id) - Number(b.id)) : shuffled).sort((a, b) => a.week - b.week);
    const page = ordered.slice(Number(q['offset']), Number(q['offset']) + Number(q['limit']));
    const map = Object.fromEntries(page.map((t) => [t.id, { id: t.id, updated_at: `${new Date(t.at * 1000).toISOString().slice(0, 19)}Z` }]));
    return answerOf(200, { count: fits.length, results: page.map((t) => ({ key: 'things', id: t.id })), things: map, meta: { count: fits.length } }, { date: new Date(this.now * 1000).toUTCString() });
  }
}

/** Reads as the kit does: from the newest change of the walk before, without overlap. */
class Reader {
  high: string | null = null;
  latest = new Map<string, string>();
  order: string[] = [];

  constructor(private readonly account: Account, private readonly order_: string | undefined, private readonly limit: number) {}

  async walk(between: () => void = () => undefined): Promise<void> {
    const at: PageAt = { since: this.high, from: null, limit: this.limit };
    for (let pages = 0; pages < 2_000; pages++) {
      const page = await walkOf(at, [changes(this.account.ctx, { plural: 'things', order: this.order_ })]);
      for (const row of page.rows) {
        const changed = instant(row.changed_at);
        this.latest.set(row.id, changed);
        this.order.push(changed);
        if (this.high === null || changed > this.high) this.high = changed;
      }
      if (page.next === null) return;
      at.from = page.next;
      between();
    }
    throw new Error('the walk does not end');
  }
}

const seeded = (seed: number) => () => ((seed = (seed * 1_103_515_245 + 12_345) % 2_147_483_648) / 2_147_483_648);

describe.each([['by change', undefined], ['by date only', 'date:asc']])('a list ordered %s', (_name, order) => {
  describe.each([[true, 'strict'], [false, 'inclusive']])('with filters that are strict: %s', (strict) => {
    it.each([1, 2, 3, 4, 5, 6, 7, 8])('gives every change, oldest first within a quiet walk (seed %i)', async (seed) => {
      const random = seeded(seed);
      const account = new Account(strict, random);
      for (let n = 0; n < 60; n++) account.things.push({ id: String(n + 1), at: account.now - Math.floor(random() ** 3 * 40), week: Math.floor(random() * 6) });
      const reader = new Reader(account, order, [2, 7, 20, 200][seed % 4]!);
      await reader.walk();
      expect(reader.latest.size).toBe(60);
      expect(reader.order).toEqual([...reader.order].sort());
    });

    it.each([11, 12, 13, 14, 15, 16, 17, 18])('loses no change made while it is read, however long that takes (seed %i)', async (seed) => {
      const random = seeded(seed);
      const account = new Account(strict, random);
      for (let n = 0; n < 50; n++) account.things.push({ id: String(n + 1), at: account.now - 500 + Math.floor(random() * 500), week: Math.floor(random() * 6) });
      const reader = new Reader(account, order, [2, 5, 12][seed % 3]!);
      for (let walks = 0; walks < 3; walks++) {
        await reader.walk(() => {
          account.now += Math.floor(random() * 900);
          for (let n = 0; n < 2; n++) account.things[Math.floor(random() * account.things.length)]!.at = account.now;
          if (random() < 0.2) account.things.push({ id: String(account.things.length + 1), at: account.now, week: Math.floor(random() * 6) });
        });
      }
      account.now += 10;
      await reader.walk();
      await reader.walk();
      for (const thing of account.things) expect([thing.id, reader.latest.get(thing.id)]).toEqual([thing.id, instant(new Date(thing.at * 1000).toISOString())]);
    });
  });
});

it('a position that is not one of ours is refused', async () => {
  const account = new Account(true, Math.random);
  for (const from of ['x', '1.7.', '1.0.a;b', '99']) await expect(walkOf({ since: null, from, limit: 2 }, [changes(account.ctx, { plural: 'things' })])).rejects.toThrow('position');
});
