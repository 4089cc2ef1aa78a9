import { account } from '../../testing/chart.js';
import { type Office, customerBody, invoiceBody, jobBody, openOffice } from '../../testing/office.js';

describe('books', () => {
  let office: Office;
  let customer: string;
  beforeAll(async () => void (office = await openOffice()));
  beforeEach(async () => {
    await office.seed();
    customer = await office.create('customer', customerBody());
  });
  afterAll(() => office.stop());

  const post = (type: string, body: object) => office.call('POST', `/record/v1/${type}`, body);
  const balances = async () => Object.fromEntries((await office.control('GET', 'tables/trial_balance')).map((row: any) => [`${row.subsidiary_code} ${row.acctnumber} ${row.periodname}`, row.balance]));
  const foreign = (entityId: string, subsidiary: string, over: object = {}) => office.create('customer', { companyName: entityId, entityId, subsidiary, ...over });
  const saleIn = (entity: string, taxCode: string, amounts: number[], over: object = {}) =>
    ({ entity: { id: entity }, tranDate: '2026-07-15', item: { items: amounts.map((amount) => ({ item: '401', amount, taxCode })) }, ...over });
  const journal = (lines: [string, number, number][], over: object = {}) => ({
    subsidiary: '1', tranDate: '2026-07-10', line: { items: lines.map(([number, debit, credit]) => ({ account: { id: account(number) }, ...(debit ? { debit } : {}), ...(credit ? { credit } : {}) })) }, ...over,
  });

  it('an invoice debits the receivable, credits revenue per line and tax per code', async () => {
    const id = await office.create('invoice', invoiceBody(customer, [[10, 150.5], [1, 99.99]]));
    expect(await office.read('invoice', id)).toMatchObject({
      tranId: 'INV-US01-000001', subtotal: 1604.99, taxTotal: 132.41, total: 1737.4, amountRemaining: 1737.4, dueDate: '2026-08-14',
      status: { refName: 'Open' }, approvalStatus: { id: '2', refName: 'Approved' }, postingPeriod: { id: '100', refName: 'Jul 2026' },
    });
    expect(await office.query(`SELECT BUILTIN.DF(account) AS account, debit, credit, posting FROM transactionaccountingline WHERE transaction = ${id} ORDER BY transactionline`)).toEqual([
      { account: '1100 Accounts Receivable', debit: '1737.4', posting: 'T' }, { account: '1150 Contract Asset', credit: '1505', posting: 'T' },
      { account: '1150 Contract Asset', credit: '99.99', posting: 'T' }, { account: '2100 Tax Payable', credit: '132.41', posting: 'T' },
    ]);
    expect(await balances()).toEqual({ 'US01 1100 Jul 2026': '1737.4', 'US01 1150 Jul 2026': '-1604.99', 'US01 2100 Jul 2026': '-132.41' });
  });

  it('tax is summed per code and rounded once, half up, to the currency', async () => {
    const gb = await foreign('C-GB', '2');
    const jp = await foreign('C-JP', '3');
    const kw = await foreign('C-KW', '4');
    const taxOf = async (body: object) => (await office.read('invoice', await office.create('invoice', body))).taxTotal;
    expect(await taxOf(saleIn(customer, '301', [0.1, 0.1, 0.1, 0.1, 0.2]))).toBe(0.05);
    expect(await taxOf(saleIn(jp, '303', [1004, 1]))).toBe(101);
    expect(await taxOf(saleIn(kw, '305', [0.25]))).toBe(0.013);
    expect(await taxOf(saleIn(gb, '302', [0.1, 0.025]))).toBe(0.03);
    expect(await taxOf(saleIn(gb, '304', [100]))).toBe(0);
  });

  it('amounts take the decimals of their currency', async () => {
    const jp = await foreign('C-JP', '3');
    const kw = await foreign('C-KW', '4');
    const lines = (rate: number) => ({ tranDate: '2026-07-15', item: { items: [{ item: '401', quantity: 1.5, rate }] } });
    expect((await office.read('invoice', await office.create('invoice', { entity: jp, ...lines(333) }))).total).toBe(500);
    expect((await office.read('invoice', await office.create('invoice', { entity: kw, ...lines(1.333) }))).total).toBe(2);
    expect((await office.read('invoice', await office.create('invoice', { entity: kw, ...lines(0.667) }))).total).toBe(1.001);
  });

  it('a credit memo mirrors its invoice and settles it', async () => {
    const invoice = await office.create('invoice', invoiceBody(customer, [[3, 33.33]]));
    const answer = await office.call('POST', `/record/v1/invoice/${invoice}/!transform/creditMemo`, { tranDate: '2026-07-16', externalId: 'tl_cm1' });
    expect(answer.status).toBe(204);
    expect(Object.values(await balances())).toEqual(['0', '0', '0']);
    expect(await office.read('creditMemo', 'eid:tl_cm1')).toMatchObject({ tranId: 'CM-US01-000001', total: 108.24, applied: 108.24, unapplied: 0, status: { refName: 'Fully Applied' }, createdFrom: { id: invoice } });
    expect(await office.read('invoice', invoice)).toMatchObject({ amountRemaining: 0, status: { refName: 'Paid In Full' } });
    expect(await office.query("SELECT type, foreigntotal, taxtotal FROM transaction WHERE type = 'CustCred'")).toEqual([{ type: 'CustCred', foreigntotal: '-108.24', taxtotal: '-8.25' }]);
    expect((await office.call('DELETE', '/record/v1/creditMemo/eid:tl_cm1')).status).toBe(204);
    expect((await office.read('invoice', invoice)).amountRemaining).toBe(108.24);
  });

  it('a journal must balance and each line takes one side', async () => {
    expect((await post('journalEntry', journal([['5000', 100, 0], ['2300', 0, 99.99]]))).detail).toBe('Error while accessing a resource. The amounts in a journal entry must balance.');
    expect((await post('journalEntry', journal([['5000', 100, 100]]))).code).toBe('USER_ERROR');
    expect((await post('journalEntry', journal([]))).detail).toContain('at least one line item');
    const id = await office.create('journalEntry', journal([['5000', 100.1, 0], ['2300', 0, 100.1]], { externalId: 'tl_je1' }));
    expect(await office.read('journalEntry', id)).toMatchObject({ tranId: 'JE-US01-000001', approved: true, line: { items: [{ line: 1, debit: 100.1 }, { line: 2, credit: 100.1 }] } });
    expect(await balances()).toEqual({ 'US01 5000 Jul 2026': '100.1', 'US01 2300 Jul 2026': '-100.1' });
  });

  it('a journal that is not approved posts only once somebody approves it', async () => {
    await office.create('journalEntry', journal([['5000', 5, 0], ['2300', 0, 5]], { approved: false, externalId: 'tl_je2' }));
    expect(await balances()).toEqual({});
    await office.act('approve_invoice', { externalid: 'tl_je2' });
    expect(await balances()).toEqual({ 'US01 5000 Jul 2026': '5', 'US01 2300 Jul 2026': '-5' });
  });

  it('a reversal date books the mirror on that day', async () => {
    await office.create('journalEntry', journal([['5000', 7, 0], ['2300', 0, 7]], { reversalDate: '2026-08-01' }));
    expect(await balances()).toEqual({ 'US01 5000 Jul 2026': '7', 'US01 2300 Jul 2026': '-7', 'US01 5000 Aug 2026': '-7', 'US01 2300 Aug 2026': '7' });
  });

  it('a foreign journal balances in the base currency too, the difference on the rounding account', async () => {
    await office.create('journalEntry', journal([['5000', 0.33, 0], ['5100', 0.33, 0], ['2300', 0, 0.66]], { subsidiary: '2', currency: '1', exchangeRate: 0.7831 }));
    const all = await balances();
    expect(all).toEqual({ 'GB01 5000 Jul 2026': '0.26', 'GB01 5100 Jul 2026': '0.26', 'GB01 2300 Jul 2026': '-0.52' });
    await office.create('journalEntry', journal([['5000', 0.02, 0], ['5100', 0.02, 0], ['2300', 0, 0.04]], { subsidiary: '2', currency: '1', exchangeRate: 0.7 }));
    expect(await balances()).toMatchObject({ 'GB01 7900 Jul 2026': '0.01' });
  });

  it('a foreign invoice takes the latest rate on or before its date, unless it brings one', async () => {
    const gb = await foreign('C-GB', '2', { currency: '1' });
    const early = await office.create('invoice', saleIn(gb, '302', [100]));
    const later = await office.create('invoice', saleIn(gb, '302', [100], { tranDate: '2026-07-25' }));
    const own = await office.create('invoice', saleIn(gb, '302', [100], { exchangeRate: 0.5 }));
    const rates = await office.query(`SELECT id, exchangerate FROM transaction WHERE id IN (${early}, ${later}, ${own}) ORDER BY id`);
    expect(rates.map((row) => row.exchangerate)).toEqual(['0.7831', '0.8', '0.5']);
    expect((await balances())['GB01 1100 Jul 2026']).toBe('249.97');
  });

  it.each([
    [{ periodname: 'Jul 2026' }, 'The accounting period Jul 2026 is closed.'],
    [{ id: '100', locked: true }, 'The accounting period Jul 2026 is locked.'],
    [{ id: '100', ar_locked: true }, 'The accounting period Jul 2026 is locked.'],
  ])('nothing posts into a period after %j', async (order, text) => {
    const id = await office.create('invoice', invoiceBody(customer, [[1, 10]]));
    await office.act('close_period', order);
    for (const answer of [
      await post('invoice', invoiceBody(customer, [[1, 10]], { externalId: 'tl_i2' })),
      await office.call('PATCH', `/record/v1/invoice/${id}`, { memo: 'late' }),
      await office.call('DELETE', `/record/v1/invoice/${id}`),
    ]) {
      expect([answer.status, answer.code]).toEqual([400, 'USER_ERROR']);
      expect(answer.detail).toContain(text);
    }
    await office.act('open_period', { id: '100' });
    await office.create('invoice', invoiceBody(customer, [[1, 10]], { externalId: 'tl_i2' }));
  });

  it('locked receivables leave journals alone', async () => {
    await office.act('close_period', { id: '100', ar_locked: true });
    expect((await post('journalEntry', journal([['5000', 1, 0], ['2300', 0, 1]]))).status).toBe(204);
  });

  it('a date outside every period, or outside the one named, is refused', async () => {
    const text = 'Error while accessing a resource. The transaction date you specified is not within the date range of your accounting period.';
    expect((await post('invoice', invoiceBody(customer, [[1, 1]], { tranDate: '2027-01-01' }))).detail).toBe(text);
    expect((await post('invoice', invoiceBody(customer, [[1, 1]], { postingPeriod: { id: '101' } }))).detail).toBe(text);
    expect((await post('invoice', invoiceBody(customer, [[1, 1]], { postingPeriod: { id: '110' } }))).detail).toBe(text);
    await office.control('POST', 'switches/allow_date_outside_period', { value: true });
    expect((await post('invoice', invoiceBody(customer, [[1, 1]], { postingPeriod: { id: '101' } }))).status).toBe(204);
  });

  it('document numbers have no gap per subsidiary, refusals included', async () => {
    const gb = await foreign('C-GB', '2');
    await office.create('invoice', saleIn(customer, '301', [1]));
    expect((await post('invoice', saleIn(customer, '999', [1]))).status).toBe(400);
    await office.create('invoice', saleIn(gb, '302', [1]));
    await office.create('invoice', saleIn(customer, '301', [1]));
    expect((await office.query("SELECT tranid FROM transaction WHERE type = 'CustInvc' ORDER BY id")).map((row) => row.tranid)).toEqual(['INV-US01-000001', 'INV-GB01-000001', 'INV-US01-000002']);
  });

  it('customer, project, tax code and subsidiary must fit together', async () => {
    const other = await foreign('C-2', '1');
    const job = await office.create('job', jobBody(customer));
    const field = async (body: object) => /following field: (\w+)/.exec((await post('invoice', body)).detail)?.[1];
    expect(await field(saleIn(customer, '301', [1], { subsidiary: '2' }))).toBe('entity');
    expect(await field(saleIn(other, '301', [1], { job: { id: job } }))).toBe('job');
    expect(await field(saleIn(customer, '302', [1]))).toBe('taxcode');
    expect((await post('job', jobBody(customer, { subsidiary: '2', externalId: 'x', entityId: 'x' }))).detail).toContain('following field: parent');
    await office.create('customerSubsidiaryRelationship', { entity: customer, subsidiary: '2' });
    expect(await field(saleIn(customer, '302', [1], { subsidiary: '2', currency: '2' }))).toBeUndefined();
  });

  it('under approval routing an invoice posts only when approved', async () => {
    await office.control('POST', 'switches/invoice_approval', { value: 'pending' });
    const id = await office.create('invoice', invoiceBody(customer, [[1, 100]]));
    expect(await office.read('invoice', id)).toMatchObject({ approvalStatus: { id: '1', refName: 'Pending Approval' }, status: { refName: 'Pending Approval' }, tranId: 'INV-US01-000001' });
    expect(await balances()).toEqual({});
    await office.call('PATCH', `/record/v1/invoice/${id}`, { memo: 'still pending' });
    expect(await balances()).toEqual({});
    await office.act('approve_invoice', { id });
    expect(await office.query(`SELECT approvalstatus, posting, BUILTIN.DF(status) AS status FROM transaction WHERE id = ${id}`)).toEqual([{ approvalstatus: '2', posting: 'T', status: 'Invoice : Open' }]);
    expect((await balances())['US01 1100 Jul 2026']).toBe('108.25');
    await expect(office.act('approve_invoice', { id })).rejects.toThrow('not pending');
  });

  it('payments settle step by step and stop a later cut or void', async () => {
    const id = await office.create('invoice', invoiceBody(customer, [[1, 100]]));
    await office.act('pay_invoice', { externalid: 'tl_i1', amount: '8.25' });
    expect(await office.read('invoice', id)).toMatchObject({ amountRemaining: 100, amountPaid: 8.25, status: { refName: 'Open' } });
    await expect(office.act('void_invoice', { id })).rejects.toThrow('linked');
    await expect(office.act('pay_invoice', { id, amount: 1000 })).rejects.toThrow('no more than');
    await office.act('pay_invoice', { id });
    expect(await office.read('invoice', id)).toMatchObject({ amountRemaining: 0, status: { refName: 'Paid In Full' } });
    expect(await balances()).toMatchObject({ 'US01 1000 Jul 2026': '108.25', 'US01 1100 Jul 2026': '0' });
    expect((await office.call('PATCH', `/record/v1/invoice/${id}?replace=item`, invoiceBody(customer, [[1, 1]]))).detail).toContain('may not be less');
  });

  it('a payment at another rate takes the receivable off at what it is carried at; the realized difference is posted', async () => {
    const pounds = await foreign('C-9', '2', { currency: { id: '1' } });
    const id = await office.create('invoice', { externalId: 'tl_i9', entity: { id: pounds }, subsidiary: { id: '2' }, currency: { id: '1' }, tranDate: '2026-07-10', item: { items: [{ item: { id: '401' }, quantity: 1, rate: 1000, taxCode: { id: '304' } }] } });
    const before = await balances();
    expect(before['GB01 1100 Jul 2026']).toBe('783.1'); // 1 000 USD at 0.7831
    await office.act('pay_invoice', { id, amount: '400', date: '2026-07-25' }); // at 0.8000
    await office.act('pay_invoice', { id, date: '2026-07-25' });
    expect(await balances()).toMatchObject({ 'GB01 1100 Jul 2026': '0', 'GB01 1000 Jul 2026': '800', 'GB01 7800 Jul 2026': '-16.9' });
  });

  it('FX-01: 500 USD invoiced at 0.6072 and paid at 0.6081 is a realized gain of 0.45 GBP', async () => {
    await office.control('PUT', 'tables/currencyrate', [{ id: '9', basecurrency: '2', transactioncurrency: '1', exchangerate: '0.6081', effectivedate: '2026-07-26' }]);
    const buyer = await foreign('C-9', '2', { currency: { id: '1' } });
    const id = await office.create('invoice', { externalId: 'tl_i9', entity: { id: buyer }, subsidiary: { id: '2' }, currency: { id: '1' }, exchangeRate: 0.6072, tranDate: '2026-07-10', item: { items: [{ item: { id: '401' }, quantity: 1, rate: 500, taxCode: { id: '304' } }] } });
    expect((await balances())['GB01 1100 Jul 2026']).toBe('303.6');
    await office.act('pay_invoice', { id, date: '2026-07-26' });
    expect(await balances()).toMatchObject({ 'GB01 1100 Jul 2026': '0', 'GB01 1000 Jul 2026': '304.05', 'GB01 7800 Jul 2026': '-0.45' });
  });

  it('a void keeps the number and takes the amounts out', async () => {
    const id = await office.create('invoice', invoiceBody(customer, [[1, 100]]));
    await office.act('void_invoice', { tranid: 'INV-US01-000001' });
    expect(await office.read('invoice', id)).toMatchObject({ tranId: 'INV-US01-000001', total: 0, status: { refName: 'Voided' } });
    expect(new Set(Object.values(await balances()))).toEqual(new Set(['0']));
    expect((await office.call('PATCH', `/record/v1/invoice/${id}`, { memo: 'x' })).status).toBe(400);
  });

  it('the trial balance equals the postings and balances after every kind of change', async () => {
    const first = await office.create('invoice', invoiceBody(customer, [[3, 19.99], [7, 1.11]]));
    await office.create('invoice', saleIn(customer, '301', [5, -2], { externalId: 'tl_i3' }));
    await office.call('PATCH', `/record/v1/invoice/${first}`, { tranDate: '2026-08-02', item: { items: [{ line: 1, rate: 20 }] } });
    await office.create('creditMemo', saleIn(customer, '301', [1.5], { createdFrom: first }));
    await office.call('DELETE', '/record/v1/invoice/eid:tl_i3');
    const postings = await office.query(`SELECT a.acctnumber AS number, p.periodname AS period, SUM(l.amount) AS balance FROM transactionaccountingline l
      INNER JOIN transaction t ON t.id = l.transaction INNER JOIN account a ON a.id = l.account JOIN accountingperiod p ON p.id = t.postingperiod
      WHERE l.posting = 'T' GROUP BY a.acctnumber, p.periodname`);
    const kept = Object.entries(await balances()).filter(([, balance]) => balance !== '0');
    expect(Object.fromEntries(postings.map((row) => [`US01 ${row.number} ${row.period}`, row.balance]))).toEqual(Object.fromEntries(kept));
    expect(kept.reduce((total, [, balance]) => total + Math.round(Number(balance) * 100), 0)).toBe(0);
    expect(kept.map(([cell]) => cell).sort()).toEqual(['US01 1100 Aug 2026', 'US01 1100 Jul 2026', 'US01 1150 Aug 2026', 'US01 1150 Jul 2026', 'US01 2100 Aug 2026', 'US01 2100 Jul 2026']);
  });

  it('a negative total is refused, a negative line is not', async () => {
    expect((await post('invoice', saleIn(customer, '301', [-1]))).detail).toContain('may not be negative');
    expect((await post('invoice', saleIn(customer, '301', [5, -1]))).status).toBe(204);
  });
});
