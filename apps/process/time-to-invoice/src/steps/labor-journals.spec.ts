import 'reflect-metadata';
import { type TestDatabase, testDatabase } from '../../../../../libs/process/src/testing/database.js';
import { Books, failureOf } from '../testing/books.js';
import { Firm } from '../testing/firm.js';
import { carriesAmount, prepareLaborJournals } from './labor-journals.js';

jest.setTimeout(60_000);
let db: TestDatabase;
beforeAll(async () => {
  db = await testDatabase();
});
afterAll(() => db.close());

const WEEK = '2026-07-06';
/** Monday 27 July to Sunday 2 August. */
const STRADDLE = '2026-07-27';
const trial = (work: (books: Books, firm: Firm) => Promise<void>) => () =>
  Firm.trial(db.ds, async (firm) => {
    await firm.worker('E1');
    await work(new Books(firm), firm);
  });
const shown = async (books: Books) => (await books.journals()).map((j) => `${j.posting_date} ${j.work_from}..${j.work_to} ${Number(j.total)} ${j.currency}${j.prior_period ? ' prior' : ''} ${j.status}`);
const costing = async (books: Books) => (await books.entries()).map((e) => `${e.work_date} ${e.costing_status} ${e.accounting_date}`);

describe('the labor cost of a timesheet', () => {
  it('is one balanced journal on the project, in the currency of its legal entity', trial(async (books) => {
    const sheet = await books.approve(WEEK, [{ date: WEEK, hours: '8' }, { date: '2026-07-07', hours: '2.5', class: 'non_billable' }]);
    const [journal, ...others] = await books.postCost(sheet);
    expect(others).toEqual([]);
    const dimensions = { project_source_id: 'job-P1', practice: 'DATA', region: 'AMER' };
    expect(journal!.body).toMatchObject({
      legal_entity_code: 'US01', currency: 'USD', posting_date: '2026-07-07', purpose: 'labor_cost',
      lines: [{ account_role: 'labor_cost', debit: '630', credit: '0', ...dimensions }, { account_role: 'labor_clearing', debit: '0', credit: '630', ...dimensions }],
    });
    expect(await costing(books)).toEqual([`${WEEK} posted ${WEEK}`, '2026-07-07 posted 2026-07-07']);
    expect(await books.postCost(sheet)).toEqual([]);
  }));

  it('of a week that straddles two months is two journals, each with its own days', trial(async (books, firm) => {
    const sheet = await books.approve(STRADDLE, [{ date: '2026-07-30', hours: '8' }, { date: '2026-07-31', hours: '4' }, { date: '2026-08-01', hours: '2' }]);
    const asked = await firm.em.transaction((em) => prepareLaborJournals(em, sheet.id, sheet.version, 'run'));
    expect(asked.map((j) => [j.body.posting_date, j.body.lines[0]!.debit])).toEqual([['2026-07-31', '720'], ['2026-08-01', '120']]);
    expect(new Set(asked.map((j) => j.key)).size).toBe(2);
    await books.postCost(sheet);
    expect(await shown(books)).toEqual(['2026-07-31 2026-07-30..2026-07-31 720 USD posted', '2026-08-01 2026-08-01..2026-08-01 120 USD posted']);
  }));

  it('asked for again before it is posted keeps its key and content', trial(async (books, firm) => {
    const sheet = await books.approve(WEEK, [{ date: WEEK, hours: '8' }]);
    const ask = () => firm.em.transaction((em) => prepareLaborJournals(em, sheet.id, sheet.version, 'run'));
    expect(await ask()).toEqual(await ask());
    expect(await books.journals()).toHaveLength(1);
  }));

  it('whose rate came later is posted by itself, beside what was posted before', trial(async (books, firm) => {
    await firm.cost('E1', '60', '2020-01-01', '2026-07-06');
    const sheet = await books.approve(WEEK, [{ date: WEEK, hours: '8' }, { date: '2026-07-07', hours: '2' }]);
    const [first] = await books.postCost(sheet);
    await firm.cost('E1', '70', '2026-07-07');
    await books.record(sheet);
    const [second] = await books.postCost(sheet);
    expect(second!.key).not.toBe(first!.key);
    expect(await shown(books)).toEqual(['2026-07-06 2026-07-06..2026-07-06 480 USD posted', '2026-07-07 2026-07-07..2026-07-07 140 USD posted']);
    expect((await costing(books)).every((c) => c.includes('posted'))).toBe(true);
  }));

  it('names no rate and no amount in the event that tells of it', trial(async (books, firm) => {
    const sheet = await books.approve(WEEK, [{ date: WEEK, hours: '7' }]);
    await books.postCost(sheet);
    const [told] = await firm.em.query(`select data from event where type = 'labor_cost.posted'`);
    expect(told.data).toMatchObject({ timesheet_id: sheet.id, entries: 1, work_from: WEEK });
    expect(JSON.stringify(told.data)).not.toMatch(/420|cost_rate|amount/);
  }));
});

