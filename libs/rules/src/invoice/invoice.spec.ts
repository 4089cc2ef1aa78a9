import 'reflect-metadata';
import * as rules from '../index.js';
import type { GroupableEvent } from '../index.js';
import { demanding } from '../testing/demanding.js';

const { billUnbilled, convertForInvoice, creditTax, findFxRate, groupForInvoice, invoiceDisposition, invoiceTotals, lineNet, markPosted, mayRecompute, splitByTaxRate, taxGate, taxInclusive, taxRateAt } = demanding(rules);

const event = (id: string, more: Partial<GroupableEvent> = {}): GroupableEvent => ({
  id, legal_entity_id: 'LE', bill_to_id: 'B', contract_id: 'CT', currency: 'USD', billing_period: '2026-01', po_number: 'PO', tax_profile: 'STD', project_id: 'P', client_id: 'C', task_id: 'T', worker_id: 'W', role: 'DEV',
  event_date: '2026-01-05', kind: 'time', quantity: '7.5', unit: 'hour', rate: '100', tax_code: 'S', net: '750.00', ...more,
});

describe('groupForInvoice (INV-1, INV-2)', () => {
  it.each([['legal_entity_id'], ['bill_to_id'], ['contract_id'], ['currency'], ['po_number'], ['tax_profile'], ['billing_period']] as const)('never puts two values of %s on one invoice', (field) => {
    expect(groupForInvoice([event('a'), event('b', { [field]: field === 'currency' ? 'EUR' : 'other' })])).toHaveLength(2);
  });
  it('groups per project, per milestone, or per client', () => {
    const events = [event('a'), event('b', { project_id: 'Q' }), event('c', { milestone_id: 'M' }), event('d', { contract_id: 'CT2', po_number: 'PO2' })];
    expect(groupForInvoice(events).map((g) => g.event_ids)).toEqual([['d'], ['a', 'b', 'c']]);
    expect(groupForInvoice(events, { grouping: 'per_project' })).toHaveLength(3);
    expect(groupForInvoice(events, { grouping: 'per_milestone' })).toHaveLength(4);
    expect(groupForInvoice(events, { grouping: 'client_consolidated' })).toHaveLength(1);
  });
  it.each([['rate', '101'], ['tax_code', 'R'], ['discount', '0.1'], ['kind', 'expense'], ['unit', 'day']] as const)('never merges lines that differ in %s', (field, value) => {
    for (const aggregation of ['by_task', 'by_price'] as const) expect(groupForInvoice([event('a'), event('b', { [field]: value })], { aggregation })[0]!.lines).toHaveLength(2);
  });
  it('adds quantities and rounded nets, never hours by rate anew', () => {
    const [group] = groupForInvoice([event('a', { quantity: '0.333', rate: '10.05', net: '3.35' }), event('b', { quantity: '0.333', rate: '10.050', net: '3.35', event_date: '2026-01-02' })]);
    expect(group).toMatchObject({ subtotal: '6.70', currency: 'USD', event_ids: ['b', 'a'], lines: [{ quantity: '0.666', unit_price: '10.05', net: '6.70', service_from: '2026-01-02', service_to: '2026-01-05', tax_code: 'S' }] });
  });
  it('aggregates as asked', () => {
    const events = [event('a'), event('b', { worker_id: 'V' }), event('c', { task_id: 'U' }), event('d', { role: 'PM' })];
    const lines = (aggregation: 'none' | 'by_worker' | 'by_task' | 'by_role' | 'by_project' | 'by_price') => groupForInvoice(events, { aggregation })[0]!.lines.length;
    expect([lines('none'), lines('by_worker'), lines('by_task'), lines('by_role'), lines('by_project'), lines('by_price')]).toEqual([4, 2, 2, 2, 1, 1]);
  });
  it('shows on a line only what all its events share', () => {
    expect(groupForInvoice([event('a'), event('b', { worker_id: 'V' })])[0]!.lines[0]).toMatchObject({ task_id: 'T', worker_id: null });
  });
  it('gives the same key for the same facts in any order', () => {
    const events = [event('a'), event('b'), event('c', { contract_id: 'X|Y' })];
    expect(groupForInvoice([...events].reverse())).toEqual(groupForInvoice(events));
  });
  it('refuses unknown policies', () => {
    expect(() => groupForInvoice([], { grouping: 'per_mood' as never })).toThrow(expect.objectContaining({ code: 'INVALID_POLICY' }));
    expect(() => groupForInvoice([event('a')], { aggregation: 'by_mood' as never })).toThrow(expect.objectContaining({ code: 'INVALID_POLICY' }));
  });
});

