import 'reflect-metadata';
import { dec } from '#lib/canonical';
import { insertRecord, linkSystem, recordById, updateRecord } from '#lib/store';
import { type TestDatabase, testDatabase } from '../../../../../libs/process/src/testing/database.js';
import { Books } from '../testing/books.js';
import { Firm } from '../testing/firm.js';
import { decideVoid, NothingToDecide } from './decide-void.js';
import { followErp } from './follow-erp.js';
import { proposeCredit } from './propose-credit.js';
import { voidDraft } from './redraft.js';

jest.setTimeout(60_000);
let db: TestDatabase;
beforeAll(async () => {
  db = await testDatabase();
});
afterAll(() => db.close());

const WEEK = '2026-07-06';
/** Eight hours at 100 on a posted invoice: 800.00 net, 960.00 with tax. */
const trial = (work: (books: Books, firm: Firm, invoice: string) => Promise<void>) => () =>
  Firm.trial(db.ds, async (firm) => {
    await firm.worker('E1');
    const books = new Books(firm);
    await books.approve(WEEK, [{ date: WEEK, hours: '8', id: 't1' }]);
    const [invoice] = (await books.bill('2026-07')).drafts;
    await books.post(invoice!);
    await work(books, firm, invoice!);
  });

/** What the ERP's feed says of a document of ours; amounts missing stand as asked for. */
async function erpSays(firm: Firm, books: Books, id: string, data: Record<string, string>): Promise<void> {
  const invoice = await books.invoice(id);
  const sign = invoice.kind === 'credit_memo' ? -1 : 1;
  const signed = (amount: string) => dec(amount).times(sign).toFixed();
  const full = { kind: invoice.kind, currency: invoice.currency, invoice_date: invoice.invoice_date, subtotal: signed(invoice.subtotal), tax_total: signed(invoice.tax_total), total: signed(invoice.total), amount_due: signed(invoice.total), effect_key: 'tl_x', status: 'posted', ...data };
  await write(firm, invoice.erp_source_id!, full);
}

async function write(firm: Firm, sourceId: string, data: object): Promise<void> {
  const [known] = await firm.em.query(`select id from canonical_record where entity = 'erp_invoice' and source_id = $1`, [sourceId]);
  const record = known && (await recordById(firm.em, known.id));
  if (record) await updateRecord(firm.em, record, { data: data as Record<string, unknown> });
  else {
    const made = await insertRecord(firm.em, { entity: 'erp_invoice', natural_key: `US01:${sourceId}`, data: data as Record<string, unknown>, source_system: 'netsuite', source_id: sourceId, source_version: '1', source_timestamp: '2026-08-01T00:00:00Z', correlation_id: 'c' });
    await linkSystem(firm.em, { canonical_type: 'erp_invoice', canonical_id: made.id, system: 'netsuite', system_type: 'erp_invoice', system_id: sourceId, role: 'owner' });
  }
}

const follow = (firm: Firm, id: string) => firm.em.transaction((em) => followErp(em, id, 'run-1'));
const events = async (firm: Firm) => (await firm.em.query(`select type, data->>'status' as status, data->>'payment' as payment from event where type in ('invoice.paid', 'invoice.changed') order by seq`)).map((e: Record<string, string>) => `${e['type']} ${e['status']} ${e['payment'] ?? ''}`.trim());

