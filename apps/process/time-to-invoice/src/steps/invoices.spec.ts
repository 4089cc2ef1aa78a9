import 'reflect-metadata';
import { BillingEvent } from '#lib/store';
import { In } from 'typeorm';
import { type TestDatabase, testDatabase } from '../../../../../libs/process/src/testing/database.js';
import { Books, failureOf } from '../testing/books.js';
import { Firm, line } from '../testing/firm.js';
import { erpDocument, releaseDraft, ReleaseRefused } from './release.js';
import { redate } from './redate.js';
import { redraft, voidDraft } from './redraft.js';

jest.setTimeout(60_000);
let db: TestDatabase;
beforeAll(async () => {
  db = await testDatabase();
});
afterAll(() => db.close());

const WEEK = '2026-07-06';
const trial = (work: (books: Books, firm: Firm) => Promise<void>) => () =>
  Firm.trial(db.ds, async (firm) => {
    await firm.worker('E1');
    await work(new Books(firm), firm);
  });
const summary = async (books: Books) => (await books.invoices()).map((i) => `${i.draft_key.replace(/:[0-9a-f]{12}:/, ':#:')} ${Number(i.subtotal)}+${Number(i.tax_total)}=${Number(i.total)} ${i.status}`);

describe('a billing run', () => {
  it('drafts what is ready up to the end of the month, earlier leftovers included, and leaves the rest', trial(async (books) => {
    await books.approve('2026-06-29', [{ date: '2026-06-30', hours: '1' }, { date: '2026-07-01', hours: '2' }]);
    await books.approve('2026-07-27', [{ date: '2026-07-31', hours: '4' }, { date: '2026-08-01', hours: '8' }]);
    const { drafts: [draft] } = await books.bill('2026-07');
    expect(await summary(books)).toEqual(['C-1:2026-07:#:1 700+140=840 draft']);
    expect(await books.lines(draft!)).toMatchObject([{ quantity: '7.0000', unit_price: '100.0000000000', net: '700.0000', service_from: '2026-06-30', service_to: '2026-07-31', description: 'P1, Dev, 2026-06-30 to 2026-07-31' }]);
    expect(await books.billing()).toContain('08-01 billable ready 800');
  }));

  it('asked for again drafts nothing twice', trial(async (books) => {
    await books.approve(WEEK, [{ date: WEEK, hours: '8' }]);
    await books.bill('2026-07');
    expect(await books.bill('2026-07')).toEqual({ credits: [], drafts: [] });
    await books.approve('2026-07-13', [{ date: '2026-07-13', hours: '1' }]);
    await books.bill('2026-07');
    expect(await summary(books)).toEqual(['C-1:2026-07:#:1 800+160=960 draft', 'C-1:2026-07:#:2 100+20=120 draft']);
  }));

  it('merges hours of one role and price, adds rounded amounts and never multiplies anew', trial(async (books, firm) => {
    await firm.card('STD', { DEV: '33.335', LEAD: '200' });
    await books.approve(WEEK, [{ date: WEEK, hours: '1' }, { date: '2026-07-07', hours: '1' }, { date: '2026-07-08', hours: '1', role: 'LEAD' }]);
    const { drafts: [draft] } = await books.bill('2026-07');
    // 33.335 -> 33.34 each; 2 x 33.335 would be 66.67
    expect((await books.lines(draft!)).map((l) => [Number(l.quantity), Number(l.net)])).toEqual([[2, 66.68], [1, 200]]);
  }));

  it('makes one document per tax profile, and per project when the client asks', trial(async (books, firm) => {
    await firm.put('tax_code', 'ZERO', { code: 'ZERO', rate: '0', zero_reason: 'exempt', status: 'active' });
    await firm.task('P1', 'PM');
    await firm.contract('C-1', [line({ task_codes: ['DEL'] }), line({ line_no: '2', task_codes: ['PM'], tax_profile: 'ZERO' })]);
    await firm.project('P2', 'C-1');
    await firm.assign('E1', 'P2');
    await books.approve(WEEK, [{ date: WEEK, hours: '1' }, { date: '2026-07-07', hours: '2', task: 'P1:PM' }]);
    await books.approve(WEEK, [{ date: WEEK, hours: '4' }], { project: 'P2' });
    await firm.undone(async () => {
      await books.bill('2026-07');
      expect((await summary(books)).map((s) => s.split(' ')[1]).sort()).toEqual(['200+0=200', '500+100=600']);
    });
    await firm.put('client', 'CL1', { invoice_grouping: 'project' });
    await books.bill('2026-07');
    expect((await summary(books)).map((s) => s.split(' ')[1]).sort()).toEqual(['100+20=120', '200+0=200', '400+80=480']);
  }));

  it('takes its due date from the contract’s terms, else the client’s, and its date from an open month', trial(async (books, firm) => {
    await firm.period('US01', '2026-07', 'closed');
    await books.approve(WEEK, [{ date: WEEK, hours: '8' }]);
    const { drafts: [draft] } = await books.bill('2026-07');
    expect(await books.invoice(draft!)).toMatchObject({ billing_period: '2026-07', invoice_date: '2026-08-01', due_date: '2026-08-31' });
    await firm.put('contract', 'C-1', { payment_terms: 'NET45' });
    await books.approve('2026-08-03', [{ date: '2026-08-03', hours: '8' }]);
    expect(await books.invoice((await books.bill('2026-08')).drafts[0]!)).toMatchObject({ invoice_date: '2026-08-31', due_date: '2026-10-15' });
  }));

  it('carries a total of zero forward', trial(async (books, firm) => {
    await firm.card('STD', { DEV: '0' });
    await books.approve(WEEK, [{ date: WEEK, hours: '8' }]);
    expect((await books.bill('2026-07')).drafts).toEqual([]);
    expect(await books.billing()).toEqual(['07-06 billable ready 0']);
  }));

  it.each([
    ['is not known', (f: Firm) => f.put('client', 'CL1', { tax_profile: 'NOPE' })],
    ['is missing', (f: Firm) => f.put('client', 'CL1', { tax_profile: null })],
    ['is zero without a reason', (f: Firm) => f.put('tax_code', 'VAT20', { rate: '0' })],
  ])('stops with INVALID_TAX when the tax %s: no tax is never assumed', async (_what, change) => {
    await trial(async (books, firm) => {
      await change(firm);
      await books.approve(WEEK, [{ date: WEEK, hours: '8' }]);
      expect(await failureOf(books.bill('2026-07'))).toMatchObject({ code: 'INVALID_TAX' });
      expect(await books.invoices()).toEqual([]);
    })();
  });

  it('stops with PERIOD_CLOSED when no month is open for the document', trial(async (books, firm) => {
    await books.approve(WEEK, [{ date: WEEK, hours: '8' }]);
    for (const month of ['07', '08', '09', '10', '11', '12']) await firm.period('US01', `2026-${month}`, 'closed');
    expect(await failureOf(books.bill('2026-07'))).toMatchObject({ code: 'PERIOD_CLOSED' });
  }));

  it('totals are the sums of their lines, and lines of their events', trial(async (books) => {
    await books.approve(WEEK, [{ date: WEEK, hours: '7.3333' }, { date: '2026-07-07', hours: '1.1111', role: 'LEAD' }, { date: '2026-07-08', hours: '0.25' }]);
    const { drafts: [draft] } = await books.bill('2026-07');
    const [invoice, lines] = [await books.invoice(draft!), await books.lines(draft!)];
    const cents = (n: string) => Math.round(Number(n) * 100);
    expect(cents(invoice.subtotal)).toBe(lines.reduce((n, l) => n + cents(l.net), 0));
    expect(cents(invoice.total)).toBe(cents(invoice.subtotal) + cents(invoice.tax_total));
    for (const l of lines) {
      const events = await books.events().then((all) => all.filter((e) => l.billing_event_ids.includes(e.id)));
      expect([cents(l.net), Math.round(Number(l.quantity) * 1e4)]).toEqual([events.reduce((n, e) => n + cents(e.net), 0), events.reduce((n, e) => n + Math.round(Number(e.quantity) * 1e4), 0)]);
      expect(events.every((e) => e.invoice_line_no === l.line_no && e.invoice_id === draft)).toBe(true);
    }
  }));
});

