import 'reflect-metadata';
import { newId } from '#lib/canonical';
import { BillingEvent, TimeEntry } from '#lib/store';
import { type TestDatabase, testDatabase } from '../../../../../libs/process/src/testing/database.js';
import { listInvoices } from '../http/invoice-views.js';
import { Books, failureOf } from '../testing/books.js';
import { Firm } from '../testing/firm.js';
import { releaseDraft } from './release.js';

jest.setTimeout(60_000);
let db: TestDatabase;
beforeAll(async () => {
  db = await testDatabase();
});
afterAll(() => db.close());

const WEEK = '2026-07-06';
const MON = { date: WEEK, hours: '8', id: 't1' };
const trial = (work: (books: Books, firm: Firm) => Promise<void>) => () =>
  Firm.trial(db.ds, async (firm) => {
    await firm.worker('E1');
    await work(new Books(firm), firm);
  });
const chain = async (books: Books) => (await books.entries()).map((e) => `${e.kind} ${e.adjustment_sequence} ${Number(e.hours)}h ${Number(e.bill_net)} ${Number(e.cost_amount)} ${e.billing_status}`);
const holds = async (books: Books) => (await books.totals()).holds;

describe('approved time that is corrected', () => {
  it('is never edited: a full reversal, and a replacement of the same origin', trial(async (books) => {
    await books.approve(WEEK, [MON]);
    await books.approve(WEEK, [{ ...MON, hours: '6' }]);
    await books.approve(WEEK, [{ ...MON, hours: '5' }]);
    expect(await chain(books)).toEqual(['original 0 8h 800 480 reversed', 'reversal 1 -8h -800 -480 reversed', 'replacement 2 6h 600 360 reversed', 'reversal 3 -6h -600 -360 reversed', 'replacement 4 5h 500 300 unbilled']);
    const rows = await books.entries();
    expect(new Set(rows.filter((e) => e.kind === 'replacement').map((e) => e.original_entry_id))).toEqual(new Set([rows[0]!.id]));
  }));

  it('before billing nets to the new value and bills nothing twice', trial(async (books) => {
    await books.approve(WEEK, [MON]);
    await books.approve(WEEK, [{ ...MON, hours: '6' }]);
    expect(await books.billing()).toEqual(['07-06 billable ready 600']);
    expect((await books.totals()).totals).toMatchObject([{ approved: '600', ready: '600', holds: true }]);
  }));

  it('by taking an entry off the sheet leaves nothing to bill', trial(async (books) => {
    await books.approve(WEEK, [MON, { date: '2026-07-07', hours: '4' }]);
    await books.approve(WEEK, [{ date: '2026-07-07', hours: '4', id: 'E1:P1:2026-07-07:1' }]);
    expect(await books.billing()).toEqual(['07-07 billable ready 400']);
    expect(await holds(books)).toBe(true);
  }));

  it('from billable to non-billable costs on and bills no more', trial(async (books) => {
    await books.approve(WEEK, [MON]);
    await books.approve(WEEK, [{ ...MON, class: 'non_billable' }]);
    expect(await books.billing()).toEqual([]);
    expect((await chain(books)).at(-1)).toBe('replacement 2 8h 0 480 not_eligible');
    expect(await holds(books)).toBe(true);
  }));

  it('while it is held takes its held value along', trial(async (books, firm) => {
    await firm.put('assignment', 'E1:P1:2026-01-01', { end: '2026-06-30' });
    await books.approve(WEEK, [MON]);
    await books.reject(WEEK);
    expect(await books.billing()).toEqual([]);
    expect((await books.totals()).totals).toMatchObject([{ approved: '0', held: '0', unpriced_hours: '0', holds: true }]);
    expect((await books.totals()).hours).toMatchObject({ approved: '0', held: '0' });
  }));

  it('tells what replaced what', trial(async (books, firm) => {
    await books.approve(WEEK, [MON]);
    await books.approve(WEEK, [{ ...MON, hours: '6' }]);
    const told = await firm.em.query(`select data from event where type = 'time_entry.corrected'`);
    expect(told).toMatchObject([{ data: { hours_before: '8.0000', hours_after: '6', work_date: WEEK } }]);
  }));
});