describe('invoiceTotals (INV-3, INV-4, TAX)', () => {
  const thirds = { currency: 'GBP', lines: [{ net: '0.33', tax_rate: '0.2' }, { net: '0.33', tax_rate: '0.2' }, { net: '0.33', tax_rate: '0.2' }] };
  it('taxes per category by default, per line or on unrounded lines by profile', () => {
    expect(invoiceTotals(thirds)).toMatchObject({ tax_total: '0.20', line_taxes: null, total: '1.19' });
    expect(invoiceTotals({ ...thirds, tax_method: 'per_line' })).toMatchObject({ tax_total: '0.21', line_taxes: ['0.07', '0.07', '0.07'], total: '1.20' });
    expect(invoiceTotals({ ...thirds, tax_method: 'unrounded_lines_then_total' })).toMatchObject({ tax_total: '0.20' });
  });
  it('shows category taxes that sum to a total rounded once', () => {
    const result = invoiceTotals({ currency: 'AUD', tax_method: 'unrounded_lines_then_total', lines: [{ net: '0.44', tax_rate: '0.1' }, { net: '0.09', tax_rate: '0.05' }] });
    expect(result).toMatchObject({ tax_total: '0.05', tax_lines: [{ tax: '0.05' }, { tax: '0.00' }] });
  });
  it('rounds tax by the mode of the tax profile', () => expect(invoiceTotals({ currency: 'GBP', lines: [{ net: '10.49', tax_rate: '0.2' }], tax_rounding_mode: 'down' })).toMatchObject({ tax_total: '2.09' }));
  it.each([[{ net: '1' }], [{ net: '1', tax_rate: '' }], [{ net: '1', tax_rate: '0' }], [{ net: '1', tax_rate: '0.2', zero_reason: 'exempt' }], [{ net: '1', tax_rate: '-0.1' }], [{ net: '1', tax_rate: '0', zero_reason: 'because' }]])('never takes missing tax for no tax: %p', (line) => {
    expect(() => invoiceTotals({ currency: 'USD', lines: [line] })).toThrow(expect.objectContaining({ code: 'INVALID_TAX' }));
  });
  it.each(['zero_rated', 'exempt', 'reverse_charge', 'outside_scope'])('accepts zero as %s and says so', (zero_reason) => {
    expect(invoiceTotals({ currency: 'USD', lines: [{ net: '1', tax_rate: '0', zero_reason }] })).toMatchObject({ tax_total: '0.00', tax_lines: [{ zero_reason, base: '1.00' }] });
  });
  it('keeps apart codes with one rate', () => expect(invoiceTotals({ currency: 'USD', lines: [{ net: '0.05', tax_rate: '0.1', tax_code: 'A' }, { net: '0.05', tax_rate: '0.10', tax_code: 'B' }] })).toMatchObject({ tax_total: '0.02', tax_lines: [{ tax_code: 'A' }, { tax_code: 'B' }] }));
  it('adds payable rounding at the end', () => expect(invoiceTotals({ currency: 'CHF', lines: [{ net: '10.02', tax_rate: '0', zero_reason: 'exempt' }], rounding: '-0.02' })).toMatchObject({ total: '10.02', rounding: '-0.02', amount_due: '10.00' }));
  it('prices lines with allowances, charges and a base quantity', () => expect(lineNet({ quantity: '250', unit_price: '8.80', base_quantity: '100', allowances: ['1.50', '0.5'], charges: ['0.01'], currency: 'EUR' }).net).toBe('20.01'));
  it('takes line allowances in totals', () => expect(invoiceTotals({ currency: 'EUR', lines: [{ quantity: '2', unit_price: '5', line_allowances: ['1'], line_charges: ['0.5'], tax_rate: '0.1' }] })).toMatchObject({ line_nets: ['9.50'], subtotal: '9.50' }));
  it('refuses a price per nothing', () => expect(() => lineNet({ quantity: '1', unit_price: '1', base_quantity: '0', currency: 'EUR' })).toThrow(expect.objectContaining({ rule: 'INV-3' })));
});

