import 'reflect-metadata';
import { BillingEvent, TimeEntry } from '#lib/store';
import { type TestDatabase, testDatabase } from '../../../../../libs/process/src/testing/database.js';
import { Books } from '../testing/books.js';
import { Firm, line } from '../testing/firm.js';

jest.setTimeout(60_000);
let db: TestDatabase;
beforeAll(async () => {
  db = await testDatabase();
});
afterAll(() => db.close());

const WEEK = '2026-07-06';
/** A test in a firm of its own with worker E1 on project P1. */
const trial = (work: (firm: Firm, books: Books) => Promise<void>) => () =>
  Firm.trial(db.ds, async (firm) => {
    await firm.worker('E1');
    await work(firm, new Books(firm));
  });
const priceOf = async (books: Books) => (await books.entries()).map((e) => (e.bill_rate === null ? null : Number(e.bill_rate)));
/** Every version of the facts and how much was told, to see that nothing moved. */
const facts = async (firm: Firm) => [
  (await firm.em.find(TimeEntry, { order: { id: 'ASC' } })).map((e) => `${e.work_date} ${e.kind} ${e.billing_status} v${e.version}`), (await firm.em.find(BillingEvent, { order: { id: 'ASC' } })).map((e) => `${e.event_date} ${e.part} ${e.status} ${Number(e.net)} v${e.version}`),
  await firm.em.query(`select count(*)::int as events from event where type not like 'exception.%'`),
];

describe('the price of time', () => {
  it('is the one of the work date, not of the day it was approved', trial(async (firm, books) => {
    await firm.card('STD', { DEV: '100' }, { to: '2026-07-07' });
    await firm.card('STD', { DEV: '110' }, { version: '2', from: '2026-07-08' });
    await books.approve(WEEK, [{ date: '2026-07-07', hours: '8' }, { date: '2026-07-08', hours: '8' }]);
    expect(await priceOf(books)).toEqual([100, 110]);
    expect(await books.billing()).toEqual(['07-07 billable ready 800', '07-08 billable ready 880']);
  }));

  it('is taken from the first place that has one: booking, contract line, project, client, legal entity, all', trial(async (firm, books) => {
    const expected: Record<string, number> = {};
    const day = (n: number) => `2026-07-${String(5 + n).padStart(2, '0')}`;
    await firm.card('GLOBAL', { DEV: '10' }, { scope_type: 'global', scope_key: '' });
    await firm.card('LE-US01', { DEV: '20' }, { scope_type: 'legal_entity', scope_key: 'US01' });
    await firm.card('CLIENT-CL1', { DEV: '30' }, { scope_type: 'client', scope_key: 'CL1' });
    await firm.card('PROJECT-P1', { DEV: '40' }, { scope_type: 'project', scope_key: 'P1' });
    const stages: [() => Promise<unknown>, number][] = [
      [() => firm.put('assignment', 'E1:P1:2026-01-01', { bill_rate_override: '60' }), 60],
      [() => firm.put('assignment', 'E1:P1:2026-01-01', { bill_rate_override: null }), 100],
      [async () => (await firm.amend('C-1', { rate_card_code: undefined }), await firm.put('project', 'P1', { rate_card_code: 'PROJECT-P1' })), 40],
      [() => firm.put('project', 'P1', { rate_card_code: null }), 30],
      [() => firm.card('CLIENT-CL1', {}, { status: 'retired' }), 20],
      [() => firm.card('LE-US01', {}, { status: 'draft' }), 10],
    ];
    for (const [i, [change, rate]] of stages.entries()) {
      await change();
      await books.approve(WEEK, [{ date: day(i + 1), hours: '1' }], { worker: 'E1' });
      expected[day(i + 1)] = rate;
    }
    const live = (await books.events()).map((e) => [e.event_date, Number(e.rate)]);
    // One sheet, each day replacing the day before: the last one is what stands.
    expect(live).toEqual([[day(6), 10]]);
    expect(Object.fromEntries((await books.entries()).filter((e) => e.kind !== 'reversal').map((e) => [e.work_date, Number(e.bill_rate)]))).toEqual(expected);
  }));

  it('of the person on the card beats the one of the role; a zero is a price when a line says so', trial(async (firm, books) => {
    await firm.card('STD', {}, { lines: [{ line_id: '1', role: 'DEV', unit: 'hour', rate: '100' }, { line_id: '2', role: 'DEV', worker_number: 'E1', unit: 'hour', rate: '0' }] });
    await books.approve(WEEK, [{ date: WEEK, hours: '8' }]);
    expect(await books.billing()).toEqual(['07-06 billable ready 0']);
  }));

  it('is never taken from a card in another currency', trial(async (firm, books) => {
    await firm.card('STD', {}, { status: 'retired' });
    await firm.card('STD', { DEV: '90' }, { currency: 'EUR' });
    await books.approve(WEEK, [{ date: WEEK, hours: '8' }]);
    expect(await priceOf(books)).toEqual([null]);
  }));

  it('follows a card as soon as it has changed', trial(async (firm, books) => {
    await books.approve(WEEK, [{ date: WEEK, hours: '1' }]);
    await firm.card('STD', { DEV: '120' });
    await books.approve('2026-07-13', [{ date: '2026-07-13', hours: '1' }]);
    expect(await priceOf(books)).toEqual([100, 120]);
  }));

  it('in a currency without minor unit has none', trial(async (firm, books) => {
    await firm.card('TOKYO', { DEV: '15333.3' }, { currency: 'JPY' });
    await firm.contract('C-JP', [line({ rate_card_code: 'TOKYO', discount: '0.05' })], { currency: 'JPY', legal_entity_code: 'JP01' });
    await firm.project('PJ', 'C-JP', { currency: 'JPY', legal_entity_code: 'JP01' });
    await firm.assign('E1', 'PJ');
    await books.approve(WEEK, [{ date: WEEK, hours: '7.25' }], { project: 'PJ' });
    const [event] = await books.events();
    // 7.25 x 15333.3 = 111166.425; 5 % of 111166 = 5558.3
    expect([event!.gross, event!.discount, event!.net].map(Number)).toEqual([111166, 5558, 105608]);
  }));
});

