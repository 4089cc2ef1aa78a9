import 'reflect-metadata';
import fc from 'fast-check';
import { type TestDatabase, testDatabase } from '../../../../../libs/process/src/testing/database.js';
import { Books } from '../testing/books.js';
import { Firm, line } from '../testing/firm.js';

jest.setTimeout(120_000);
let db: TestDatabase;
beforeAll(async () => {
  db = await testDatabase();
});
afterAll(() => db.close());

const WEEK = '2026-07-06';
const day = (n: number, hours = '8') => ({ date: `2026-07-0${n}`, hours, id: `t${n}` });
/** A test in a firm whose contract line has a cap (500 unless said otherwise). */
const capped = (work: (books: Books, firm: Firm) => Promise<void>, cap: Parameters<Firm['amend']>[1] = { cap_amount: '500' }) => () =>
  Firm.trial(db.ds, async (firm) => {
    await firm.worker('E1');
    await firm.amend('C-1', cap);
    await work(new Books(firm), firm);
  });
const holds = async (books: Books) => expect((await books.totals()).totals.map((t) => [t.period, t.difference])).toEqual((await books.totals()).totals.map((t) => [t.period, '0']));

describe('work beyond a cap', () => {
  it('is split at the cap, held apart, and shown until it is gone', capped(async (books) => {
    await books.approve(WEEK, [day(6, '4'), day(7, '4')]);
    expect(await books.billing()).toEqual(['07-06 billable ready 400', '07-07 billable ready 100', '07-07 over_cap capped 300']);
    expect((await books.events()).map((e) => Number(e.quantity))).toEqual([4, 1, 3]);
    expect(await books.exceptions()).toEqual(['CAP_EXCEEDED cap:C-1:1']);
    await books.approve(WEEK, [day(6, '4'), day(7, '1')]);
    expect(await books.billing()).toEqual(['07-06 billable ready 400', '07-07 billable ready 100']);
    expect(await books.exceptions()).toEqual([]);
  }));

  it('comes in when room is given back: by a sheet that is rejected', capped(async (books) => {
    await books.approve(WEEK, [day(6, '5')]);
    await books.approve('2026-07-13', [{ date: '2026-07-13', hours: '4' }]);
    expect(await books.billing()).toEqual(['07-06 billable ready 500', '07-13 billable capped 400']);
    await books.reject(WEEK);
    expect(await books.billing()).toEqual(['07-13 billable ready 400']);
    expect(await books.exceptions()).toEqual([]);
    await holds(books);
  }));

  it('comes in when room is given back: by work that turns out not to be billable', capped(async (books) => {
    await books.approve(WEEK, [day(6, '5'), day(7, '4')]);
    await books.approve(WEEK, [{ ...day(6, '5'), class: 'non_billable' }, day(7, '4')]);
    expect(await books.billing()).toEqual(['07-07 billable ready 400']);
    await holds(books);
  }));

  it('comes in when room is given back: by what finance gives up', capped(async (books) => {
    await books.approve(WEEK, [day(6, '8')]);
    const [ready] = (await books.events()).filter((e) => e.status === 'ready');
    await books.writeOff(ready!.id);
    expect(await books.billing()).toEqual(['07-06 billable written_off 500', '07-06 over_cap ready 300']);
    await holds(books);
  }));

  it('given up takes no room', capped(async (books) => {
    await books.approve(WEEK, [day(6, '8')]);
    await books.writeOff((await books.events()).find((e) => e.status === 'capped')!.id);
    await books.approve('2026-07-13', [{ date: '2026-07-13', hours: '1' }]);
    expect(await books.billing()).toEqual(['07-06 billable ready 500', '07-06 over_cap written_off 300', '07-13 billable capped 100']);
    await holds(books);
  }));

  it('comes in with an amendment, at the next billing run', capped(async (books, firm) => {
    await books.approve(WEEK, [day(6, '8')]);
    await firm.amend('C-1', { cap_amount: '2000' });
    await books.bill('2026-07');
    expect(await books.billing()).toEqual(['07-06 billable on_draft 800']);
    expect(await books.exceptions()).toEqual([]);
  }));

  it('comes in when the cap is lifted altogether', capped(async (books, firm) => {
    await books.approve(WEEK, [day(6, '8')]);
    await firm.amend('C-1', { cap_amount: undefined });
    await books.bill('2026-07');
    expect(await books.billing()).toEqual(['07-06 billable on_draft 800']);
    expect(await books.exceptions()).toEqual([]);
  }));

  it('counts what is drafted and invoiced, and gets back what is credited', capped(async (books) => {
    await books.approve(WEEK, [day(6, '3')]);
    const { drafts: [draft] } = await books.bill('2026-07');
    await books.approve('2026-07-13', [{ date: '2026-07-13', hours: '4' }]);
    expect(await books.billing()).toEqual(['07-06 billable on_draft 300', '07-13 billable ready 200', '07-13 over_cap capped 200']);
    await books.post(draft!);
    await books.reject(WEEK);
    expect(await books.billing()).toEqual(['07-06 billable invoiced 300', '07-06 credit ready -300', '07-13 billable ready 400']);
    await holds(books);
  }));

  it('what is left of an entry already invoiced in part is billed later, and all of it is credited', capped(async (books, firm) => {
    await books.approve(WEEK, [day(6, '8')]);
    await books.post((await books.bill('2026-07')).drafts[0]!);
    await firm.amend('C-1', { cap_amount: '600' });
    const { drafts: [second] } = await books.bill('2026-07');
    expect(await books.billing()).toEqual(['07-06 billable invoiced 500', '07-06 over_cap on_draft 100', '07-06 over_cap_2 capped 200']);
    await books.post(second!);
    await books.reject(WEEK);
    const { credits } = await books.bill('2026-07');
    expect(credits).toHaveLength(2);
    for (const credit of credits) await books.post(credit);
    expect((await books.totals()).totals).toMatchObject([{ approved: '0', invoiced: '0', capped: '0', holds: true }]);
  }));

  it('in hours is split in hours', capped(async (books) => {
    await books.approve(WEEK, [day(6, '7.5')]);
    expect((await books.events()).map((e) => [e.status, Number(e.quantity), Number(e.net)])).toEqual([['ready', 5, 500], ['capped', 2.5, 250]]);
  }, { cap_hours: '5' }));

  it('of a line that fails whole waits whole, and smaller work after it still fits', capped(async (books) => {
    await books.approve(WEEK, [day(6, '4'), day(7, '4'), day(8, '1')]);
    expect(await books.billing()).toEqual(['07-06 billable ready 400', '07-07 billable capped 400', '07-08 billable ready 100']);
    await holds(books);
  }, { cap_amount: '500', cap_policy: 'fail_whole' }));

  it('of a line that writes the excess off is written off and goes away with its work', capped(async (books) => {
    await books.approve(WEEK, [day(6, '8')]);
    expect(await books.billing()).toEqual(['07-06 billable ready 500', '07-06 over_cap written_off 300']);
    await books.approve(WEEK, [day(6, '4')]);
    expect(await books.billing()).toEqual(['07-06 billable ready 400']);
    await holds(books);
  }, { cap_amount: '500', cap_policy: 'write_off_excess' }));

  it('of a line that only warns is billed, with the warning', capped(async (books) => {
    await books.approve(WEEK, [day(6, '8')]);
    expect(await books.billing()).toEqual(['07-06 billable ready 800']);
    expect(await books.exceptions()).toEqual(['CAP_EXCEEDED cap:C-1:1']);
  }, { cap_amount: '500', cap_policy: 'warn_only' }));

  it('of one line leaves the other lines alone', capped(async (books, firm) => {
    await firm.task('P1', 'PM');
    await firm.contract('C-1', [line({ cap_amount: '500' }), line({ line_no: '2', task_codes: ['PM'] })]);
    await books.approve(WEEK, [day(6, '8'), { ...day(7, '8'), task: 'P1:PM' }]);
    expect(await books.billing()).toEqual(['07-06 billable ready 500', '07-06 over_cap capped 300', '07-07 billable ready 800']);
  }));

  it('is judged per source system when two have the same entry number', capped(async (books, firm) => {
    await books.approve(WEEK, [day(6, '4')]);
    const other = await firm.sheet('E1', 'P1', '2026-07-13', [{ ...day(6, '4') }]);
    await firm.em.query(`update canonical_record set source_system = 'certinia' where id = $1`, [other.id]);
    await books.record(other);
    expect((await books.events()).map((e) => [e.source_system, e.status, Number(e.net)]).sort()).toEqual([['certinia', 'capped', 300], ['certinia', 'ready', 100], ['kantata', 'ready', 400]]);
    await holds(books);
  }));
});