describe('tax dates and gates', () => {
  const rates = [{ rate: '0.19', effective_from: '2020-01-01', effective_to: '2026-01-15' }, { rate: '0.16', effective_from: '2026-01-16' }];
  it('picks the rate by the date its rule names (TAX-5)', () => {
    const dates = { service_date: '2026-01-15', invoice_date: '2026-01-16', rates };
    expect(taxRateAt(dates)).toMatchObject({ rate: '0.19', tax_date: '2026-01-15' });
    expect(taxRateAt({ ...dates, rule: 'invoice_date' })).toMatchObject({ rate: '0.16' });
    expect(() => taxRateAt({ ...dates, rule: 'payment_date' })).toThrow(expect.objectContaining({ code: 'INVALID_TAX' }));
    expect(() => taxRateAt({ service_date: '2019-12-31', rates })).toThrow(expect.objectContaining({ code: 'INVALID_TAX' }));
  });
  it('splits a line where the rate changes, to the cent', () => {
    expect(splitByTaxRate({ net: '100.00', currency: 'EUR', service_from: '2026-01-01', service_to: '2026-01-31', rates }).lines).toEqual([
      { service_from: '2026-01-01', service_to: '2026-01-15', days: 15, net: '48.39', tax_rate: '0.19' }, { service_from: '2026-01-16', service_to: '2026-01-31', days: 16, net: '51.61', tax_rate: '0.16' },
    ]);
    expect(splitByTaxRate({ net: '100.00', currency: 'EUR', service_from: '2026-02-01', service_to: '2026-02-01', rates }).lines).toHaveLength(1);
    expect(() => splitByTaxRate({ net: '1', currency: 'EUR', service_from: '2026-02-02', service_to: '2026-02-01', rates })).toThrow(expect.objectContaining({ code: 'INVALID_INPUT' }));
  });
  it('queues when the engine is unreachable, holds when it rejects (TAX-7)', () => {
    expect(taxGate({ engine: 'answered' })).toMatchObject({ ok: true });
    expect(taxGate({ engine: 'unreachable' })).toMatchObject({ ok: false, code: 'TAX_UNAVAILABLE', action: 'queue' });
    expect(taxGate({ engine: 'rejected' })).toMatchObject({ ok: false, code: 'INVALID_TAX', action: 'hold' });
  });
  it('credits with the method and rate of the original (TAX-3)', () => {
    const original = { tax_method: 'per_line' as const, tax_code: 'S', tax_rate: '0.20' };
    expect(creditTax({ original })).toMatchObject({ tax_method: 'per_line', tax_rate: '0.2', tax_code: 'S' });
    expect(creditTax({ original, requested: { tax_rate: '0.2', tax_method: 'per_line' } })).toMatchObject({ tax_rate: '0.2' });
    expect(() => creditTax({ original, requested: { tax_rate: '0.19' } })).toThrow(expect.objectContaining({ code: 'METHOD_NOT_ALLOWED' }));
    expect(() => creditTax({ original, requested: { tax_method: 'per_category' } })).toThrow(expect.objectContaining({ code: 'METHOD_NOT_ALLOWED' }));
  });
  it('mirrors inclusive tax for credits', () => expect(taxInclusive({ gross: '-89.91', tax_rate: '0.20', currency: 'GBP' })).toMatchObject({ tax: '-14.99', net: '-74.92' }));
  it('takes no tax out of an exempt amount', () => expect(taxInclusive({ gross: '10', tax_rate: '0', zero_reason: 'exempt', currency: 'GBP' })).toMatchObject({ tax: '0.00', net: '10.00' }));
});

