import { netsuite } from '../connector.js';
import { settings, type NetsuiteSettings } from '../config.js';
import { netsuiteReads } from '../read/index.js';
import { amount, fraction } from './amounts.js';
import { mapAccountingPeriod } from './accounting-period.js';
import { mapCustomer } from './customer.js';
import { mapExchangeRate } from './exchange-rate.js';
import { mapInvoice } from './invoice.js';
import { mapTaxCode } from './tax-code.js';
import { documentStatus, receiptStatus } from './statuses.js';

const defaults = Object.fromEntries(Object.entries(settings).map(([name, d]) => [name, (d as { default?: unknown }).default])) as unknown as NetsuiteSettings;

describe('amounts', () => {
  it('stand at the minor unit of their currency and lose no digit', () => {
    expect([amount('1250', 'USD'), amount('1250.5', 'USD'), amount('12', 'JPY'), amount('1.5', 'KWD'), amount('.1', 'USD'), amount(undefined, 'USD')]).toEqual(['1250.00', '1250.50', '12', '1.500', '0.10', '0.00']);
    expect([amount('0.105', 'USD'), amount('123456789012345.67', 'USD'), amount('7.10', 'XX?')]).toEqual(['0.105', '123456789012345.67', '7.1']);
  });

  it('tax rates are fractions, written as per cent or as a fraction', () => {
    expect([fraction('8.25%'), fraction('0%'), fraction('20 %'), fraction('0.0825')]).toEqual(['0.0825', '0', '0.2', '0.0825']);
  });
});

describe('statuses', () => {
  it('come with or without the type before them; voided wins', () => {
    expect(documentStatus({ type: 'CustInvc', status: 'CustInvc:B' }, defaults)).toBe('paid');
    expect(documentStatus({ type: 'Journal', status: 'B', voided: 'T' }, defaults)).toBe('reversed');
    expect(() => documentStatus({ type: 'CustInvc', status: 'Z' }, defaults)).toThrow('"CustInvc:Z" has no canonical status');
  });

  it('a receipt is posted once approved, and in accounts without approval routing at once', () => {
    expect(receiptStatus({ approvalStatus: { id: '2' } })).toBe('posted');
    expect(receiptStatus({ approvalStatus: { id: '1' } })).toBe('released');
    expect(receiptStatus({ approvalStatus: { id: '3' } })).toBe('rejected');
    expect(receiptStatus({ status: { refName: 'Open' } })).toBe('posted');
    expect(receiptStatus({ status: { refName: 'Pending Approval' } })).toBe('released');
    expect(receiptStatus({ status: { refName: 'Voided' }, approvalStatus: { id: '2' } })).toBe('voided');
  });
});

