import 'reflect-metadata';
import { CONTRACTS } from '#lib/canonical';
import { NetsuiteAccount } from './netsuite-account.js';
import { customerBody, invoiceBody, journalBody } from './netsuite-bodies.js';

const account = new NetsuiteAccount();
type Replica = ReturnType<NetsuiteAccount['replica']>;
const replicas: Replica[] = [];
const replica = (...of: Parameters<NetsuiteAccount['replica']>): Replica => {
  const r = account.replica(...of);
  replicas.push(r);
  return r;
};

beforeAll(() => account.open(), 60_000);
afterAll(async () => {
  replicas.forEach((r) => r.runtime.close());
  await account.close();
}, 30_000);
beforeEach(() => account.fresh());

const control = (...of: Parameters<NetsuiteAccount['desk']['control']>) => account.desk.control(...of);
const keys = (records: { natural_key?: string | null }[]) => records.map((r) => r.natural_key);

describe('reference data', () => {
  it('legal entities carry currency and country; one without a code goes on with its problem', async () => {
    await control('PUT', 'tables/subsidiary', [{ id: '5', name: 'Holding', currency: '1', country: 'US', isinactive: 'F' }, { id: '6', name: 'Elimination', currency: '1', country: 'US', iselimination: 'T' }]);
    const { records, pages } = await account.walk(replica(), 'legal_entity');
    expect(pages).toBe(3);
    expect(keys(records)).toEqual(['US01', 'GB01', 'JP01', 'KW01', null]);
    expect(records[2]).toMatchObject({ source_id: '3', data: { code: 'JP01', name: 'Acme JP', country: 'JP', functional_currency: 'JPY', rounding_profile: 'half_up', status: 'active' }, deleted: false });
    expect(records[4]!.problem).toMatchObject({ code: 'MISSING_LEGAL_ENTITY', value: '5' });
  });

  it('every month comes once per legal entity, never quarters; closing and locking show', async () => {
    const r = replica();
    const first = await account.walk(r, 'accounting_period', '', 5);
    expect(first.records).toHaveLength(12);
    expect(new Set(keys(first.records)).size).toBe(12);
    expect(first.records[0]).toMatchObject({ natural_key: 'US01:2026-07-01', data: { name: 'Jul 2026', start: '2026-07-01', end: '2026-07-31', status: 'open' }, refs: { legal_entity_id: { natural_key: 'US01' } } });
    await control('POST', 'actions/close_period', { periodname: 'Jul 2026' });
    await control('POST', 'actions/close_period', { periodname: 'Aug 2026', locked: true });
    const next = await account.walk(r, 'accounting_period', first.cursor, 50);
    expect(next.records.map((p) => [p.natural_key, p.data.status])).toEqual([
      ...['US01', 'GB01', 'JP01', 'KW01'].map((le) => [`${le}:2026-07-01`, 'closed']), ...['US01', 'GB01', 'JP01', 'KW01'].map((le) => [`${le}:2026-08-01`, 'soft_closed']),
    ]);
    expect(await r.runtime.one('accounting_period', first.records[0]!.source_id)).toMatchObject({ natural_key: 'US01:2026-07-01', data: { status: 'closed' } });
    expect(await r.runtime.one('accounting_period', '110-1')).toBeNull();
  });

  it('exchange rates keep their direction and digits', async () => {
    const { records } = await account.walk(replica(), 'exchange_rate');
    expect(records.map((rate) => [rate.natural_key, rate.data.rate])).toEqual([['USD:GBP:2026-07-01:spot', '0.7831'], ['USD:GBP:2026-07-20:spot', '0.8']]);
  });

  it('tax codes are fractions, with the reason of a zero rate and the legal entity they belong to', async () => {
    await control('PUT', 'tables/salestaxitem', [{ id: '306', itemid: 'GB-ODD', rate: '0%', subsidiary: '2', isinactive: 'F', custrecord_reason: 'because' }]);
    const { records } = await account.walk(replica(), 'tax_code');
    expect(records.map((t) => [t.natural_key, t.data.rate, t.data.zero_reason, t.refs.legal_entity_id?.natural_key])).toEqual([
      ['US-TX-STD', '0.0825', undefined, 'US01'], ['GB-STD', '0.2', undefined, 'GB01'], ['JP-STD', '0.1', undefined, 'JP01'], ['GB-RC', '0', 'reverse_charge', 'GB01'], ['KW-STD', '0.05', undefined, 'KW01'],
      ['GB-ODD', undefined, undefined, 'GB01'],
    ]);
    expect(records[5]!.problem).toMatchObject({ code: 'UNMAPPED_STATUS', field: 'zero_reason', value: 'because' });
  });

  it('an unchanged walk gives nothing again', async () => {
    const r = replica();
    for (const { entity } of CONTRACTS.erp.reads) {
      const { cursor } = await account.walk(r, entity, '', 3);
      expect((await account.walk(r, entity, cursor, 3)).records).toEqual([]);
    }
  });
});