describe('a sheet that is sent back', () => {
  it('takes all of its time back, and approved again unchanged bills it once', trial(async (books) => {
    await books.approve(WEEK, [MON]);
    await books.reject(WEEK);
    expect(await books.billing()).toEqual([]);
    await books.approve(WEEK, [MON]);
    expect(await books.billing()).toEqual(['07-06 billable ready 800']);
    expect((await books.entries()).map((e) => e.kind)).toEqual(['original', 'reversal', 'replacement']);
    expect(await holds(books)).toBe(true);
  }));

  it('again and again ends where it began', trial(async (books) => {
    for (let i = 0; i < 4; i++) {
      await books.approve(WEEK, [MON]);
      await books.reject(WEEK);
    }
    expect(await books.billing()).toEqual([]);
    expect((await books.totals()).totals).toMatchObject([{ approved: '0', holds: true }]);
  }));

  it.each(['draft', 'submitted', 'recalled'])('or is %s again counts as no longer approved', async (status) => {
    await trial(async (books) => {
      await books.approve(WEEK, [MON]);
      await books.approve(WEEK, [MON], { status });
      expect(await books.billing()).toEqual([]);
    })();
  });

  it('loses its facts also when the run that should take them back comes after the next change', trial(async (books, firm) => {
    await books.approve(WEEK, [MON]);
    const submitted = await firm.sheet('E1', 'P1', WEEK, [MON], 'submitted');
    await firm.sheet('E1', 'P1', WEEK, [MON], 'rejected');
    await books.record(submitted);
    expect(await books.billing()).toEqual([]);
  }));

  it('or deleted after its approval counts as no longer approved', trial(async (books, firm) => {
    const sheet = await books.approve(WEEK, [MON]);
    await firm.em.query('update canonical_record set deleted = true where id = $1', [sheet.id]);
    await books.record(sheet);
    expect(await books.billing()).toEqual([]);
  }));

  it('time moved to another sheet is billed once, in whatever order the two arrive', trial(async (books) => {
    const next = '2026-07-13';
    for (const order of ['old sheet first', 'new sheet first'] as const) {
      await books.approve(WEEK, [MON]);
      const moves = [() => books.approve(WEEK, []), () => books.approve(next, [MON])];
      for (const move of order === 'old sheet first' ? moves : moves.reverse()) await move();
      expect(await books.billing()).toEqual(['07-06 billable ready 800']);
      await books.approve(next, []);
    }
    expect(await holds(books)).toBe(true);
  }));
});

describe('time on a draft invoice', () => {
  it('corrected, the draft computes itself anew, and nothing is credited', trial(async (books) => {
    await books.approve(WEEK, [MON, { date: '2026-07-07', hours: '4' }]);
    const { drafts: [draft] } = await books.bill('2026-07');
    expect(Number((await books.invoice(draft!)).subtotal)).toBe(1200);
    await books.approve(WEEK, [{ ...MON, hours: '6' }, { date: '2026-07-07', hours: '4' }]);
    expect(await books.billing()).toEqual(['07-06 billable ready 600', '07-07 billable on_draft 400']);
    expect(await books.invoice(draft!)).toMatchObject({ status: 'draft', subtotal: '400.0000', tax_total: '80.0000', total: '480.0000' });
    expect(await books.lines(draft!)).toMatchObject([{ quantity: '4.0000', net: '400.0000' }]);
    expect(await holds(books)).toBe(true);
    expect(await books.bill('2026-07')).toMatchObject({ credits: [], drafts: [expect.any(String)] });
    expect((await books.totals()).totals).toMatchObject([{ drafted: '1000', ready: '0' }]);
  }));

  it('taken off entirely voids the draft', trial(async (books) => {
    await books.approve(WEEK, [MON]);
    const { drafts: [draft] } = await books.bill('2026-07');
    await books.reject(WEEK);
    expect(await books.invoice(draft!)).toMatchObject({ status: 'voided' });
    expect(await books.lines(draft!)).toEqual([]);
    expect(await holds(books)).toBe(true);
  }));
});