describe('in a closed month', () => {
  it('posts on the first day of the next open one, flagged, and keeps its work dates', trial(async (books, firm) => {
    await firm.period('US01', '2026-07', 'closed');
    await firm.period('US01', '2026-08', 'locked');
    const sheet = await books.approve(WEEK, [{ date: WEEK, hours: '8' }]);
    const [journal] = await books.postCost(sheet);
    expect(journal!.body.memo).toContain('prior period');
    expect(await shown(books)).toEqual([`2026-09-01 ${WEEK}..${WEEK} 480 USD prior posted`]);
    expect(await costing(books)).toEqual([`${WEEK} posted 2026-09-01`]);
  }));

  it('days of it that share a journal with later days are still flagged', trial(async (books, firm) => {
    await firm.period('US01', '2026-07', 'closed');
    const sheet = await books.approve(STRADDLE, [{ date: '2026-07-31', hours: '4' }, { date: '2026-08-02', hours: '2' }]);
    await books.postCost(sheet);
    expect(await shown(books)).toEqual(['2026-08-02 2026-07-31..2026-08-02 360 USD prior posted']);
    expect(await costing(books)).toEqual(['2026-07-31 posted 2026-08-01', '2026-08-02 posted 2026-08-02']);
  }));

  it('that only the ERP knows to be closed: the refused journal stands as rejected, another posts into the next', trial(async (books, firm) => {
    const sheet = await books.approve(WEEK, [{ date: WEEK, hours: '8' }]);
    const [refused] = await firm.em.transaction((em) => prepareLaborJournals(em, sheet.id, sheet.version, 'run'));
    await books.postCost(sheet, [refused!.period_id]);
    expect(await shown(books)).toEqual([`${WEEK} ${WEEK}..${WEEK} 480 USD rejected`, `2026-08-01 ${WEEK}..${WEEK} 480 USD prior posted`]);
  }));

  it('soft-closed months take nothing either', trial(async (books, firm) => {
    await firm.period('US01', '2026-07', 'soft_closed');
    const sheet = await books.approve(WEEK, [{ date: WEEK, hours: '8' }]);
    expect((await books.postCost(sheet))[0]!.body.posting_date).toBe('2026-08-01');
  }));

  it.each(['soft_closed', 'closed'])('CLS-02: approved after cost was %s here, though the ERP is still open, it posts on the first open day and keeps its work date', (status) => trial(async (books, firm) => {
    await firm.em.query(`insert into period_close (legal_entity_code, period, subledger, status, changed_by) values ('US01', '2026-07', 'cost', $1, 'fiona')`, [status]);
    const sheet = await books.approve('2026-07-27', [{ date: '2026-07-28', hours: '8' }]);
    await books.postCost(sheet);
    expect(await shown(books)).toEqual(['2026-08-01 2026-07-28..2026-07-28 480 USD prior posted']);
  })());

  it('with no later month open a person is asked', trial(async (books, firm) => {
    for (const month of ['07', '08', '09', '10', '11', '12']) await firm.period('US01', `2026-${month}`, 'closed');
    const sheet = await books.approve(WEEK, [{ date: WEEK, hours: '8' }]);
    expect(await failureOf(books.postCost(sheet))).toMatchObject({ code: 'PERIOD_CLOSED', message: expect.stringContaining(WEEK) });
  }));
});