describe('change feeds', () => {
  it('records of one second are each given once, however small the pages', async () => {
    const r = replica();
    for (let n = 1; n <= 7; n++) await account.perform(r, 'create_customer', customerBody({ client_number: `C-${n}` }));
    const seconds = new Set((await account.rows('customer')).map((row) => row.lastmodifieddate));
    expect(seconds.size).toBeLessThan(7);
    for (const limit of [1, 2, 3]) expect(keys((await account.walk(replica(), 'erp_customer', '', limit)).records).sort()).toEqual(['C-1', 'C-2', 'C-3', 'C-4', 'C-5', 'C-6', 'C-7']);
  });

  it('a change within the second of the last read is not missed', async () => {
    const r = replica();
    await control('POST', 'clock', { now: '2026-07-15T10:00:00Z' });
    const { row } = await account.perform(r, 'create_customer', customerBody());
    const first = await account.walk(r, 'erp_customer');
    await control('PATCH', `tables/customer/${row.receipt!.source_id}`, { companyname: 'Initech plc' });
    expect((await account.walk(r, 'erp_customer', first.cursor)).records.map((c) => c.data.legal_name)).toEqual(['Initech plc']);
  });

  it('invoices: paid, partly paid and voided as people act', async () => {
    const r = replica();
    const buyer = (await account.perform(r, 'create_customer', customerBody())).row.receipt!.source_id;
    const ids: string[] = [];
    for (let n = 0; n < 3; n++) ids.push((await account.perform(r, 'create_invoice', invoiceBody(buyer))).row.receipt!.source_id);
    const first = await account.walk(r, 'erp_invoice');
    expect(first.records.map((i) => [i.natural_key, i.data.status, i.data.total, i.data.subtotal, i.data.tax_total, i.data.amount_due])).toEqual(
      [1, 2, 3].map((n) => [`US01:INV-US01-00000${n}`, 'posted', '1953.91', '1805.00', '148.91', '1953.91']));
    expect(first.records[0]).toMatchObject({ data: { effect_key: expect.stringMatching(/^tl_/), period_name: 'Jul 2026', invoice_date: '2026-07-15' }, extensions: { client_number: 'C-1001', legal_entity_code: 'US01' } });
    expect(first.records[0]).toMatchObject({ data: { kind: 'invoice' }, refs: { legal_entity_id: { entity: 'legal_entity', natural_key: 'US01' } } });
    await control('POST', 'clock', { advance_ms: 600_000 });
    await control('POST', 'actions/pay_invoice', { id: ids[0] });
    await control('POST', 'actions/pay_invoice', { id: ids[1], amount: '953.91' });
    await control('POST', 'actions/void_invoice', { id: ids[2] });
    const next = await account.walk(r, 'erp_invoice', first.cursor);
    expect(next.records.map((i) => [i.source_id, i.data.status, i.data.amount_due]).sort()).toEqual([[ids[0], 'paid', '0.00'], [ids[1], 'partially_paid', '1000.00'], [ids[2], 'voided', '0.00']].sort());
  });

  it('invoices: disputed until people take the mark off; a payment the bank returned opens it again', async () => {
    const r = replica();
    const buyer = (await account.perform(r, 'create_customer', customerBody())).row.receipt!.source_id;
    const id = (await account.perform(r, 'create_invoice', invoiceBody(buyer))).row.receipt!.source_id;
    const stands = async () => (await r.runtime.one('erp_invoice', id))!.data;
    await control('POST', 'actions/dispute_invoice', { id, reason: 'hours not agreed' });
    expect(await stands()).toMatchObject({ status: 'disputed', amount_due: '1953.91' });
    await control('POST', 'actions/dispute_invoice', { id, disputed: false });
    const { payment } = (await control('POST', 'actions/pay_invoice', { id, amount: '953.91' })) as any;
    expect(await stands()).toMatchObject({ status: 'partially_paid', amount_due: '1000.00' });
    await control('POST', 'actions/void_payment', { id: payment });
    expect(await stands()).toMatchObject({ status: 'posted', amount_due: '1953.91' });
    const undisputed = replica({ dispute_field: 'none' });
    await control('POST', 'actions/dispute_invoice', { id });
    expect((await undisputed.runtime.one('erp_invoice', id))!.data.status).toBe('posted');
  });

  it('journals carry the sums of their lines; an unknown status is said, not guessed', async () => {
    const r = replica();
    const { row } = await account.perform(r, 'post_journal', journalBody());
    const { records } = await account.walk(r, 'erp_journal');
    expect(records).toEqual([expect.objectContaining({
      source_id: row.receipt!.source_id, natural_key: 'US01:JE-US01-000001',
      data: { posting_date: '2026-07-12', currency: 'USD', total_debit: '812.55', total_credit: '812.55', effect_key: row.vendor_key, status: 'posted' },
    })]);
    await control('PATCH', `tables/transaction/${row.receipt!.source_id}`, { status: 'Q' });
    expect((await account.walk(replica(), 'erp_journal')).records[0]!.problem).toMatchObject({ code: 'UNMAPPED_STATUS', value: 'Journal:Q' });
  });

  it('change times are on the account’s wall clock, over the hour that comes twice', async () => {
    await control('POST', 'switches/account_time_zone', { value: 'America/New_York' });
    const r = replica({ account_time_zone: 'America/New_York' }, { overlapMs: 0 });
    await control('POST', 'clock', { now: '2026-11-01T05:45:00Z' });
    await account.perform(r, 'create_customer', customerBody({ client_number: 'C-1' }));
    const first = await account.walk(r, 'erp_customer');
    expect(first.records.map((c) => c.source_timestamp.slice(0, 16))).toEqual(['2026-11-01T05:45']);
    await control('POST', 'clock', { now: '2026-11-01T06:10:00Z' });
    await account.perform(r, 'create_customer', customerBody({ client_number: 'C-2' }));
    const second = await account.walk(r, 'erp_customer', first.cursor);
    expect(keys(second.records)).toEqual(['C-2']);
    await control('POST', 'clock', { now: '2026-11-01T12:00:00Z' });
    await account.perform(r, 'create_customer', customerBody({ client_number: 'C-3' }));
    const third = await account.walk(r, 'erp_customer', second.cursor);
    expect(third.records.map((c) => [c.natural_key, c.source_timestamp.slice(0, 16)])).toContainEqual(['C-3', '2026-11-01T12:00']);
  });
});