describe('records', () => {
  const invoice = { id: '9', type: 'CustInvc', tranid: 'INV-1', trandate: '2026-07-15', currency: 'USD', foreigntotal: '1953.91', foreignamountunpaid: '1953.91', tax: '-148.91', status: 'A', voided: 'F', legal_entity: 'US01' };

  it('an invoice is compared by total, tax and what is left of it', () => {
    expect(mapInvoice(invoice, defaults)).toMatchObject({ natural_key: 'US01:INV-1', data: { subtotal: '1805.00', tax_total: '148.91', total: '1953.91', amount_due: '1953.91', status: 'posted' } });
    expect(mapInvoice({ ...invoice, foreignamountunpaid: '1' }, defaults).data.status).toBe('partially_paid');
    expect(mapInvoice({ ...invoice, externalid: 'old-7' }, defaults)).toMatchObject({ data: expect.not.objectContaining({ effect_key: 'old-7' }), extensions: { external_id: 'old-7' } });
  });

  it('a credit memo is negative in every amount', () => {
    const credit = { ...invoice, type: 'CustCred', foreigntotal: '-390.78', tax: '29.78', foreignamountunpaid: '90.78' };
    expect(mapInvoice(credit, defaults)).toMatchObject({ data: { subtotal: '-361.00', tax_total: '-29.78', total: '-390.78', amount_due: '-90.78', status: 'posted', kind: 'credit_memo' } });
  });

  it('a month with locked receivables is not open for us, a closed one is closed whatever else is set', () => {
    const month = { id: '1-2', periodname: 'Jul 2026', startdate: '2026-07-01', enddate: '2026-07-31', legal_entity: 'US01', closed: 'F', alllocked: 'F', arlocked: 'T' };
    expect(mapAccountingPeriod(month).data.status).toBe('soft_closed');
    expect(mapAccountingPeriod({ ...month, closed: 'T' }).data.status).toBe('closed');
    expect(mapAccountingPeriod({ ...month, arlocked: 'F' }).data.status).toBe('open');
  });

  it('a rate is quoted as it stands', () => {
    expect(mapExchangeRate({ id: '1', base_currency: 'GBP', transaction_currency: 'USD', exchangerate: '.78310', effectivedate: '2026-07-01' }, defaults)).toMatchObject({ natural_key: 'USD:GBP:2026-07-01:spot', data: { from: 'USD', to: 'GBP', rate: '0.7831' } });
  });

  it.each([
    ['Reverse charge: customer accounts for VAT', 'reverse_charge'], ['Zero-rated supply', 'zero_rated'], ['Export exemption', 'exempt'], ['Professional services are not taxable in New York', 'exempt'], ['Outside the scope', 'outside_scope'],
  ])('zero rate because "%s" is %s', (reason, zero_reason) => {
    expect(mapTaxCode({ id: '1', itemid: 'X', rate: '0%', isinactive: 'F', reason }, defaults).data).toMatchObject({ rate: '0', zero_reason });
  });

  it('a customer without a legal entity code is said, not guessed; terms are squeezed', () => {
    const row = { id: '1', entityid: 'C-1', companyname: 'A', currency: 'USD', isinactive: 'F', terms: 'Net 30', legal_entity: 'US01', shared: 'F' };
    expect(mapCustomer(row)).toMatchObject({ natural_key: 'C-1', data: { payment_terms: 'NET30', po_required: false, status: 'active' } });
    expect(() => mapCustomer({ ...row, legal_entity: undefined })).toThrow('has no legal entity code');
    expect(netsuite.reads['erp_customer']!.known!({ ...row, legal_entity: undefined }, defaults)).toMatchObject({ natural_key: 'C-1', deleted: false, refs: {} });
  });
});

describe('nothing is lost silently', () => {
  it('every read says which vendor fields it leaves out and why', () => {
    for (const verb of Object.values(netsuiteReads)) {
      expect(Object.keys(verb.dropped ?? {}).length).toBeGreaterThan(0);
      for (const reason of Object.values(verb.dropped!)) expect(reason).not.toBe('');
    }
  });

  it('every column a map is given shows in its record, so that none is selected for nothing', () => {
    const columns: Record<string, string[]> = {
      legal_entity: ['code', 'name', 'country', 'fiscalcalendar', 'currency'], accounting_period: ['periodname', 'startdate', 'enddate', 'period', 'legal_entity'],
      exchange_rate: ['base_currency', 'transaction_currency', 'effectivedate'], tax_code: ['itemid', 'description', 'subsidiary', 'legal_entity', 'reason'],
      erp_customer: ['entityid', 'companyname', 'vatregnumber', 'externalid', 'parent', 'entity_status', 'currency', 'tax_item', 'legal_entity'],
      erp_invoice: ['tranid', 'externalid', 'trandate', 'duedate', 'otherrefnum', 'currency', 'periodname', 'customer_number', 'legal_entity'],
      erp_journal: ['tranid', 'externalid', 'trandate', 'memo', 'currency', 'periodname', 'legal_entity'],
    };
    const fixed: Record<string, string> = { exchangerate: '1', rate: '0%', status: 'B', foreigntotal: '1', debit: '1', credit: '1' };
    for (const [entity, names] of Object.entries(columns)) {
      const type = entity === 'erp_journal' ? 'Journal' : 'CustInvc';
      const row = { id: '1', type, ...fixed, ...Object.fromEntries(names.map((n) => [n, n === 'reason' ? 'reverse charge' : `value-of-${n}`])) };
      const record = JSON.stringify(netsuite.reads[entity]!.map(row, defaults));
      for (const n of names) expect([entity, n, record.includes(n === 'reason' ? 'reverse_charge' : `value-of-${n}`)]).toEqual([entity, n, true]);
    }
  });
});