describe('time that has been billed', () => {
  it('and to which a later rate added is credited with what was added', trial(async (books, firm) => {
    await books.approve(WEEK, [MON]);
    const { drafts: [first] } = await books.bill('2026-07');
    await books.post(first!);
    // What an amendment with retroactive rates leaves behind: 5 more per hour, billed as a difference.
    const { id, version: _version, ...billed } = (await books.events())[0]!;
    await firm.em.update(TimeEntry, { id: billed.time_entry_id! }, { bill_net: '840' });
    await firm.em.insert(BillingEvent, { ...billed, id: newId(), kind: 'adjustment', source_version: `${billed.source_version}@A-1.1`, original_event_id: id, rate: '5', gross: '40', net: '40', status: 'ready', invoice_id: null, invoice_line_no: null } as never);
    const { drafts: [second] } = await books.bill('2026-07');
    await books.post(second!);
    await books.reject(WEEK);
    expect(await books.billing()).toEqual(['07-06 billable invoiced 40', '07-06 billable invoiced 800', '07-06 credit ready -40', '07-06 credit ready -800']);
    expect(await holds(books)).toBe(true);
    for (const credit of (await books.bill('2026-07')).credits) await books.post(credit);
    expect((await books.totals()).totals).toMatchObject([{ approved: '0', invoiced: '0', ready: '0', holds: true }]);
  }));

  const billed = async (books: Books, worked = [MON]): Promise<string> => {
    await books.approve(WEEK, worked);
    const { drafts: [draft] } = await books.bill('2026-07');
    await books.post(draft!);
    return draft!;
  };

  it('corrected makes exactly one credit and one rebill, at the original price', trial(async (books, firm) => {
    const invoice = await billed(books);
    await firm.card('STD', { DEV: '130' });
    await books.approve(WEEK, [{ ...MON, hours: '6' }]);
    expect(await books.billing()).toEqual(['07-06 billable invoiced 800', '07-06 billable ready 780', '07-06 credit ready -800']);
    const { credits, drafts } = await books.bill('2026-07');
    expect([credits.length, drafts.length]).toEqual([1, 1]);
    expect(await books.invoice(credits[0]!)).toMatchObject({ kind: 'credit_memo', original_invoice_id: invoice, subtotal: '800.0000', tax_total: '160.0000', total: '960.0000', reason_code: 'correction', due_date: null });
    expect(await books.lines(credits[0]!)).toMatchObject([{ quantity: '8.0000', unit_price: '100.0000000000', net: '800.0000', tax_rate: '0.20000000', original_line_no: '1' }]);
    expect(await books.invoice(drafts[0]!)).toMatchObject({ kind: 'invoice', subtotal: '780.0000' });
    for (const [kind, ids] of [['credit_memo', credits], ['invoice', [invoice, drafts[0]]]] as const) expect((await listInvoices(firm.em, { kind })).invoices.map((i) => i.id).sort()).toEqual([...ids].sort());
    await books.post(credits[0]!);
    await books.post(drafts[0]!);
    expect((await books.totals()).totals).toMatchObject([{ approved: '780', invoiced: '780', ready: '0', holds: true }]);
    expect((await books.entries()).map((e) => e.billing_status)).toEqual(['credited', 'reversed', 'billed']);
    expect(await books.billing()).toEqual(['07-06 billable credited 800', '07-06 billable invoiced 780', '07-06 credit invoiced -800']);
    expect((await books.totals()).hours).toMatchObject({ approved: '6', billed: '6', held: '0' });
    expect(await books.bill('2026-07')).toEqual({ credits: [], drafts: [] });
  }));

  it('is billed in hours and value until its credit is posted', trial(async (books) => {
    await billed(books);
    await books.reject(WEEK);
    expect((await books.totals()).hours).toMatchObject({ approved: '0', billed: '8' });
    expect((await books.totals()).totals).toMatchObject([{ approved: '0', invoiced: '800', ready: '-800', holds: true }]);
  }));

  it('credited in two steps credits each part once and never more than the line', trial(async (books) => {
    await billed(books, [MON, { date: '2026-07-07', hours: '2', id: 't2' }]);
    await books.approve(WEEK, [{ date: '2026-07-07', hours: '2', id: 't2' }]);
    const first = await books.bill('2026-07');
    await books.post(first.credits[0]!);
    await books.reject(WEEK);
    const second = await books.bill('2026-07');
    expect([await books.invoice(first.credits[0]!), await books.invoice(second.credits[0]!)].map((i) => [Number(i.subtotal), i.draft_key.split(':').slice(-2).join(':')])).toEqual([[800, 'credit:1'], [200, 'credit:2']]);
    await books.post(second.credits[0]!);
    expect((await books.totals()).totals).toMatchObject([{ approved: '0', invoiced: '0', holds: true }]);
  }));

  it('a credit beyond what is left of the line is refused by name', trial(async (books, firm) => {
    await billed(books);
    await books.reject(WEEK);
    await books.bill('2026-07');
    const [credit] = (await firm.em.find(BillingEvent, { where: { kind: 'credit' } }));
    await firm.em.insert(BillingEvent, { ...credit!, id: firm.id('P1'), source_version: 'again', status: 'ready', invoice_id: null });
    expect(await failureOf(books.bill('2026-07'))).toMatchObject({ code: 'OVERCREDIT', message: expect.stringContaining('exceeds what is left of it (0') });
  }));

  it('on a released invoice waits for the ERP, then is credited', trial(async (books, firm) => {
    await books.approve(WEEK, [MON]);
    const { drafts: [draft] } = await books.bill('2026-07');
    await firm.em.transaction((em) => releaseDraft(em, draft!, 'bob'));
    await books.approve(WEEK, [{ ...MON, hours: '6' }]);
    expect(await books.invoice(draft!)).toMatchObject({ status: 'released', subtotal: '800.0000' });
    expect((await books.bill('2026-07')).credits).toEqual([]);
    await books.erpPosts(draft!);
    expect(await books.billing()).toEqual(['07-06 billable invoiced 800', '07-06 billable on_draft 600', '07-06 credit ready -800']);
    const { credits } = await books.bill('2026-07');
    await books.post(credits[0]!);
    expect((await books.entries()).map((e) => e.billing_status)).toEqual(['credited', 'reversed', 'on_draft']);
    expect(await holds(books)).toBe(true);
  }));

  it('of a document in yen is credited to the yen', trial(async (books, firm) => {
    await firm.entity('JP01', 'JPY');
    await firm.card('TOKYO', { DEV: '15333.3' }, { currency: 'JPY' });
    await firm.put('tax_code', 'JCT', { code: 'JCT', rate: '0.1', status: 'active' });
    await firm.contract('C-JP', [{ line_no: '1', contract_type: 'time_and_materials', task_codes: [], included_classes: [], rate_card_code: 'TOKYO', cap_policy: 'split_hold', tax_profile: 'JCT', status: 'active' }], { currency: 'JPY', legal_entity_code: 'JP01' });
    await firm.project('PJ', 'C-JP', { currency: 'JPY', legal_entity_code: 'JP01' });
    await firm.assign('E1', 'PJ');
    await books.approve(WEEK, [{ date: WEEK, hours: '7.25' }], { project: 'PJ' });
    const { drafts: [draft] } = await books.bill('2026-07', 'C-JP');
    // 111166.425 -> 111166; tax 11116.6 -> 11117
    expect([(await books.invoice(draft!)).subtotal, (await books.invoice(draft!)).tax_total].map(Number)).toEqual([111166, 11117]);
    await books.post(draft!);
    await books.reject(WEEK, { project: 'PJ' });
    const { credits: [memo] } = await books.bill('2026-07', 'C-JP');
    expect(Number((await books.invoice(memo!)).total)).toBe(Number((await books.invoice(draft!)).total));
  }));
});