describe('what the vendor looks like from here', () => {
  it('the schema names the fields we write, and a change of it changes the description', async () => {
    const r = replica();
    const { objects } = await r.runtime.connector.schema!(r.runtime.context());
    expect(objects.invoice).toMatchObject({ entity: 'ref', tranDate: 'string date', total: 'number double, read-only', 'item.taxCode': 'ref', 'item.amount': 'number double' });
    await account.desk.fault({ kind: 'drift', table_or_path: 'metadata-catalog/invoice', rename: { tranDate: 'transactionDate' } });
    expect((await r.runtime.connector.schema!(r.runtime.context())).objects.invoice).not.toHaveProperty('tranDate');
  });

  it('probes pass on a complete account and name what is missing on another', async () => {
    const r = replica();
    await control('PUT', 'tables/item', [{ id: '402', itemid: 'OTHER', itemtype: 'Service', isinactive: 'F' }]);
    const probes = await r.runtime.connector.probe!(r.runtime.context());
    expect(probes.filter((p) => !p.ok).map((p) => p.name)).toEqual(['item SVC-ADJ']);
    expect(probes.find((p) => !p.ok)!.detail).toContain('Create the service item');
    const lost = await replica({ account_time_zone: 'Mars/Base' }).runtime.connector.probe!(replica({ account_time_zone: 'Mars/Base' }).runtime.context());
    expect(lost.find((p) => p.name === 'time zone')).toMatchObject({ ok: false });
  });
});