describe('a draft', () => {
  const drafted = async (books: Books): Promise<string> => {
    await books.approve(WEEK, [{ date: WEEK, hours: '8' }]);
    return (await books.bill('2026-07')).drafts[0]!;
  };

  it('returned gives everything back, to be drafted again under another key', trial(async (books, firm) => {
    const draft = await drafted(books);
    await firm.em.transaction(async (em) => voidDraft(em, await books.invoice(draft)));
    expect(await books.billing()).toEqual(['07-06 billable ready 800']);
    expect((await books.entries())[0]!.billing_status).toBe('unbilled');
    await books.bill('2026-07');
    expect(await summary(books)).toEqual(['C-1:2026-07:#:2 800+160=960 draft']);
  }));

  it('is released by another person than its preparer, once, and is frozen from then on', trial(async (books, firm) => {
    const draft = await drafted(books);
    const release = (who: string) => firm.em.transaction((em) => releaseDraft(em, draft, who));
    await expect(release('ann')).rejects.toMatchObject({ name: 'ReleaseRefused', reason: 'segregation' });
    expect((await books.invoice(draft)).status).toBe('draft');
    await release('bob');
    expect(await books.invoice(draft)).toMatchObject({ status: 'released', released_by: 'bob', prepared_by: 'ann' });
    await expect(release('carl')).rejects.toThrow(ReleaseRefused);
    await expect(firm.em.transaction((em) => redraft(em, draft))).rejects.toThrow('only drafts are computed anew');
    expect(await firm.em.query(`select who, what from audit where entity_id = $1 order by at`, [draft])).toMatchObject([{ who: 'ann', what: 'invoice.drafted' }, { who: 'bob', what: 'invoice.released' }]);
  }));

  it('goes to the ERP as it stands, in plain numbers', trial(async (books, firm) => {
    await firm.put('contract', 'C-1', { po_number: 'PO-9' });
    const draft = await drafted(books);
    const document = await firm.em.transaction((em) => erpDocument(em, draft, 1));
    expect(document).toMatchObject({
      verb: 'create_invoice', key: expect.stringMatching(/^invoice:C-1:2026-07:[0-9a-f]{12}:1:1$/),
      body: {
        legal_entity_code: 'US01', customer_source_id: '501', project_source_id: 'job-P1', currency: 'USD', invoice_date: '2026-07-31', due_date: '2026-08-30', po_number: 'PO-9', subtotal: '800', tax_total: '160', total: '960',
        lines: [{ line_no: '1', quantity: '8', unit_price: '100', net: '800', tax_code: 'VAT20', tax_rate: '0.2', project_source_id: 'job-P1', practice: 'DATA', region: 'AMER' }],
      },
    });
  }));

  it('of a client who is no customer there cannot be sent', trial(async (books, firm) => {
    const draft = await drafted(books);
    await firm.em.query(`delete from cross_reference where system_type = 'client@US01'`);
    expect(await failureOf(firm.em.transaction((em) => erpDocument(em, draft, 1)))).toMatchObject({ code: 'MISSING_ACCOUNT_DATA' });
  }));

  it('refused for its date takes the first day of the next open month, with the terms it had', trial(async (books, firm) => {
    const draft = await drafted(books);
    await firm.period('US01', '2026-08', 'closed');
    expect(await firm.em.transaction((em) => redate(em, draft))).toBe(true);
    expect(await books.invoice(draft)).toMatchObject({ invoice_date: '2026-09-01', due_date: '2026-10-01', billing_period: '2026-07' });
    for (const month of ['10', '11', '12']) await firm.period('US01', `2026-${month}`, 'closed');
    expect(await firm.em.transaction((em) => redate(em, draft))).toBe(false);
  }));
});