describe('what the ERP says of a posted invoice', () => {
  it('a part payment, then the rest: status and amount follow, each payment is told once', trial(async (books, firm, id) => {
    await erpSays(firm, books, id, { amount_due: '560.00', status: 'partially_paid' });
    expect(await follow(firm, id)).toMatchObject({ status: 'partially_paid', project_source_ids: ['ws-P1'] });
    expect(await follow(firm, id)).toBeNull();
    await erpSays(firm, books, id, { amount_due: '0.00', status: 'paid' });
    expect(await follow(firm, id)).toMatchObject({ status: 'paid' });
    expect(await books.invoice(id)).toMatchObject({ status: 'paid', amount_paid: '960.0000' });
    expect(await events(firm)).toEqual(['invoice.paid partially_paid 400', 'invoice.changed partially_paid', 'invoice.paid paid 560', 'invoice.changed paid']);
    expect(await books.exceptions()).toEqual([]);
  }));

  it('a payment the bank returned opens the invoice again', trial(async (books, firm, id) => {
    await erpSays(firm, books, id, { amount_due: '0.00', status: 'paid' });
    await follow(firm, id);
    await erpSays(firm, books, id, {});
    expect(await follow(firm, id)).toMatchObject({ status: 'posted' });
    expect(await books.invoice(id)).toMatchObject({ status: 'posted', amount_paid: '0.0000' });
  }));

  it('a disputed invoice shows so and nobody outside is told; taken off, it is posted again', trial(async (books, firm, id) => {
    await erpSays(firm, books, id, { status: 'disputed' });
    expect(await follow(firm, id)).toBeNull();
    expect(await books.invoice(id)).toMatchObject({ status: 'disputed' });
    await erpSays(firm, books, id, {});
    expect(await follow(firm, id)).toMatchObject({ status: 'posted' });
  }));

  it('an amount nobody asked for is an exception with both sides, and gone when they agree again', trial(async (books, firm, id) => {
    await erpSays(firm, books, id, { subtotal: '700.00', total: '860.00', amount_due: '860.00' });
    await follow(firm, id);
    const [exception] = await firm.em.query(`select message, evidence from exception where code = 'PAYMENT_MISMATCH'`);
    expect(exception.message).toContain('subtotal 700 in the ERP, 800 asked for');
    expect(exception.evidence.map((e: { system: string; record: { total: string } }) => [e.system, e.record.total])).toEqual([['throughline', '960'], ['netsuite', '860.00']]);
    await erpSays(firm, books, id, {});
    await follow(firm, id);
    expect(await books.exceptions()).toEqual([]);
  }));

  it('tax that the ERP rounded another way is no mismatch (MON-6)', trial(async (books, firm, id) => {
    await erpSays(firm, books, id, { tax_total: '160.05', total: '960.05', amount_due: '960.05' });
    await follow(firm, id);
    expect(await books.exceptions()).toEqual([]);
  }));

  it('our own credit memo settles and is no payment; while it is not read back nothing is judged', trial(async (books, firm, id) => {
    await books.reject(WEEK);
    const [memo] = (await books.bill('2026-07')).credits;
    await books.post(memo!);
    await erpSays(firm, books, id, { amount_due: '0.00', status: 'paid' });
    expect(await follow(firm, id)).toBeNull();
    expect(await books.invoice(id)).toMatchObject({ status: 'posted', amount_paid: '0.0000' });
    await erpSays(firm, books, memo!, { amount_due: '0.00' });
    expect(await follow(firm, id)).toMatchObject({ status: 'credited' });
    expect(await books.invoice(id)).toMatchObject({ status: 'credited', amount_paid: '0.0000', credited: '960.0000' });
    expect(await events(firm)).toEqual(['invoice.changed credited']);
  }));

  it('a credit memo people made in the ERP is an exception, and no payment', trial(async (books, firm, id) => {
    await erpSays(firm, books, id, { amount_due: '860.00', status: 'partially_paid' });
    await write(firm, 'cm-9', { kind: 'credit_memo', original_source_id: (await books.invoice(id)).erp_source_id, invoice_number: 'CM-9', currency: 'USD', subtotal: '-100.00', tax_total: '0.00', total: '-100.00', amount_due: '0.00', status: 'posted' });
    await follow(firm, id);
    expect(await books.invoice(id)).toMatchObject({ status: 'posted', amount_paid: '0.0000', credited: '100.0000' });
    expect(await books.exceptions()).toEqual([expect.stringMatching(/^PAYMENT_MISMATCH invoice:C-1/)]);
  }));
});

