import 'reflect-metadata';
import * as rules from '../index.js';
import type { GroupableEvent } from '../index.js';
import { demanding } from '../testing/demanding.js';

const { billUnbilled, convertForInvoice, creditTax, findFxRate, groupForInvoice, invoiceDisposition, invoiceTotals, lineNet, markPosted, splitByTaxRate, taxGate, taxInclusive, taxRateAt } = demanding(rules);

const event = (id: string, more: Partial<GroupableEvent> = {}): GroupableEvent => ({
  id, legal_entity_id: 'LE', bill_to_id: 'B', contract_id: 'CT', currency: 'USD', billing_period: '2026-01', po_number: 'PO', tax_profile: 'STD', project_id: 'P', client_id: 'C', task_id: 'T', worker_id: 'W', role: 'DEV',
  event_date: '2026-01-05', kind: 'time', description: 'work', quantity: '7.5', unit: 'hour', rate: '100', tax_code: 'S', net: '750.00', ...more,
});

describe('grouping', () => {
  it('shows its key and what its lines share', () => {
    const [group] = groupForInvoice([event('a', { po_number: null }), event('b', { po_number: '', event_date: '2026-01-02' }), event('c', { po_number: undefined, event_date: '2026-01-09' })]);
    expect(group).toMatchObject({
      grouping_key: 'LE|B|CT|USD|||2026-01'.replace('|||', '||STD|'), key: { legal_entity_id: 'LE', bill_to_id: 'B', contract_id: 'CT', currency: 'USD', po_number: null, tax_profile: 'STD', billing_period: '2026-01' },
      lines: [{ kind: 'time', project_id: 'P', task_id: 'T', worker_id: 'W', role: 'DEV', description: 'work', unit: 'hour', service_from: '2026-01-02', service_to: '2026-01-09' }],
      why: [{ rule: 'INV-1', detail: 'grouped by legal_entity_id, bill_to_id, contract_id, currency, po_number, tax_profile, billing_period', numbers: { events: '3' } }, { rule: 'INV-2', numbers: { lines: '1', subtotal: '2250' } }],
    });
  });
  it.each(['legal_entity_id', 'client_id', 'bill_to_id', 'currency', 'tax_profile', 'billing_period'] as const)('a client’s consolidated invoice never mixes two values of %s', (field) => {
    expect(groupForInvoice([event('a'), event('b', { [field]: field === 'currency' ? 'EUR' : 'other' })], { grouping: 'client_consolidated' })).toHaveLength(2);
  });
  it.each(['by_worker', 'by_task', 'by_role', 'by_project'] as const)('%s keeps projects apart', (aggregation) => expect(groupForInvoice([event('a'), event('b', { project_id: 'Q' })], { aggregation })[0]!.lines).toHaveLength(2));
  it('by price puts projects on one line, which then names none', () => expect(groupForInvoice([event('a'), event('b', { project_id: 'Q', role: 'PM', description: 'other', worker_id: 'V', task_id: 'U' })], { aggregation: 'by_price' })[0]!.lines).toMatchObject([{ project_id: null, role: null, description: null, worker_id: null, task_id: null, kind: 'time', unit: 'hour' }]));
  it('takes one discount written two ways for one price, and a missing one for none', () => {
    expect(groupForInvoice([event('a', { discount: '0.1' }), event('b', { discount: '0.10' })])[0]!.lines).toHaveLength(1);
    expect(groupForInvoice([event('a', { discount: null }), event('b', { discount: undefined })])[0]!.lines).toHaveLength(1);
    expect(groupForInvoice([event('a', { discount: '0.1' }), event('b', { discount: null })])[0]!.lines).toHaveLength(2);
  });
  it('keeps values apart that would read the same side by side', () => {
    expect(groupForInvoice([event('a', { bill_to_id: 'B|X', contract_id: 'Y' }), event('b', { bill_to_id: 'B', contract_id: 'X|Y' })])).toHaveLength(2);
    expect(groupForInvoice([event('a', { bill_to_id: 'BX', contract_id: 'Y' }), event('b', { bill_to_id: 'B', contract_id: 'XY' })])).toHaveLength(2);
  });
});