describe('time that cannot be billed', () => {
  it('for want of a rate is held as hours and shown, not billed at zero; with the rate it goes on', trial(async (firm, books) => {
    const sheet = await firm.sheet('E1', 'P1', WEEK, [{ date: WEEK, hours: '8', role: 'ARTIST' }, { date: '2026-07-07', hours: '4' }]);
    expect((await books.record(sheet)).faults).toEqual([{ code: 'MISSING_RATE', entry: `E1:P1:${WEEK}:0`, message: expect.stringContaining('ARTIST of E1 on 2026-07-06'), waits_for: [{ entity: 'rate_card_version', field: 'currency', value: 'USD' }, { entity: 'contract', key: 'C-1' }, { entity: 'assignment', field: 'worker_id', value: expect.any(String) }] }]);
    expect(await books.billing()).toEqual(['07-07 billable ready 400']);
    expect((await books.totals()).totals).toMatchObject([{ approved: '400', unpriced_hours: '8', holds: true }]);
    await firm.card('STD', { DEV: '100', ARTIST: '150' });
    expect((await books.record(sheet)).faults).toEqual([]);
    expect(await books.billing()).toEqual(['07-06 billable ready 1200', '07-07 billable ready 400']);
    expect((await books.entries()).map((e) => [e.kind, e.billing_status])).toEqual([['original', 'unbilled'], ['original', 'unbilled']]);
    expect((await books.totals()).totals).toMatchObject([{ approved: '1600', ready: '1600', unpriced_hours: '0', holds: true }]);
  }));

  it.each([
    ['ASSIGNMENT_WINDOW', 'outside its booking', (f: Firm) => f.put('assignment', 'E1:P1:2026-01-01', { end: '2026-07-01' })],
    ['WORKER_INACTIVE', 'after the last day', (f: Firm) => f.put('worker', 'E1', { termination_date: '2026-07-03' })],
    ['PROJECT_NOT_OPEN', 'on a project on hold', (f: Firm) => f.put('project', 'P1', { status: 'on_hold' })],
  ])('%s: %s it is held with its value', async (code, _what, change) => {
    await trial(async (firm, books) => {
      await change(firm);
      const sheet = await firm.sheet('E1', 'P1', WEEK, [{ date: WEEK, hours: '8' }]);
      expect((await books.record(sheet)).faults.map((f) => f.code)).toEqual([code]);
      expect(await books.billing()).toEqual(['07-06 billable held 800']);
      expect((await books.events())[0]!.hold_reason).toBe(code);
      expect((await books.totals()).totals).toMatchObject([{ approved: '800', held: '800', holds: true }]);
    })();
  });

  it('for want of a contract line is held, and cost all the same', trial(async (firm, books) => {
    await firm.amend('C-1', { end: '2026-06-30' });
    const sheet = await firm.sheet('E1', 'P1', WEEK, [{ date: WEEK, hours: '8' }]);
    expect((await books.record(sheet)).faults.map((f) => f.code)).toEqual(['MISSING_CONTRACT']);
    expect((await books.entries()).map((e) => [e.billing_status, e.bill_net, Number(e.cost_amount)])).toEqual([['held', null, 480]]);
  }));

  it('because it is not billable costs and raises nothing', trial(async (firm, books) => {
    await firm.amend('C-1', {});
    await books.approve(WEEK, [{ date: WEEK, hours: '8', class: 'non_billable' }, { date: '2026-07-07', hours: '2', class: 'complimentary' }]);
    expect(await books.billing()).toEqual([]);
    expect((await books.entries()).map((e) => [e.billing_status, Number(e.hours), Number(e.billable_hours), Number(e.cost_amount)])).toEqual([['not_eligible', 8, 0, 480], ['not_eligible', 2, 0, 120]]);
  }));

  it('on a fixed-fee line makes cost, not billing events', trial(async (firm, books) => {
    await firm.amend('C-1', { contract_type: 'fixed_fee' });
    await books.approve(WEEK, [{ date: WEEK, hours: '8' }]);
    expect(await books.billing()).toEqual([]);
    expect((await books.entries())[0]).toMatchObject({ billing_status: 'not_eligible', bill_net: null });
  }));

  it('of an approver’s lower number is billed by that and costs by the hours worked', trial(async (_firm, books) => {
    await books.approve(WEEK, [{ date: WEEK, hours: '8', billable_hours: '6' }]);
    expect(await books.billing()).toEqual(['07-06 billable ready 600']);
    expect(Number((await books.entries())[0]!.cost_amount)).toBe(480);
  }));

  it('for want of a cost rate is billed, and costed once the rate is there', trial(async (firm, books) => {
    await firm.worker('E2', { cost: null });
    const sheet = await firm.sheet('E2', 'P1', WEEK, [{ date: WEEK, hours: '8' }]);
    expect((await books.record(sheet)).faults.map((f) => f.code)).toEqual(['MISSING_COST_RATE']);
    expect(await books.billing()).toEqual(['07-06 billable ready 800']);
    await firm.cost('E2', '70', '2026-01-01');
    expect(await books.record(sheet)).toMatchObject({ faults: [] });
    expect((await books.entries()).map((e) => `${e.costing_status} ${Number(e.cost_amount)}`)).toEqual(['pending 560']);
    expect(await books.billing()).toEqual(['07-06 billable ready 800']);
  }));
});

