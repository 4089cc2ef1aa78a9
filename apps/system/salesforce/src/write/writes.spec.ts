import 'reflect-metadata';
import { answerOf, type Asked, ExactNumber } from '#lib/connector';
import { givenNames } from '../testing/settings.js';
import { setDeliveryStatus } from './set-delivery-status.js';
import { invoiceStatusKey, setInvoiceStatus } from './set-invoice-status.js';

const invoice = { contract_source_id: '800000000000001AAA', invoice_number: 'INV-1', status: 'posted', invoice_date: '2026-07-31', total: '12345678901234.50', currency: 'USD' };
const asked = <B>(body: B, ...names: string[]): Asked<B> => ({ body, key: 'tl_x', businessKey: 'x', verb: 'v', settings: givenNames(...names), prepared: undefined, done: [] });
const stored = { Id: 'a03', Contract__c: '800000000000001', Opportunity__c: null, Invoice_Number__c: 'INV-1', Status__c: 'posted', Invoice_Date__c: '2026-07-31', Total__c: '12345678901234.5', CurrencyIsoCode: 'USD' };

describe('invoice status', () => {
  it('upserts by the key of the invoice, with the total digit for digit', () => {
    const request = setInvoiceStatus.build(asked(invoice));
    expect(request.method).toBe('PATCH');
    expect(request.url).toBe(`/services/data/v66.0/sobjects/Invoice_Status__c/Gateway_Key__c/${invoiceStatusKey(invoice)}`);
    expect(request.body).toMatchObject({ Total__c: new ExactNumber('12345678901234.5') });
    expect(request.body).not.toHaveProperty('Gateway_Key__c');
    expect(request.body).not.toHaveProperty('Opportunity__c');
  });
  it('one record whatever the status, another for the same number under another contract', () => {
    const other = { ...invoice, contract_source_id: '800000000000002AAA' };
    expect(setInvoiceStatus.build(asked({ ...invoice, status: 'paid' })).url).toBe(setInvoiceStatus.build(asked(invoice)).url);
    expect(setInvoiceStatus.build(asked(other)).url).not.toBe(setInvoiceStatus.build(asked(invoice)).url);
    expect(invoiceStatusKey(invoice)).toMatch(/^tl_[0-9a-f]{40}$/);
  });
  it('an answer without id leaves the outcome open', () => {
    expect(() => setInvoiceStatus.parse(answerOf(200, {}), asked(invoice))).toThrow();
    expect(setInvoiceStatus.parse(answerOf(201, { id: 'a03', success: true }), asked(invoice))).toMatchObject({ source_id: 'a03', number: 'INV-1' });
  });
  it('notices every difference between asked and stored', () => {
    const differs = (more: object) => setInvoiceStatus.echo(asked(invoice), { source_id: 'a03', facts: {}, record: { ...stored, ...more } }).map((m) => m.field);
    expect(differs({})).toEqual([]);
    expect(differs({ Total__c: '12345678901234.51', CurrencyIsoCode: 'EUR', Status__c: 'paid', Contract__c: null })).toEqual(['contract_source_id', 'status', 'total', 'currency']);
    expect(setInvoiceStatus.echo(asked(invoice), { source_id: 'a03', facts: {} })).toHaveLength(6);
  });
});

describe('delivery status', () => {
  const body = { opportunity_source_id: '006000000000001AAA', delivery_status: 'pending_setup', project_code: 'US01-OPP-1' };
  it('patches the two fields of the deal, under the org’s own names', () => {
    expect(setDeliveryStatus.build(asked(body, 'Opportunity.Delivery_Status__c=Delivery__c'))).toMatchObject({
      method: 'PATCH', url: '/services/data/v66.0/sobjects/Opportunity/006000000000001AAA', body: { Delivery__c: 'pending_setup', Delivery_Project_Code__c: 'US01-OPP-1' },
    });
  });
  it('leaves the project code alone when none is given', () => {
    const { project_code: _code, ...bare } = body;
    expect(setDeliveryStatus.build(asked(bare)).body).toEqual({ Delivery_Status__c: 'pending_setup' });
    expect(setDeliveryStatus.echo(asked(bare), { source_id: 'x', facts: {}, record: { Delivery_Status__c: 'pending_setup', Delivery_Project_Code__c: 'OTHER' } })).toEqual([]);
  });
  it('notices when the deal holds something else', () => {
    expect(setDeliveryStatus.echo(asked(body), { source_id: 'x', facts: {}, record: { Delivery_Status__c: 'active', Delivery_Project_Code__c: null } }).map((m) => m.field)).toEqual(['delivery_status', 'project_code']);
  });
  it('a path cannot be left through the id', () => {
    expect(setDeliveryStatus.build(asked({ ...body, opportunity_source_id: '../Account/1' })).url).toBe('/services/data/v66.0/sobjects/Opportunity/..%2FAccount%2F1');
  });
});
