import 'reflect-metadata';
import { PreviewServer } from '../testing/preview-server.js';

let server: PreviewServer;
beforeAll(async () => void (server = await PreviewServer.start()));
afterAll(() => server.stop());

const line = (id: string, net: string, more: object = {}) => ({ id, event_date: '2026-07-10', net, tax_rate: '0.2', ...more });
async function draft(lines: object[], more: object = {}) {
  const { status, body } = await server.post('invoice-drafts', { currency: 'GBP', invoice_date: '2026-07-31', lines, ...more });
  if (status !== 200) throw new Error(JSON.stringify(body));
  return body.drafts;
}

describe('grouping', () => {
  const lines = [line('1', '10', { contract_id: 'C-1', project_id: 'P-1', task_id: 'T' }), line('2', '20', { contract_id: 'C-1', project_id: 'P-2', task_id: 'T' }), line('3', '30', { contract_id: 'C-2', project_id: 'P-1' })];

  test('one document per contract, one per project if chosen', async () => {
    expect((await draft(lines)).map((d: any) => d.subtotal)).toEqual(['30.00', '30.00']);
    expect((await draft(lines, { policy: { invoice_grouping: 'per_project' } })).map((d: any) => d.subtotal)).toEqual(['10.00', '20.00', '30.00']);
  });

  test('the order of the request changes nothing', async () => {
    expect(await draft([...lines].reverse())).toEqual(await draft(lines));
  });

  test('lines merge at one price, and never when they are taxed differently', async () => {
    const hour = (id: string, more: object = {}) => line(id, '', { net: undefined, quantity: '2', unit_price: '50', task_id: 'T', project_id: 'P', ...more });
    const [merged] = await draft([hour('1'), hour('2'), hour('3', { tax_rate: '0.05' }), hour('4', { unit_price: '60' })]);
    expect(merged.lines.map((l: any) => [l.billable_ids, l.quantity, l.net, l.tax_rate])).toEqual([[['1', '2'], '4', '200.00', '0.2'], [['3'], '2', '100.00', '0.05'], [['4'], '2', '120.00', '0.2']]);
  });
});

describe('tax', () => {
  test('taken out of amounts that include it, line by line, so that the total is what was asked', async () => {
    const [d] = await draft([line('1', '9.99'), line('2', '9.99'), line('3', '5.00', { tax_rate: '0', zero_reason: 'exempt' })], { tax_included: true, policy: { line_aggregation: 'none' } });
    expect(d.lines.map((l: any) => [l.net, l.tax])).toEqual([['8.32', '1.67'], ['8.32', '1.67'], ['5.00', '0.00']]);
    expect(d).toMatchObject({ subtotal: '21.64', tax_total: '3.34', total: '24.98', amount_due: '24.98', taxes: [{ base: '16.64', tax: '3.34' }, { base: '5.00', tax: '0.00', zero_reason: 'exempt' }] });
  });

  test('by the rate of the code on the service date, or on the invoice date if chosen', async () => {
    const tax_rates = [{ tax_code: 'V', rate: '0.175', effective_from: '2026-01-01', effective_to: '2026-07-15' }, { tax_code: 'V', rate: '0.2', effective_from: '2026-07-16' }];
    const coded = [line('1', '100', { tax_rate: undefined, tax_code: 'V' })];
    expect((await draft(coded, { tax_rates }))[0].tax_total).toBe('17.50');
    expect((await draft(coded, { tax_rates, policy: { tax_date_rule: 'invoice_date' } }))[0].tax_total).toBe('20.00');
  });
});

describe('amounts', () => {
  const euros = [line('1', '', { net: undefined, quantity: '3', unit_price: '33.33', currency: 'EUR' }), line('2', '10', { currency: 'EUR' })];
  const fx_rates = [{ from: 'EUR', to: 'GBP', date: '2026-07-31', rate: '0.8632' }, { from: 'EUR', to: 'GBP', date: '2026-07-10', rate: '0.85' }, { from: 'EUR', to: 'GBP', date: '2026-07-01', rate: '0.86', rate_type: 'average' }];

  test.each([['invoice_date', '94.94'], ['work_date', '93.49'], ['month_average', '94.59']])('converted line by line by %s', async (invoice_rate_basis, subtotal) => {
    expect((await draft(euros, { fx_rates, policy: { invoice_rate_basis } }))[0].subtotal).toBe(subtotal);
  });

  test('allowances, charges and what was prepaid belong to the document', async () => {
    const [d] = await draft([line('1', '1000')], { allowances: [{ amount: '100', tax_rate: '0.2' }], charges: [{ amount: '40', tax_rate: '0.2' }], prepaid: '500', rounding: '-0.03' });
    expect(d).toMatchObject({ tax_base: '940.00', tax_total: '188.00', total: '1128.00', amount_due: '627.97' });
  });

  test('a part of a fee bills what progress earned beyond what was billed', async () => {
    const [d] = await draft([line('1', '', { net: undefined, progress_fee: { fee: '10000', progress: '0.45', billed_to_date: '3000' } })]);
    expect(d.lines[0]).toMatchObject({ net: '1500.00', why: [{ rule: 'FF-3' }] });
  });

  test('zero is carried forward, or billed if the firm does, and below zero is a credit memo', async () => {
    const of = async (net: string, more = {}) => (await draft([line('1', net)], more))[0].disposition;
    expect([await of('1'), await of('0'), await of('0', { zero_value_invoices: true }), await of('-1')]).toEqual(['invoice', 'carry_forward', 'invoice', 'credit_memo_proposal']);
  });
});

describe('credit memos', () => {
  const credit = async (lines: object[], more: object = {}) => (await server.post('credit-memo-drafts', { currency: 'EUR', lines, ...more })).body;

  test('mirror the whole invoice to the unit, by the method it was taxed with', async () => {
    const lines = ['1', '2', '3'].map((id) => ({ id, net: '0.13', credit: '0.13', tax_rate: '0.2' }));
    expect(await credit(lines)).toMatchObject({ total: '-0.47', invoice: { charged: '0.00', balance: '0.00' } });
    expect(await credit(lines, { policy: { tax_method: 'per_line' } })).toMatchObject({ total: '-0.48', invoice: { charged: '0.00' } });
  });

  test('count what was credited before', async () => {
    expect(await credit([{ id: '1', net: '100', credited: ['30'], credit: '70', tax_rate: '0.2' }])).toMatchObject({ lines: [{ net: '-70.00', remaining: '0.00' }], invoice: { charged: '0.00' } });
  });
});
