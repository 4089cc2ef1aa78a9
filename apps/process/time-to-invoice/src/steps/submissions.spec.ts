import 'reflect-metadata';
import { type TestDatabase, testDatabase } from '../../../../../libs/process/src/testing/database.js';
import { Books } from '../testing/books.js';
import { Firm, type Sheet, type Worked } from '../testing/firm.js';

jest.setTimeout(60_000);
let db: TestDatabase;
beforeAll(async () => {
  db = await testDatabase();
});
afterAll(() => db.close());

const WEEK = '2026-07-06';
const MON = { date: WEEK, hours: '8', id: 't1' };
const TUE = { date: '2026-07-07', hours: '4', id: 't2' };
const trial = (work: (books: Books, firm: Firm) => Promise<void>) => () =>
  Firm.trial(db.ds, async (firm) => {
    await firm.worker('E1');
    await work(new Books(firm), firm);
  });

/** Submission `no` of E1's week on P1; a higher number was handed in later. */
const submit = (firm: Firm, no: number, worked: Worked[], status = 'approved'): Promise<Sheet> => firm.sheet('E1', 'P1', WEEK, worked, status, undefined, { submission: String(no), submitted_at: `2026-07-1${no}T08:00:00Z` });
const live = async (firm: Firm): Promise<string[]> =>
  (await firm.em.query(`select e.source_id || ' ' || split_part(s.natural_key, ':', 4) || ' ' || e.hours::float as row from time_entry e join canonical_record s on s.id = e.timesheet_id where e.kind <> 'reversal'
     and not exists (select 1 from time_entry r where r.kind = 'reversal' and r.original_entry_id = e.id) order by 1`)).map((r: { row: string }) => r.row);
const cost = async (firm: Firm): Promise<number> => Number((await firm.em.query('select coalesce(sum(cost_amount), 0) as sum from time_entry'))[0].sum);
const sound = async (books: Books) => expect(await books.totals()).toMatchObject({ holds: true });

describe('two submissions of one worker, project and week', () => {
  it('with different entries stand side by side', trial(async (books, firm) => {
    await books.record(await submit(firm, 1, [MON]));
    expect(await books.record(await submit(firm, 2, [TUE]))).toMatchObject({ moved_from: [], moved_to: [] });
    expect(await live(firm)).toEqual(['t1 1 8', 't2 2 4']);
    expect(await books.billing()).toEqual(['07-06 billable ready 800', '07-07 billable ready 400']);
    expect((await books.entries()).map((e) => e.kind)).toEqual(['original', 'original']);
    await sound(books);
  }));

  it('that both hold an entry count it once, on the one handed in later, in whatever order they arrive', async () => {
    for (const order of [[1, 2], [2, 1]] as const) {
      await trial(async (books, firm) => {
        const sheets = { 1: await submit(firm, 1, [MON, TUE]), 2: await submit(firm, 2, [MON]) };
        for (const no of order) await books.record(sheets[no]);
        expect([order, await live(firm)]).toEqual([order, ['t1 2 8', 't2 1 4']]);
        expect(await books.billing()).toEqual(['07-06 billable ready 800', '07-07 billable ready 400']);
        expect(await cost(firm)).toBe(720);
        await sound(books);
      })();
    }
  });

  it('an entry that moves goes on in its chain, and the sheet it left is named', trial(async (books, firm) => {
    const first = await submit(firm, 1, [MON]);
    await books.record(first);
    const moved = await books.record(await submit(firm, 2, [{ ...MON, hours: '6' }]));
    expect(moved.moved_from).toMatchObject([{ timesheet_id: first.id, version: first.version }]);
    const rows = await books.entries();
    expect(rows.map((e) => `${e.kind} ${e.adjustment_sequence} ${Number(e.hours)}`)).toEqual(['original 0 8', 'reversal 1 -8', 'replacement 2 6']);
    expect(rows[1]!.timesheet_id).toBe(first.id);
    expect(rows[2]!.original_entry_id).toBe(rows[0]!.id);
    await sound(books);
  }));

  it('handed in within one second: the higher number holds the entry', trial(async (books, firm) => {
    const at = '2026-07-13T08:00:00Z';
    const older = await firm.sheet('E1', 'P1', WEEK, [MON], 'approved', undefined, { submission: '9', submitted_at: at });
    const newer = await firm.sheet('E1', 'P1', WEEK, [MON], 'approved', undefined, { submission: '10', submitted_at: at });
    for (const sheet of [newer, older]) await books.record(sheet);
    expect(await live(firm)).toEqual(['t1 10 8']);
  }));

  it('recorded twice, nothing moves again', trial(async (books, firm) => {
    const sheets = [await submit(firm, 1, [MON, TUE]), await submit(firm, 2, [MON])];
    for (const sheet of [...sheets, ...sheets]) await books.record(sheet);
    expect((await books.entries()).map((e) => e.kind)).toEqual(['original', 'reversal', 'replacement', 'original']);
  }));
});

