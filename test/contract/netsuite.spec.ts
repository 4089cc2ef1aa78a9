import 'reflect-metadata';
import { vendorKey } from '#lib/canonical';
import { NetsuiteAccount } from './netsuite-account.js';
import { creditBody, customerBody, invoiceBody, journalBody, lineBody, projectBody } from './netsuite-bodies.js';

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

const fault = (f: object) => account.desk.fault(f);
const put = (type: string) => ({ method: 'PUT', path: `/record/v1/${type}/eid` });

async function customer(r: Replica, over: Parameters<typeof customerBody>[0] = {}): Promise<string> {
  return (await account.perform(r, 'create_customer', customerBody(over))).row.receipt!.source_id;
}

/** What stands on each account of the sandbox's ledger, accounts without a balance left out; debits are positive. */
async function trialBalance(): Promise<Record<string, string>> {
  const cells = await account.desk.control<{ acctnumber: string; balance: string }[]>('GET', 'tables/trial_balance');
  return Object.fromEntries(cells.filter((cell) => cell.balance !== '0').map((cell) => [cell.acctnumber, cell.balance]));
}

/** One body per creating verb, with the type of document it makes. */
const CREATES: [verb: string, type: string, record: string, body: (r: Replica) => Promise<object>][] = [
  ['create_customer', 'customer', 'customer', async () => customerBody()],
  ['create_project', 'job', 'job', async (r) => projectBody(await customer(r))],
  ['post_journal', 'journalEntry', 'journalEntry', async () => journalBody()],
  ['create_invoice', 'invoice', 'invoice', async (r) => invoiceBody(await customer(r))],
  ['create_credit_memo', 'creditMemo', 'creditMemo', async (r) => {
    const buyer = await customer(r);
    return creditBody(buyer, (await account.perform(r, 'create_invoice', invoiceBody(buyer))).row.receipt!.source_id);
  }],
];

describe.each(CREATES)('%s', (verb, type, record, bodyOf) => {
  it('makes one document under our key; asked again, in this process or another, it is that one', async () => {
    const r = replica();
    const body = await bodyOf(r);
    const first = await account.perform(r, verb, body);
    expect(first.row).toMatchObject({ state: 'confirmed', attempts: 1 });
    const again = await account.perform(replica(), verb, body, first.key);
    expect(again).toMatchObject({ replayed: true, row: { receipt: first.row.receipt } });
    const made = await account.documents(type);
    expect(made).toHaveLength(1);
    expect(made[0]).toMatchObject({ id: first.row.receipt!.source_id, effect_key: vendorKey('netsuite', first.key) });
  });

  it('finds its own write at the vendor, and nothing under another key before it', async () => {
    const r = replica();
    const body = await bodyOf(r);
    const write = r.runtime.connector.writes[verb]!;
    const ctx = r.runtime.context();
    const look = async (key: string) => write.find({ body, key: vendorKey('netsuite', key), businessKey: key, verb, settings: r.runtime.settings, prepared: await write.prepare?.(body, ctx), done: [] }, ctx);
    if (verb !== 'create_customer') expect(await look('never:asked-1')).toBe('absent');
    const { key, row } = await account.perform(r, verb, body);
    expect(await look(key)).toMatchObject({ source_id: row.receipt!.source_id, number: row.receipt!.number, status: row.receipt!.status });
  });

  it('answer lost after the commit: found, made once', async () => {
    const r = replica();
    const body = await bodyOf(r);
    await fault({ kind: 'answer_lost', match: put(record), times: 1 });
    const { key, row } = await account.perform(r, verb, body);
    expect(row.state).toBe('uncertain');
    expect(await account.until(r, key, 'confirmed')).toMatchObject({ attempts: 1 });
    expect(await account.documents(type)).toHaveLength(1);
  });

  it('no commit and no answer: sent again after looking, made once with its lines once', async () => {
    const r = replica();
    const body = await bodyOf(r);
    await fault({ kind: 'reset_before', match: put(record), times: 1 });
    const { key } = await account.perform(r, verb, body);
    expect(await account.until(r, key, 'confirmed')).toMatchObject({ attempts: 2 });
    expect(await account.documents(type)).toHaveLength(1);
    expect(await account.desk.control('GET', 'documents/duplicates')).toEqual([]);
  });

  it('the commit arrives after we sent again: still one document with its lines once', async () => {
    const r = replica();
    const body = await bodyOf(r);
    await fault({ kind: 'late_commit', match: put(record), times: 1, delay_ms: 1_200, answer: 'lost' });
    const { key } = await account.perform(r, verb, body);
    await account.until(r, key, 'confirmed');
    await new Promise((done) => setTimeout(done, 1_300));
    const made = await account.documents(type);
    expect(made).toHaveLength(1);
    if (made[0]!.digest.lines) expect(made[0]!.digest.lines).toHaveLength((body as { lines: unknown[] }).lines.length);
  });
});