describe('the order in which timesheets arrive', () => {
  const worked = fc.record({ day: fc.integer({ min: 0, max: 6 }), quarters: fc.integer({ min: 1, max: 40 }), role: fc.constantFrom('DEV', 'LEAD') });
  const sheet = fc.record({ worker: fc.constantFrom('E1', 'E2', 'E3'), week: fc.integer({ min: 0, max: 2 }), approved: fc.integer({ min: 0, max: 3 }), worked: fc.array(worked, { minLength: 1, maxLength: 3 }) });
  const history = fc.uniqueArray(sheet, { minLength: 2, maxLength: 6, selector: (s) => `${s.worker} ${s.week}` }).chain((sheets) => fc.record({ sheets: fc.constant(sheets), order: fc.shuffledSubarray(sheets.map((_, i) => i), { minLength: sheets.length }) }));
  const cap = fc.oneof(fc.integer({ min: 100, max: 9000 }).map((n) => ({ cap_amount: String(n) })), fc.integer({ min: 1, max: 80 }).map((n) => ({ cap_hours: String(n) })), fc.record({ cap_amount: fc.constantFrom('999.99', '2500'), cap_hours: fc.constantFrom('7.3', '31') }));

  it('does not change what is billed and what is capped', async () => {
    await Firm.trial(db.ds, async (firm) => {
      for (const number of ['E1', 'E2', 'E3']) await firm.worker(number);
      const books = new Books(firm);
      const arrive = (given: { sheets: (typeof sheet extends fc.Arbitrary<infer S> ? S : never)[] }, order: number[]) =>
        firm.undone(async () => {
          for (const i of order) {
            const s = given.sheets[i]!;
            const week = `2026-07-${String(6 + 7 * s.week).padStart(2, '0')}`;
            const entries = s.worked.map((w, n) => ({ date: `2026-07-${String(6 + 7 * s.week + w.day).padStart(2, '0')}`, hours: String(w.quarters / 4), role: w.role, id: `${i}.${n}` }));
            await books.approve(week, entries, { worker: s.worker, approved_at: `2026-08-0${1 + s.approved}T09:00:00Z` });
          }
          const events = await books.events();
          const totals = await books.totals();
          return { holds: totals.holds, ready: totals.totals.reduce((n, t) => n + Number(t.ready), 0), events: events.map((e) => `${e.source_id} ${e.status} ${Number(e.net)} ${Number(e.quantity)}`).sort() };
        });
      await fc.assert(
        fc.asyncProperty(history, cap, async (given, limit) => {
          await firm.amend('C-1', { cap_amount: undefined, cap_hours: undefined, ...limit });
          const inOrder = await arrive(given, given.sheets.map((_, i) => i));
          expect(await arrive(given, given.order)).toEqual(inOrder);
          expect(inOrder.holds).toBe(true);
          if ('cap_amount' in limit) expect(inOrder.ready).toBeLessThanOrEqual(Number(limit.cap_amount));
        }),
        { numRuns: Number(process.env['PROPERTY_RUNS'] ?? 12) },
      );
    });
  });
});