describe('a posted document', () => {
  it('is posted once, by the word of the ERP, and tells who has to know', trial(async (books, firm) => {
    await firm.link('C-1', 'salesforce', 'contract', '800A');
    await books.approve(WEEK, [{ date: WEEK, hours: '8' }]);
    const { drafts: [draft] } = await books.bill('2026-07');
    await firm.em.transaction((em) => releaseDraft(em, draft!, 'bob'));
    const told = await books.erpPosts(draft!);
    expect(told).toMatchObject({ invoice_number: 'INV-1', kind: 'invoice', contract_source_id: '800A', project_source_ids: ['ws-P1'], total: '960', currency: 'USD' });
    await books.erpPosts(draft!);
    expect(await books.invoice(draft!)).toMatchObject({ status: 'posted', invoice_number: 'INV-1', erp_source_id: 'doc-1', erp_period: '2026-07' });
    expect((await books.entries())[0]!.billing_status).toBe('billed');
    expect(await firm.em.query(`select type from event where type like 'invoice.%' order by seq`)).toEqual([{ type: 'invoice.drafted' }, { type: 'invoice.released' }, { type: 'invoice.posted' }]);
  }));

  it('credited and refused for its date keeps having no due date', trial(async (books, firm) => {
    await firm.put('contract', 'C-1', { payment_terms: 'NET45' });
    await books.approve(WEEK, [{ date: WEEK, hours: '8' }]);
    await books.post((await books.bill('2026-07')).drafts[0]!);
    await books.reject(WEEK);
    const { credits: [memo] } = await books.bill('2026-07');
    await firm.em.transaction((em) => redate(em, memo!));
    expect(await books.invoice(memo!)).toMatchObject({ invoice_date: '2026-08-01', due_date: null });
    const document = await firm.em.transaction((em) => erpDocument(em, memo!, 2));
    expect(document).toMatchObject({ verb: 'create_credit_memo', body: { invoice_source_id: 'doc-1', reason_code: 'correction', total: '960' } });
    expect(document.body).not.toHaveProperty('due_date');
  }));

  it('of a returned credit memo nothing is lost: it is credited with the next run', trial(async (books, firm) => {
    await books.approve(WEEK, [{ date: WEEK, hours: '8' }]);
    await books.post((await books.bill('2026-07')).drafts[0]!);
    await books.reject(WEEK);
    const first = await books.bill('2026-07');
    await firm.em.transaction(async (em) => voidDraft(em, await books.invoice(first.credits[0]!)));
    const second = await books.bill('2026-07');
    expect(second.credits).toHaveLength(1);
    await books.post(second.credits[0]!);
    expect((await firm.em.find(BillingEvent, { where: { status: In(['ready', 'on_draft']) } }))).toEqual([]);
    expect((await books.totals()).holds).toBe(true);
  }));
});