describe('totals and tax', () => {
  it('names the line, allowance or charge whose tax is missing', () => {
    const line = { net: '10', tax_rate: '0.2' };
    const refuses = (input: object, detail: string) => expect(() => invoiceTotals({ currency: 'USD', lines: [line], ...input })).toThrow(expect.objectContaining({ code: 'INVALID_TAX', detail: expect.stringContaining(detail) }));
    refuses({ lines: [line, { net: '1' }] }, 'lines[1] has no tax rate');
    refuses({ lines: [{ net: '1', tax_rate: null }] }, 'lines[0] has no tax rate');
    refuses({ allowances: [{ amount: '1' }] }, 'allowances[0] has no tax rate');
    refuses({ charges: [{ amount: '1', tax_rate: '0' }] }, 'charges[0] has rate 0 and no reason (zero_rated, exempt, reverse_charge, outside_scope)');
    refuses({ lines: [{ net: '1', tax_rate: '-0.1' }] }, 'lines[0] has a negative tax rate -0.1');
    refuses({ lines: [{ net: '1', tax_rate: '0.1', zero_reason: 'exempt' }] }, 'lines[0] is exempt but has rate 0.1');
    refuses({ lines: [{ net: '1', tax_rate: '0', zero_reason: 'because' }] }, 'lines[0]: zero_reason "because" is not one of');
  });
  it('takes document allowances and charges into the base, and their tax with them', () => {
    expect(invoiceTotals({ currency: 'USD', lines: [{ net: '100', tax_rate: '0.1' }], allowances: [{ amount: '10', tax_rate: '0.1' }], charges: [{ amount: '5', tax_rate: '0.1' }], prepaid: '4.5', tax_method: 'per_line' })).toMatchObject({
      line_nets: ['100.00'], line_taxes: ['10.00'], subtotal: '100.00', allowance_total: '10.00', charge_total: '5.00', tax_base: '95.00', tax_total: '9.50', total: '104.50', prepaid: '4.50', amount_due: '100.00', tax_method: 'per_line',
      why: [{ rule: 'INV-4', numbers: { subtotal: '100', tax_base: '95', tax: '9.5', total: '104.5', prepaid: '4.5', due: '100' } }, { rule: 'TAX-2', detail: 'per_line', numbers: { base: '95.00', rate: '0.1', tax: '9.50' } }],
    });
    expect(invoiceTotals({ currency: 'USD', lines: [{ net: '100', tax_rate: '0', zero_reason: 'exempt' }] }).why[1]).toMatchObject({ rule: 'TAX-1', detail: 'per_category, exempt' });
    expect(invoiceTotals({ currency: 'USD', lines: [{ net: null as never, quantity: '2', unit_price: '5', tax_rate: '0.1' }] })).toMatchObject({ line_nets: ['10.00'], tax_method: 'per_category' });
    expect(invoiceTotals({ currency: 'USD', lines: [] })).toMatchObject({ total: '0.00', tax_lines: [] });
    expect(invoiceTotals({ currency: 'USD', lines: [], tax_method: 'unrounded_lines_then_total' })).toMatchObject({ total: '0.00', tax_lines: [] });
    expect(() => invoiceTotals({ currency: 'USD', lines: [], tax_method: 'by_mood' as never })).toThrow(expect.objectContaining({ code: 'INVALID_POLICY', rule: 'TAX-2' }));
  });
  it('keeps apart what is taxed alike for different reasons, or under no code and an empty one', () => {
    const line = (more: object) => ({ net: '1', tax_rate: '0', zero_reason: 'exempt', ...more });
    expect(invoiceTotals({ currency: 'USD', lines: [line({}), line({ zero_reason: 'zero_rated' }), line({})] }).tax_lines).toMatchObject([{ base: '2.00' }, { base: '1.00' }]);
    expect(invoiceTotals({ currency: 'USD', lines: [line({ tax_code: 'S' }), line({ tax_code: null })] }).tax_lines).toHaveLength(2);
    expect(invoiceTotals({ currency: 'USD', lines: [line({ tax_code: '' }), line({})] }).tax_lines).toHaveLength(1);
  });
  it('changes the rate on the day after the old one ends, and says so', () => {
    const rates = [{ rate: '0.19', effective_from: '2020-01-01', effective_to: '2026-01-15' }, { rate: '0.16', effective_from: '2026-01-16', effective_to: '2026-12-31' }];
    const split = (service_from: string, service_to: string) => splitByTaxRate({ net: '100.00', currency: 'EUR', service_from, service_to, rates });
    expect(split('2026-01-01', '2026-01-15')).toMatchObject({ lines: [{ days: 15 }], why: [{ rule: 'TAX-5', detail: 'one rate for the whole period', numbers: { lines: '1' } }] });
    expect(split('2026-01-15', '2026-01-16')).toMatchObject({ lines: [{ days: 1, tax_rate: '0.19' }, { days: 1, tax_rate: '0.16' }], why: [{ detail: 'the rate changes inside the service period', numbers: { lines: '2' } }] });
    expect(() => split('2026-01-02', '2026-01-01')).toThrow(expect.objectContaining({ code: 'INVALID_INPUT', detail: 'service_to 2026-01-01 is before service_from 2026-01-02' }));
    expect(() => taxRateAt({ service_date: '2027-01-01', rates })).toThrow(expect.objectContaining({ detail: '0 tax rates hold on 2027-01-01' }));
    expect(taxRateAt({ service_date: '2026-01-16', rates }).why).toMatchObject([{ rule: 'TAX-5', detail: 'rate by service_date 2026-01-16', numbers: { rate: '0.16' } }]);
  });
  it('passes on what the tax engine said', () => {
    expect(taxGate({ engine: 'rejected', detail: 'unknown address' }).why).toMatchObject([{ rule: 'TAX-7', detail: 'unknown address' }]);
    expect(taxGate({ engine: 'rejected' }).why).toMatchObject([{ detail: 'the tax engine rejected the document' }]);
    expect(creditTax({ original: { tax_method: 'per_line', tax_rate: '0.2' } })).toMatchObject({ tax_code: null, why: [{ rule: 'TAX-3', numbers: { rate: '0.2' } }] });
    expect(taxInclusive({ gross: '12', tax_rate: '0.2', currency: 'USD', order: 'net_first' })).toMatchObject({ net: '10.00', tax: '2.00', why: [{ rule: 'TAX-4', detail: 'net first', numbers: { gross: '12', rate: '0.2', net: '10', tax: '2' } }] });
    expect(taxInclusive({ gross: '12', tax_rate: '0.2', currency: 'USD' }).why[0]!.detail).toBe('tax first');
  });
});