describe('life of an invoice (INV-5..7)', () => {
  it.each([['10', undefined, 'invoice'], ['0', undefined, 'carry_forward'], ['0', true, 'invoice'], ['-0.01', true, 'credit_memo_proposal']])('total %s with zero invoices %s: %s', (total, zero_value_invoices, disposition) => expect(invoiceDisposition({ total, zero_value_invoices })).toMatchObject({ disposition }));
  it('freezes on release', () => expect(['draft', 'in_review', 'approved', 'released', 'posted'].map(mayRecompute)).toEqual([true, true, true, false, false]));
  it('is posted only by the ERP, with its number', () => {
    expect(markPosted({ status: 'released', acknowledged_by: 'erp', invoice_number: 'INV-1' })).toMatchObject({ status: 'posted' });
    for (const wrong of [{ status: 'approved', acknowledged_by: 'erp', invoice_number: 'INV-1' }, { status: 'released', acknowledged_by: 'psa', invoice_number: 'INV-1' }, { status: 'released', acknowledged_by: 'erp' }]) expect(() => markPosted(wrong)).toThrow(expect.objectContaining({ rule: 'INV-5' }));
  });
  it('moves value from unbilled to billed', () => expect(billUnbilled({ amount: '5', currency: 'USD' })).toMatchObject({ unbilled_after: '0.00', billed_after: '5.00' }));

  const rates = [
    { from: 'USD', to: 'EUR', date: '2026-01-31', rate: '0.90', rate_type: 'spot' as const }, { from: 'USD', to: 'EUR', date: '2026-01-10', rate: '0.80', rate_type: 'spot' as const },
    { from: 'USD', to: 'EUR', date: '2026-01-01', rate: '0.85', rate_type: 'average' as const }, { from: 'USD', to: 'EUR', date: '2025-06-01', rate: '0.70', rate_type: 'contract_fixed' as const },
  ];
  const conversion = { amount: '100', from_currency: 'USD', to_currency: 'EUR', invoice_date: '2026-01-31', work_date: '2026-01-10', rates };
  it.each([['invoice_date', '90.00'], ['work_date', '80.00'], ['month_average', '85.00'], ['contract_fixed', '70.00']] as const)('converts at the %s rate', (basis, amount) => expect(convertForInvoice({ ...conversion, basis })).toMatchObject({ amount, currency: 'EUR' }));
  it('needs a work date when the basis is one', () => expect(() => convertForInvoice({ ...conversion, work_date: undefined, basis: 'work_date' })).toThrow(expect.objectContaining({ code: 'INVALID_INPUT' })));
  it('finds a rate as old as allowed, in the published direction only', () => {
    const query = { from: 'USD', to: 'EUR', date: '2026-02-02', rates };
    expect(() => findFxRate(query)).toThrow(expect.objectContaining({ code: 'FX_RATE_MISSING' }));
    expect(findFxRate({ ...query, max_age_days: 2 })).toMatchObject({ rate: '0.9', date: '2026-01-31' });
    expect(() => findFxRate({ ...query, from: 'EUR', to: 'USD', max_age_days: 5 })).toThrow(expect.objectContaining({ code: 'FX_RATE_MISSING' }));
    expect(findFxRate({ ...query, to: 'USD' })).toMatchObject({ rate: '1' });
  });
});