describe('an invoice that was voided in the ERP', () => {
  const voided = trial.bind(null) as typeof trial;
  const asVoid = async (books: Books, firm: Firm, id: string) => {
    await erpSays(firm, books, id, { subtotal: '0.00', tax_total: '0.00', total: '0.00', amount_due: '0.00', status: 'voided' });
    await follow(firm, id);
  };

  it('waits for a person; billed anew, its work is on the next draft, and every value is accounted for', voided(async (books, firm, id) => {
    await asVoid(books, firm, id);
    expect(await books.invoice(id)).toMatchObject({ status: 'voided' });
    expect(await books.exceptions()).toHaveLength(1);
    expect(await books.billing()).toEqual(['07-06 billable invoiced 800']);
    await firm.em.transaction((em) => decideVoid(em, id, { decision: 'rebill', reason: 'wrong address', by: 'bob' }));
    expect(await books.billing()).toEqual(['07-06 billable ready 800']);
    expect(await books.exceptions()).toEqual([]);
    expect((await books.totals()).holds).toBe(true);
    const [again] = (await books.bill('2026-07')).drafts;
    expect(await books.invoice(again!)).toMatchObject({ subtotal: '800.0000' });
    await expect(firm.em.transaction((em) => decideVoid(em, id, { decision: 'rebill', reason: 'again', by: 'bob' }))).rejects.toThrow(NothingToDecide);
  }));

  it('given up, its value is written off', voided(async (books, firm, id) => {
    await asVoid(books, firm, id);
    await firm.em.transaction((em) => decideVoid(em, id, { decision: 'write_off', reason: 'lost', by: 'bob' }));
    expect((await books.totals()).totals).toMatchObject([{ approved: '800', written_off: '800', holds: true }]);
    expect((await books.entries()).map((e) => e.billing_status)).toEqual(['written_off']);
  }));

  it('work that was corrected meanwhile is taken back by its correction, not billed anew', voided(async (books, firm, id) => {
    await asVoid(books, firm, id);
    await books.reject(WEEK);
    await firm.em.transaction((em) => decideVoid(em, id, { decision: 'rebill', reason: 'wrong address', by: 'bob' }));
    expect(await books.billing()).toEqual([]);
    expect((await books.totals()).holds).toBe(true);
    expect((await books.bill('2026-07')).drafts).toEqual([]);
  }));

  it('a posted invoice needs no decision', voided(async (_books, firm, id) => {
    await expect(firm.em.transaction((em) => decideVoid(em, id, { decision: 'rebill', reason: 'x', by: 'bob' }))).rejects.toThrow('only one that the ERP voided');
  }));
});

describe('a credit that finance proposes', () => {
  const propose = (firm: Firm, id: string, net: string, rebill = false) => firm.em.transaction((em) => proposeCredit(em, id, { lines: [{ line_no: '1', net }], reason_code: 'goodwill', reason: 'late delivery', rebill, prepared_by: 'ann' }, 'run-c'));

  it('of a part of a line gives up that value; the rest stays invoiced', trial(async (books, firm, id) => {
    const memo = await propose(firm, id, '300.00');
    expect(await books.invoice(memo)).toMatchObject({ kind: 'credit_memo', subtotal: '300.0000', tax_total: '60.0000', reason_code: 'goodwill', prepared_by: 'ann' });
    await books.post(memo);
    expect(await books.billing()).toEqual(['07-06 billable invoiced 800', '07-06 billable:waived-1 written_off 300', '07-06 credit invoiced -300']);
    expect((await books.totals()).totals).toMatchObject([{ approved: '800', invoiced: '500', written_off: '300', holds: true }]);
    expect((await books.entries()).map((e) => e.billing_status)).toEqual(['billed']);
  }));

  it('to be billed anew is on the next draft, at what was credited', trial(async (books, firm, id) => {
    await books.post(await propose(firm, id, '800.00', true));
    expect((await books.totals()).totals).toMatchObject([{ approved: '800', invoiced: '0', ready: '800', holds: true }]);
    const [again] = (await books.bill('2026-07')).drafts;
    expect(await books.invoice(again!)).toMatchObject({ subtotal: '800.0000' });
  }));

  it('COR-7: never more than is left of the line, drafts included', trial(async (books, firm, id) => {
    await propose(firm, id, '500.00');
    await expect(propose(firm, id, '300.01')).rejects.toMatchObject({ code: 'OVERCREDIT', field: 'lines[0].net', remaining: '300.00' });
    await propose(firm, id, '300.00');
    expect((await books.totals()).holds).toBe(true);
  }));

  it('returned as a draft leaves everything as it was', trial(async (books, firm, id) => {
    const memo = await propose(firm, id, '300.00', true);
    await firm.em.transaction(async (em) => voidDraft(em, await books.invoice(memo)));
    expect(await books.billing()).toEqual(['07-06 billable invoiced 800']);
    expect((await books.totals()).holds).toBe(true);
  }));

  it('of an invoice that is not posted is refused', trial(async (books, firm, id) => {
    const memo = await propose(firm, id, '100.00');
    await expect(propose(firm, memo, '1.00')).rejects.toMatchObject({ code: 'NOT_POSTED' });
  }));
});