describe('a correction', () => {
  it('of posted cost mirrors it: sides swapped, at the rate it was posted with', trial(async (books, firm) => {
    const sheet = await books.approve(WEEK, [{ date: WEEK, hours: '8' }]);
    const [posted] = await books.postCost(sheet);
    await firm.cost('E1', '75', '2020-01-01');
    const [mirror] = await books.postCost(await books.reject(WEEK));
    const swapped = posted!.body.lines.map((l) => ({ ...l, debit: l.credit, credit: l.debit }));
    expect(mirror!.body.lines).toEqual(swapped);
    expect(mirror!.key).not.toBe(posted!.key);
    expect((await books.entries()).map((e) => `${e.kind} ${e.costing_status}`)).toEqual(['original posted', 'reversal posted']);
  }));

  it('posts the difference: the reversal at its old rate, the replacement at the rate of its work date', trial(async (books, firm) => {
    await books.postCost(await books.approve(WEEK, [{ date: WEEK, hours: '8' }]));
    await firm.cost('E1', '70', '2020-01-01');
    const [journal] = await books.postCost(await books.approve(WEEK, [{ date: WEEK, hours: '6', id: `E1:P1:${WEEK}:0` }]));
    // -480 + 420
    expect(journal!.body.lines.map((l) => [l.account_role, l.debit, l.credit])).toEqual([['labor_cost', '0', '60'], ['labor_clearing', '60', '0']]);
  }));

  it('that costs the same says nothing to the ledger and is done with', trial(async (books, firm) => {
    await firm.task('P1', 'PM');
    await books.postCost(await books.approve(WEEK, [{ date: WEEK, hours: '8' }]));
    const [journal] = await books.postCost(await books.approve(WEEK, [{ date: WEEK, hours: '8', id: `E1:P1:${WEEK}:0`, task: 'P1:PM' }]));
    expect(carriesAmount(journal!)).toBe(false);
    expect((await books.entries()).every((e) => e.costing_status === 'posted')).toBe(true);
  }));

  it('of work in a month closed meanwhile posts both into the open one', trial(async (books, firm) => {
    await books.postCost(await books.approve(WEEK, [{ date: WEEK, hours: '8' }]));
    await firm.period('US01', '2026-07', 'closed');
    await books.postCost(await books.approve(WEEK, [{ date: WEEK, hours: '6', id: `E1:P1:${WEEK}:0` }]));
    expect(await shown(books)).toEqual([`${WEEK} ${WEEK}..${WEEK} 480 USD posted`, `2026-08-01 ${WEEK}..${WEEK} 120 USD prior posted`]);
  }));
});

describe('of a worker paid in another currency', () => {
  it('converts each entry at the spot rate of its day, or the last one before it, never at an average', trial(async (books, firm) => {
    await firm.worker('E2', { cost: '50', cost_currency: 'GBP' });
    await firm.rate('GBP', 'USD', '2026-07-01', '1.3');
    await firm.rate('GBP', 'USD', '2026-07-07', '1.25');
    await firm.rate('GBP', 'USD', '2026-07-07', '9.99', 'average');
    const sheet = await books.approve(WEEK, [{ date: WEEK, hours: '1.01' }, { date: '2026-07-07', hours: '2' }], { worker: 'E2' });
    // 50.50 x 1.3 = 65.65; 100 x 1.25 = 125
    expect((await books.postCost(sheet))[0]!.body.lines[0]!.debit).toBe('190.65');
  }));

  it('waits for a rate: an old one is not taken, nor one the other way round', trial(async (books, firm) => {
    await firm.worker('E2', { cost: '50', cost_currency: 'GBP' });
    await firm.rate('GBP', 'USD', '2026-06-01', '1.3');
    await firm.rate('USD', 'GBP', '2026-07-06', '0.8');
    const sheet = await books.approve(WEEK, [{ date: WEEK, hours: '1' }], { worker: 'E2' });
    expect(await failureOf(books.postCost(sheet))).toMatchObject({ code: 'FX_RATE_MISSING' });
  }));

  it('into a currency without minor unit rounds to it, entry by entry', trial(async (books, firm) => {
    await firm.entity('JP01', 'JPY');
    await firm.contract('C-JP', [], { currency: 'JPY', legal_entity_code: 'JP01' });
    await firm.project('PJ', 'C-JP', { currency: 'JPY', legal_entity_code: 'JP01' });
    await firm.rate('USD', 'JPY', WEEK, '150.333');
    const sheet = await books.approve(WEEK, [{ date: WEEK, hours: '1.1', class: 'non_billable' }, { date: '2026-07-07', hours: '1.1', class: 'non_billable' }], { project: 'PJ' });
    // 66 x 150.333 = 9921.978 -> 9922, twice
    expect((await books.postCost(sheet))[0]!.body).toMatchObject({ currency: 'JPY', lines: [{ debit: '19844' }, { credit: '19844' }] });
  }));
});