describe('recording a timesheet', () => {
  it('twice adds nothing, whatever its entries are', trial(async (firm, books) => {
    await firm.amend('C-1', { cap_amount: '500' });
    await firm.project('PI', null, { type: 'internal' });
    await firm.assign('E1', 'PI');
    const sheets = [
      await firm.sheet('E1', 'P1', WEEK, [
        { date: WEEK, hours: '4' }, { date: '2026-07-07', hours: '4', billable_hours: '3.5' }, { date: '2026-07-08', hours: '8', class: 'non_billable' }, { date: '2026-07-09', hours: '2', role: 'ARTIST' }, { date: '2026-07-10', hours: '6', class: 'absence' },
      ]),
      await firm.sheet('E1', 'P1', '2026-12-28', [{ date: '2026-12-31', hours: '1' }, { date: '2027-01-01', hours: '5' }]),
      await firm.sheet('E1', 'PI', WEEK, [{ date: WEEK, hours: '2' }]),
    ];
    for (const sheet of sheets) await books.record(sheet);
    const before = await facts(firm);
    for (const sheet of sheets) await books.record(sheet);
    expect(await facts(firm)).toEqual(before);
  }));

  it('of a state that is no longer the latest does nothing: the later state has its own run', trial(async (firm, books) => {
    const old = await firm.sheet('E1', 'P1', WEEK, [{ date: WEEK, hours: '8' }]);
    await firm.sheet('E1', 'P1', WEEK, [{ date: WEEK, hours: '6' }]);
    expect(await books.record(old)).toMatchObject({ outcome: 'stale' });
    expect(await books.entries()).toEqual([]);
  }));

  it('that was never approved does nothing', trial(async (firm, books) => {
    await books.record(await firm.sheet('E1', 'P1', WEEK, [{ date: WEEK, hours: '8' }], 'rejected'));
    expect(await books.entries()).toEqual([]);
  }));

  it('held for long and retried often stays one entry with one event', trial(async (firm, books) => {
    await firm.put('project', 'P1', { status: 'on_hold' });
    const sheet = await firm.sheet('E1', 'P1', WEEK, [{ date: WEEK, hours: '8' }]);
    for (let retry = 0; retry < 14; retry++) {
      // Each time something else stands in the way, so that the judgment is a new one.
      await firm.put('assignment', 'E1:P1:2026-01-01', { bill_rate_override: String(100 + retry) });
      await books.record(sheet);
    }
    expect(await books.billing()).toEqual(['07-06 billable held 904']);
    await firm.put('project', 'P1', { status: 'active' });
    await books.record(sheet);
    expect(await books.billing()).toEqual(['07-06 billable ready 904']);
    expect((await books.totals()).holds).toBe(true);
  }));

  it('snapshots the rate with its reasons: a later card does not price it anew', trial(async (firm, books) => {
    const sheet = await books.approve(WEEK, [{ date: WEEK, hours: '8' }]);
    await firm.card('STD', { DEV: '999' });
    await books.record(sheet);
    expect(await priceOf(books)).toEqual([100]);
    expect(JSON.stringify((await books.entries())[0]!.rate_why)).toContain('STD v1');
  }));

  it('keeps cost out of every event it publishes', trial(async (firm, books) => {
    await firm.worker('E3', { cost: '87.13' });
    const sheet = await books.approve(WEEK, [{ date: WEEK, hours: '1' }], { worker: 'E3' });
    await books.postCost(sheet);
    await books.approve(WEEK, [{ date: WEEK, hours: '1', id: 'other' }], { worker: 'E3' });
    const events = await firm.em.query('select type, data from event');
    expect(events.length).toBeGreaterThan(3);
    expect(JSON.stringify(events)).not.toContain('87.13');
  }));
});