describe('an invoice', () => {
  it('is posted with number, period and totals, every code in its place', async () => {
    const r = replica();
    const buyer = await customer(r);
    const job = (await account.perform(r, 'create_project', projectBody(buyer))).row.receipt!.source_id;
    const { row } = await account.perform(r, 'create_invoice', invoiceBody(buyer, { project_source_id: job, lines: [lineBody({ project_source_id: job })] }));
    expect(row.receipt).toEqual({
      source_id: expect.any(String), number: 'INV-US01-000001', status: 'posted',
      facts: { period: 'Jul 2026', posting_date: '2026-07-15', subtotal: '1805.00', tax_total: '148.91', total: '1953.91' },
    });
    expect((await account.documents('invoice'))[0]!.digest).toMatchObject({
      subsidiary: 'US01', currency: 'USD', customer: 'C-1001', job: 'US01-OPP-1', due_date: '2026-08-14', po: 'PO-7', total: '1953.91',
      lines: [{ item: 'SVC-TIME', quantity: '10', rate: '180.5', amount: '1805', tax_code: 'US-TX-STD', job: 'US01-OPP-1', department: 'DATA', class: 'AMER' }],
    });
  });

  it.each([['contract_asset', '1150', 'SVC-TIME'], [undefined, '1150', 'SVC-TIME'], ['contract_liability', '2200', 'SVC-ADV']] as const)('GL-2: a line of role %s credits %s, revenue never, and so does its credit memo the other way', async (account_role, number, item) => {
    const r = replica();
    const buyer = await customer(r);
    const invoice = (await account.perform(r, 'create_invoice', invoiceBody(buyer, { lines: [lineBody({ account_role })] }))).row.receipt!.source_id;
    expect((await account.documents('invoice'))[0]!.digest).toMatchObject({ lines: [{ item }] });
    expect(await trialBalance()).toEqual({ 1100: '1953.91', [number]: '-1805', 2100: '-148.91' });
    await account.perform(r, 'create_credit_memo', creditBody(buyer, invoice, { lines: [lineBody({ account_role, quantity: '2', net: '361.00' })] }));
    expect(await trialBalance()).toEqual({ 1100: '1563.13', [number]: '-1444', 2100: '-119.13' });
  });

  it('a line that credits revenue at once is refused where no item is set for it', async () => {
    const r = replica();
    const body = invoiceBody(await customer(r), { lines: [lineBody({ account_role: 'revenue_services' })] });
    expect((await account.perform(r, 'create_invoice', body)).row).toMatchObject({ state: 'rejected', attempts: 0, problem: { field: 'lines[0].account_role' } });
  });

  it('that waits for approval is released, and posted once a person approved it', async () => {
    const r = replica();
    await account.desk.control('POST', 'switches/invoice_approval', { value: 'pending' });
    const { row } = await account.perform(r, 'create_invoice', invoiceBody(await customer(r)));
    expect(row.receipt).toMatchObject({ status: 'released' });
    const id = row.receipt!.source_id;
    expect(await r.runtime.one('erp_invoice', id)).toMatchObject({ data: { status: 'released' } });
    await account.desk.control('POST', 'actions/approve_invoice', { id });
    expect(await r.runtime.one('erp_invoice', id)).toMatchObject({ data: { status: 'posted', invoice_number: row.receipt!.number, period_name: 'Jul 2026' } });
  });

  it('keeps amounts digit for digit in currencies of 0 and 3 decimals and in the billions', async () => {
    const r = replica();
    const jp = await customer(r, { client_number: 'C-2', legal_entity_code: 'JP01', currency: 'JPY', tax_profile: 'JP-STD' });
    const yen = await account.perform(r, 'create_invoice', invoiceBody(jp, {
      legal_entity_code: 'JP01', currency: 'JPY', lines: [lineBody({ tax_code: 'JP-STD', unit_price: '123456789.55', net: '1234567896' })], subtotal: '1234567896', tax_total: '123456790', total: '1358024686',
    }));
    expect(yen.row).toMatchObject({ state: 'confirmed', receipt: { facts: { subtotal: '1234567896', tax_total: '123456790', total: '1358024686' } } });
    const kw = await customer(r, { client_number: 'C-3', legal_entity_code: 'KW01', currency: 'KWD', tax_profile: 'KW-STD' });
    const dinar = await account.perform(r, 'create_invoice', invoiceBody(kw, {
      legal_entity_code: 'KW01', currency: 'KWD', lines: [lineBody({ tax_code: 'KW-STD', quantity: '0.1', unit_price: '0.3', net: '4503599627.371' })], subtotal: '4503599627.371', tax_total: '225179981.369', total: '4728779608.740',
    }));
    expect(dinar.row).toMatchObject({ state: 'confirmed', receipt: { facts: { subtotal: '4503599627.371', total: '4728779608.740' } } });
  });

  it('takes tax that NetSuite rounds another way within MON-6, and stops beyond it', async () => {
    const r = replica();
    const buyer = await customer(r);
    const near = await account.perform(r, 'create_invoice', invoiceBody(buyer, { tax_total: '148.92', total: '1953.92' }));
    expect(near.row).toMatchObject({ state: 'confirmed', receipt: { facts: { total: '1953.91' } } });
    const far = await account.perform(r, 'create_invoice', invoiceBody(buyer, { tax_total: '148.93', total: '1953.93' }));
    expect(far.row).toMatchObject({ state: 'exception', problem: { code: 'ECHO_MISMATCH', field: 'tax_total' } });
  });

  it.each([
    ['dueDate', '2026-12-31', 'due_date: asked 2026-08-14, stored 2026-12-31'],
    ['otherRefNum', 'PO-8', 'po_number: asked PO-7, stored PO-8'],
    ['item.items.amount', 1804, 'subtotal: asked 1805.00, stored 1804; tax_total: asked 148.91, stored 148.83; total: asked 1953.91, stored 1952.83; lines[0].net: asked 1805.00, stored 1804'],
  ])('that NetSuite stored with another %s is an exception, not a success', async (field, value, detail) => {
    const r = replica();
    const buyer = await customer(r);
    await fault({ kind: 'echo', match: put('invoice'), field, value, times: 1 });
    expect((await account.perform(r, 'create_invoice', invoiceBody(buyer))).row).toMatchObject({ state: 'exception', problem: { class: 'echo_mismatch', detail } });
  });

  it('into a closed or locked period is refused, and can be found there if it was made before', async () => {
    const r = replica();
    const buyer = await customer(r);
    await fault({ kind: 'answer_lost', match: put('invoice'), times: 1 });
    const made = await account.perform(r, 'create_invoice', invoiceBody(buyer));
    await account.desk.control('POST', 'actions/close_period', { periodname: 'Jul 2026' });
    expect(await account.until(r, made.key, 'confirmed')).toMatchObject({ attempts: 1 });
    expect((await account.perform(r, 'create_invoice', invoiceBody(buyer))).row).toMatchObject({ state: 'rejected', problem: { class: 'period_closed', code: 'PERIOD_CLOSED', field: 'invoice_date' } });
    await account.desk.control('POST', 'actions/open_period', { periodname: 'Jul 2026' });
    await account.desk.control('POST', 'actions/close_period', { periodname: 'Jul 2026', locked: true });
    expect((await account.perform(r, 'post_journal', journalBody())).row).toMatchObject({ state: 'rejected', problem: { code: 'PERIOD_CLOSED', field: 'posting_date' } });
    expect((await account.perform(r, 'post_journal', journalBody({ posting_date: '2027-01-31' }))).row).toMatchObject({ state: 'rejected', problem: { code: 'PERIOD_CLOSED' } });
    expect(await account.documents('journalEntry')).toHaveLength(0);
  });

  it('with a code NetSuite does not have is refused before anything is sent', async () => {
    const r = replica();
    const body = invoiceBody(await customer(r), { lines: [lineBody(), lineBody({ line_no: '2', tax_code: 'US-XX' })] });
    expect((await account.perform(r, 'create_invoice', body)).row).toMatchObject({ state: 'rejected', attempts: 0, problem: { code: 'INVALID_TAX', field: 'lines[1].tax_code' } });
    expect((await account.perform(r, 'post_journal', journalBody({ legal_entity_code: 'XX01' }))).row).toMatchObject({ state: 'rejected', attempts: 0, problem: { code: 'MISSING_LEGAL_ENTITY', field: 'legal_entity_code' } });
    const unknown = journalBody({ lines: [{ account_role: 'cash', debit: '1', credit: '0' }, { account_role: 'labor_clearing', debit: '0', credit: '1' }] });
    expect((await account.perform(r, 'post_journal', unknown)).row).toMatchObject({ state: 'rejected', problem: { field: 'lines[0].account_role' } });
  });
});