describe('a submission that loses its approval', () => {
  it.each(['rejected', 'recalled'])('%s, and its entries handed in again: they go on, once, in either order of arrival', async (status) => {
    for (const order of ['old first', 'new first']) {
      await trial(async (books, firm) => {
        await books.record(await submit(firm, 1, [MON]));
        const old = await submit(firm, 1, [MON], status);
        const again = await submit(firm, 2, [{ ...MON, hours: '6' }]);
        for (const sheet of order === 'old first' ? [old, again] : [again, old]) await books.record(sheet);
        expect([order, await live(firm)]).toEqual([order, ['t1 2 6']]);
        expect(await books.billing()).toEqual(['07-06 billable ready 600']);
        expect(await cost(firm)).toBe(360);
        await sound(books);
      })();
    }
  });

  it('hands its entries to the latest other approved one that holds them', trial(async (books, firm) => {
    const sheets = [await submit(firm, 1, [MON]), await submit(firm, 2, [MON]), await submit(firm, 3, [MON])];
    for (const sheet of sheets) await books.record(sheet);
    const given = await books.record(await submit(firm, 3, [MON], 'rejected'));
    expect(given.moved_to).toMatchObject([{ timesheet_id: sheets[1]!.id, version: sheets[1]!.version }]);
    await books.record(sheets[1]!);
    expect(await live(firm)).toEqual(['t1 2 8']);
    await sound(books);
  }));

  it('gives up an entry that an edit took off it: the older one that holds it gets it back', trial(async (books, firm) => {
    const older = await submit(firm, 1, [MON]);
    await books.record(older);
    await books.record(await submit(firm, 2, [MON, TUE]));
    expect((await books.record(await submit(firm, 2, [TUE]))).moved_to).toMatchObject([{ timesheet_id: older.id }]);
    await books.record(older);
    expect(await live(firm)).toEqual(['t1 1 8', 't2 2 4']);
  }));
});

describe('after billing', () => {
  it('an entry that a later submission corrects is credited and billed anew, and every hour is billed once', trial(async (books, firm) => {
    await books.record(await submit(firm, 1, [MON, TUE]));
    const { drafts: [draft] } = await books.bill('2026-07');
    await books.post(draft!);
    await books.record(await submit(firm, 2, [{ ...MON, hours: '6' }]));
    expect(await books.billing()).toEqual(['07-06 billable invoiced 800', '07-06 billable ready 600', '07-06 credit ready -800', '07-07 billable invoiced 400']);
    expect(await books.bill('2026-07')).toMatchObject({ credits: [expect.any(String)], drafts: [expect.any(String)] });
    await sound(books);
  }));

  it('a supplementary submission of the week touches nothing that is billed', trial(async (books, firm) => {
    await books.record(await submit(firm, 1, [MON]));
    const { drafts: [draft] } = await books.bill('2026-07');
    await books.post(draft!);
    await books.record(await submit(firm, 2, [TUE]));
    expect(await books.billing()).toEqual(['07-06 billable invoiced 800', '07-07 billable ready 400']);
    await sound(books);
  }));
});

describe('the labor cost of an entry that moved', () => {
  it('is reversed on the sheet it left and posted on the sheet it went to, each under its own key', trial(async (books, firm) => {
    const first = await submit(firm, 1, [MON]);
    await books.record(first);
    const [posted] = await books.postCost(first);
    const second = await submit(firm, 2, [{ ...MON, hours: '6' }]);
    await books.record(second);
    const [back] = await books.postCost(first);
    const [anew] = await books.postCost(second);
    expect([back!.key, anew!.key]).toEqual([`${posted!.key}.2`, posted!.key.replace(first.id, second.id)]);
    expect([posted, back, anew].map((j) => j!.body.lines.map((l) => `${l.debit}/${l.credit}`))).toEqual([['480/0', '0/480'], ['0/480', '480/0'], ['360/0', '0/360']]);
    expect((await books.entries()).every((e) => e.costing_status === 'posted')).toBe(true);
  }));

  it('taken back while the journal of the sheet it left is under way is not counted as posted with it', trial(async (books, firm) => {
    const first = await submit(firm, 1, [MON]);
    await books.record(first);
    const meanwhile = async () => void (await books.record(await submit(firm, 2, [MON])));
    await books.postCost(first, [], meanwhile);
    expect((await books.entries()).map((e) => `${e.kind} ${e.costing_status}`)).toEqual(['original posted', 'reversal pending', 'replacement pending']);
  }));
});