describe('life and currency', () => {
  it('is posted after release by the ERP alone', () => {
    expect(markPosted({ status: 'released', acknowledged_by: 'erp', invoice_number: 'I1' }).why).toMatchObject([{ rule: 'INV-5', detail: 'posted by the ERP as I1' }]);
    for (const wrong of [{ status: 'approved', acknowledged_by: 'erp', invoice_number: 'I1' }, { status: 'released', acknowledged_by: 'psa', invoice_number: 'I1' }]) expect(() => markPosted(wrong)).toThrow(expect.objectContaining({ code: 'UNAPPROVED', rule: 'INV-5' }));
    expect(billUnbilled({ amount: '5', currency: 'USD' })).toMatchObject({ movements: [{ bucket: 'unbilled', amount: '5.00' }, { bucket: 'unbilled', amount: '-5.00' }, { bucket: 'billed', amount: '5.00' }], why: [{ rule: 'INV-5', numbers: { amount: '5' } }] });
    expect(invoiceDisposition({ total: '-1' }).why).toMatchObject([{ rule: 'INV-6', detail: 'credit memo proposal', numbers: { total: '-1' } }]);
    expect(() => lineNet({ quantity: '1', unit_price: '1', base_quantity: '0', currency: 'USD' })).toThrow(expect.objectContaining({ code: 'INVALID_INPUT' }));
    expect(lineNet({ quantity: '2', unit_price: '3', currency: 'USD' }).why).toMatchObject([{ rule: 'INV-3', numbers: { quantity: '2', unit_price: '3', net: '6' } }]);
  });
  const rate = (date: string, value: string, more: object = {}) => ({ from: 'USD', to: 'EUR', date, rate: value, rate_type: 'spot' as const, ...more });
  it('finds the newest rate of its direction and kind, whatever order they come in', () => {
    const rates = [rate('2026-01-28', '1'), rate('2026-01-30', '3'), rate('2026-01-29', '2'), rate('2026-01-31', '9', { from: 'GBP' }), rate('2026-01-31', '9', { to: 'CHF' }), rate('2026-02-01', '9')];
    for (const list of [rates, [...rates].reverse()]) expect(findFxRate({ from: 'USD', to: 'EUR', date: '2026-01-31', rates: list, max_age_days: 3 })).toEqual({ rate: '3', date: '2026-01-30', rate_type: 'spot' });
    expect(findFxRate({ from: 'USD', to: 'EUR', date: '2026-01-31', rates, max_age_days: 1 })).toMatchObject({ rate: '3' });
    expect(() => findFxRate({ from: 'USD', to: 'EUR', date: '2026-01-31', rates })).toThrow(expect.objectContaining({ code: 'FX_RATE_MISSING', detail: 'no spot rate from USD to EUR for 2026-01-31' }));
  });
  it('takes a contract rate from its first day on, an average by its own month, nothing inverted', () => {
    const rates = [rate('2026-01-15', '2', { rate_type: 'contract_fixed' }), rate('2026-01-20', '3', { rate_type: 'average' }), rate('2026-02-20', '4', { rate_type: 'average' })];
    const at = (date: string, rate_type: 'contract_fixed' | 'average') => findFxRate({ from: 'USD', to: 'EUR', date, rate_type, rates }).rate;
    expect([at('2026-01-15', 'contract_fixed'), at('2027-01-01', 'contract_fixed'), at('2026-01-01', 'average'), at('2026-02-28', 'average')]).toEqual(['2', '2', '3', '4']);
    expect(() => at('2026-01-14', 'contract_fixed')).toThrow(expect.objectContaining({ code: 'FX_RATE_MISSING' }));
    expect(() => at('2026-03-01', 'average')).toThrow(expect.objectContaining({ code: 'FX_RATE_MISSING' }));
    const conversion = { amount: '100', from_currency: 'USD', to_currency: 'EUR', invoice_date: '2026-01-31', work_date: '2026-02-10', rates };
    expect(convertForInvoice({ ...conversion, basis: 'month_average' })).toMatchObject({ amount: '400.00', rate_date: '2026-02-20', rate_type: 'average', why: [{ rule: 'INV-7', detail: 'rate basis month_average', numbers: { rate: '4' } }, { rule: 'MON-7' }] });
    expect(convertForInvoice({ ...conversion, rates: [rate('2026-01-31', '5')] })).toMatchObject({ amount: '500.00', rate_type: 'spot', why: [{ detail: 'rate basis invoice_date' }, {}] });
    for (const basis of ['work_date', 'month_average'] as const) expect(() => convertForInvoice({ ...conversion, basis, work_date: undefined })).toThrow(expect.objectContaining({ code: 'INVALID_INPUT', rule: 'INV-7', detail: `basis ${basis} needs work_date` }));
  });
});