describe('a credit memo and a journal', () => {
  it('the credit belongs to its invoice and shows positive amounts', async () => {
    const r = replica();
    const buyer = await customer(r);
    const invoice = (await account.perform(r, 'create_invoice', invoiceBody(buyer))).row.receipt!.source_id;
    const { row } = await account.perform(r, 'create_credit_memo', creditBody(buyer, invoice));
    expect(row.receipt).toMatchObject({ number: 'CM-US01-000001', status: 'posted', facts: { subtotal: '361.00', tax_total: '29.78', total: '390.78' } });
    expect(await r.runtime.one('erp_invoice', invoice)).toMatchObject({ data: { status: 'partially_paid', total: '1953.91', amount_due: '1563.13' } });
    expect(await r.runtime.one('erp_invoice', row.receipt!.source_id)).toMatchObject({ data: { status: 'posted', total: '-390.78', tax_total: '-29.78', subtotal: '-361.00', kind: 'credit_memo', original_source_id: invoice } });
  });

  it('the journal posts to the accounts of its roles; a line without an amount is left out', async () => {
    const r = replica();
    const body = journalBody();
    const { row } = await account.perform(r, 'post_journal', { ...body, lines: [...body.lines, { account_role: 'rounding', debit: '0', credit: '0' }] });
    expect(row).toMatchObject({ state: 'confirmed', receipt: { number: 'JE-US01-000001', status: 'posted', facts: { period: 'Jul 2026', posting_date: '2026-07-12', total: '812.55' } } });
    expect((await account.documents('journalEntry'))[0]!.digest).toMatchObject({
      subsidiary: 'US01', tran_date: '2026-07-12', lines: [{ account: '2300', credit: '812.55' }, { account: '5000', debit: '812.55', department: 'DATA', class: 'AMER' }],
    });
  });

  it('every account role of the glossary has an account', async () => {
    const r = replica();
    const roles = ['receivable_revaluation', 'revenue_services', 'revenue_expense_reimbursement', 'contract_asset', 'contract_liability', 'wip_cost', 'labor_cost', 'labor_clearing', 'expense_cost', 'recoverable_tax', 'expense_payable', 'tax_payable', 'loss_provision', 'provision_expense', 'fx_gain_loss'];
    const lines = [...roles.map((account_role) => ({ account_role, debit: '1.00', credit: '0' })), { account_role: 'rounding', debit: '0', credit: `${roles.length}.00` }];
    expect((await account.perform(r, 'post_journal', journalBody({ lines }))).row).toMatchObject({ state: 'confirmed', receipt: { facts: { total: `${roles.length}.00` } } });
    const balances = Object.values(await trialBalance()).map(Number);
    expect([balances.length, balances.reduce((total, one) => total + one, 0)]).toEqual([roles.length + 1, 0]);
  });

  it('a journal that does not balance is refused by NetSuite', async () => {
    const lines = [{ account_role: 'labor_cost', debit: '2', credit: '0' }, { account_role: 'labor_clearing', debit: '0', credit: '1' }];
    expect((await account.perform(replica(), 'post_journal', journalBody({ lines }))).row).toMatchObject({ state: 'rejected', problem: { class: 'validation', vendor_code: 'USER_ERROR', detail: 'The amounts in a journal entry must balance.' } });
  });
});