describe('what was written off', () => {
  it('goes away with the work it was written off of', trial(async (books, firm) => {
    await books.approve(WEEK, [MON]);
    await books.writeOff((await books.events())[0]!.id);
    expect((await books.totals()).totals).toMatchObject([{ approved: '800', written_off: '800', holds: true }]);
    await books.approve(WEEK, [{ ...MON, hours: '6' }]);
    expect(await books.billing()).toEqual(['07-06 billable ready 600']);
    expect(await holds(books)).toBe(true);
    expect(firm).toBeDefined();
  }));

  it('while it was held stays written off when the sheet is looked at again', trial(async (books, firm) => {
    await firm.put('assignment', 'E1:P1:2026-01-01', { end: '2026-06-30' });
    const sheet = await books.approve(WEEK, [MON]);
    await books.writeOff((await books.events())[0]!.id);
    await firm.put('assignment', 'E1:P1:2026-01-01', { end: '2026-12-31' });
    await books.record(sheet);
    expect(await books.billing()).toEqual(['07-06 billable written_off 800']);
    expect((await books.entries())[0]!.billing_status).toBe('written_off');
    expect(await holds(books)).toBe(true);
  }));

  it('twice is written off once, and what is on an invoice cannot be', trial(async (books) => {
    await books.approve(WEEK, [MON, { date: '2026-07-07', hours: '1' }]);
    const [first] = await books.events();
    await books.writeOff(first!.id);
    await books.writeOff(first!.id);
    await books.bill('2026-07');
    const drafted = (await books.events()).find((e) => e.status === 'on_draft')!;
    await expect(books.writeOff(drafted.id)).rejects.toThrow('only open value can be written off');
    expect((await books.totals()).totals).toMatchObject([{ approved: '900', written_off: '800', drafted: '100', holds: true }]);
  }));
});
