import type { Stand } from '../kit/stand.js';

export const customer = {
  client_number: 'C-1001', legal_name: 'Initech LLC', legal_entity_code: 'US01', currency: 'USD', tax_profile: 'US-TX-STD', payment_terms: 'NET30', tax_id: 'US123',
  bill_to: { street: '1 Main St', city: 'Zürich 東京', postal_code: '78701', country: 'US' },
};

const line = { line_no: '1', description: 'Consulting “Ω”', quantity: '10', unit_price: '180.5', net: '1805.00', tax_code: 'US-TX-STD', tax_rate: '0.0825', practice: 'DATA', region: 'AMER' };

/** 1 805.00 + 8.25 % = 1 953.91. */
const invoiceOf = (customerId: string) => ({
  legal_entity_code: 'US01', customer_source_id: customerId, currency: 'USD', invoice_date: '2026-07-15', due_date: '2026-08-14', po_number: 'PO-7', memo: 'Work through 2026-07',
  lines: [line], subtotal: '1805.00', tax_total: '148.91', total: '1953.91',
});

export const journal = {
  legal_entity_code: 'US01', currency: 'USD', posting_date: '2026-07-12', purpose: 'labor_cost', memo: 'Labor cost 2026-07-06 to 2026-07-12',
  lines: [{ account_role: 'labor_cost', debit: '812.55', credit: '0', practice: 'DATA', region: 'AMER' }, { account_role: 'labor_clearing', debit: '0', credit: '812.55' }],
};

export const client = (stand: Stand): Promise<string> => stand.written('create_customer', customer, 'setup:customer');

export const project = async (stand: Stand) => ({
  project_code: 'US01-OPP-1', name: 'Platform', customer_source_id: await client(stand), legal_entity_code: 'US01', currency: 'USD', start: '2026-07-01', end: '2026-09-30', billing_type: 'time_and_materials',
});

export const invoice = async (stand: Stand) => invoiceOf(await client(stand));

export async function credit(stand: Stand) {
  const billed = await invoice(stand);
  const id = await stand.written('create_invoice', billed, 'setup:invoice');
  return { ...billed, lines: [{ ...line, quantity: '2', net: '361.00' }], subtotal: '361.00', tax_total: '29.78', total: '390.78', invoice_source_id: id, reason_code: 'correction' };
}
