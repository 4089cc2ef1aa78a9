import { type Asked, answerOf, exactText, UnreadableAnswer } from '#lib/connector';
import { settings, type NetsuiteSettings } from '../config.js';
import { createCustomer } from './create-customer.js';
import { createCreditMemo } from './create-credit-memo.js';
import { createInvoice } from './create-invoice.js';
import { createProject } from './create-project.js';
import { postJournal } from './post-journal.js';
import { setProjectActivity } from './set-activity.js';
import { taxTolerance } from './compare.js';

const defaults = Object.fromEntries(Object.entries(settings).map(([name, d]) => [name, (d as { default?: unknown }).default])) as unknown as NetsuiteSettings;
const asked = <B, P>(body: B, prepared: P): Asked<B, NetsuiteSettings, P> => ({ body, prepared, key: 'tl_k', businessKey: 'b:1', verb: 'v', settings: defaults, done: [] });
const line = { line_no: '1', description: 'Work', quantity: '1.25', unit_price: '180.3333333333', net: '225.42', tax_code: 'T', tax_rate: '0.1' };
const invoice = { legal_entity_code: 'US01', customer_source_id: '7', currency: 'USD', invoice_date: '2026-07-15', lines: [line, { ...line, line_no: '2', quantity: '1', unit_price: '-5', net: '-5.00' }], subtotal: '220.42', tax_total: '22.04', total: '242.46' };
const ids = { subsidiary: '1', currency: '2', period: '3', items: ['4', '5'], taxes: { T: '6' }, departments: {}, classes: {} };

describe('requests', () => {
  it('an invoice replaces its lines, names its period and writes every amount digit for digit', () => {
    const request = createInvoice.build(asked(invoice, ids));
    expect(request).toMatchObject({ method: 'PUT', url: '/services/rest/record/v1/invoice/eid:tl_k', query: { replace: 'item' } });
    expect(exactText(request.body)).toBe('{"subsidiary":{"id":"1"},"entity":{"id":"7"},"currency":{"id":"2"},"tranDate":"2026-07-15","postingPeriod":{"id":"3"},"item":{"items":['
      + '{"item":{"id":"4"},"quantity":1.25,"rate":180.3333333333,"amount":225.42,"description":"Work","taxCode":{"id":"6"}},'
      + '{"item":{"id":"5"},"quantity":1,"rate":-5,"amount":-5.00,"description":"Work","taxCode":{"id":"6"}}]}}');
  });

  it('a credit memo names its invoice and its reason', () => {
    const body = { ...invoice, memo: 'agreed', invoice_source_id: '90', reason_code: 'dispute' as const };
    expect(createCreditMemo.build(asked(body, ids)).body).toMatchObject({ createdFrom: { id: '90' }, memo: 'dispute: agreed' });
  });

  it('a journal refuses a line with two sides and a document without amounts', () => {
    const journal = { legal_entity_code: 'US01', currency: 'USD', posting_date: '2026-07-15', purpose: 'x', lines: [{ account_role: 'a', debit: '1', credit: '1' }] };
    const prepared = { subsidiary: '1', currency: '2', accounts: { a: '9' }, departments: {}, classes: {} };
    expect(() => postJournal.build(asked(journal, prepared))).toThrow('either a debit or a credit');
    expect(() => postJournal.build(asked({ ...journal, lines: [{ account_role: 'a', debit: '-1', credit: '0' }] }, prepared))).toThrow('above zero');
    expect(() => postJournal.build(asked({ ...journal, lines: [{ account_role: 'a', debit: '0', credit: '0.00' }] }, prepared))).toThrow('carries no amount');
  });

  it('a project of a billing type nobody mapped is refused', () => {
    const body = { project_code: 'P', name: 'N', customer_source_id: '7', legal_entity_code: 'US01', currency: 'USD', billing_type: 'barter' };
    expect(() => createProject.build(asked(body, { subsidiary: '1', currency: '2' }))).toThrow('NETSUITE_JOB_BILLING_TYPES');
  });

  it('a customer without an address sends none', () => {
    const body = { client_number: 'C-1', legal_name: 'A', legal_entity_code: 'US01', currency: 'USD', bill_to: {} };
    expect(exactText(createCustomer.build(asked(body, { subsidiary: '1', currency: '2' })).body)).toBe('{"entityId":"C-1","companyName":"A","isPerson":false,"subsidiary":{"id":"1"},"currency":{"id":"2"},"custentity_tl_key":"tl_k"}');
  });

  it('an id that is none never becomes an address', () => {
    expect(() => setProjectActivity.build(asked({ source_id: '1/../../customer/2', active: false, reason: 'x' }, undefined))).toThrow('not the id of a job');
  });
});

describe('answers', () => {
  it('the id comes from the address of the record; without one the outcome is unknown', () => {
    const answer = answerOf(204, '', { Location: 'https://x.suitetalk.api.netsuite.com/services/rest/record/v1/invoice/4711' });
    expect(createInvoice.parse(answer, asked(invoice, ids)).source_id).toBe('4711');
    for (const bad of [answerOf(204), answerOf(200, '{}', { location: '/x/1' }), answerOf(202, '', { location: '/async/v1/job/9' }), answerOf(204, '', { location: '/invoice/eid:tl_k' })]) {
      expect(() => createInvoice.parse(bad, asked(invoice, ids))).toThrow(UnreadableAnswer);
    }
  });

  it('tax may differ by a minor unit per line, five per document', () => {
    expect([taxTolerance('USD', 1), taxTolerance('USD', 3), taxTolerance('USD', 40), taxTolerance('JPY', 2), taxTolerance('KWD', 9)]).toEqual(['0.01', '0.03', '0.05', '2', '0.005']);
  });

  it('a stored document of another customer, entity, period, line, item or tax code is told field by field', () => {
    const stored = {
      id: '1', subsidiary: { id: '9' }, entity: { id: '8' }, currency: { id: '2' }, tranDate: '2026-07-15', postingPeriod: { id: '4' }, subtotal: '220.42', taxTotal: '22.04', total: '242.46',
      item: { items: [{ line: '2', item: { id: '5' }, amount: '-5', taxCode: { id: '6' } }, { line: '1', item: { id: '44' }, amount: '225.42', taxCode: { id: '66' } }] },
    };
    const found = createInvoice.echo(asked(invoice, ids), { source_id: '1', facts: {}, record: stored });
    expect(found.map((m) => m.field)).toEqual(['legal_entity_code', 'customer_source_id', 'period', 'lines[0].account_role', 'lines[0].tax_code']);
    expect(createInvoice.echo(asked(invoice, ids), { source_id: '1', facts: {} })).toHaveLength(1);
    expect(createInvoice.echo(asked(invoice, ids), { source_id: '1', facts: {}, record: { ...stored, subsidiary: { id: '1' }, entity: { id: '7' }, postingPeriod: { id: '3' }, item: { items: stored.item.items.slice(0, 1) } } }).map((m) => m.field)).toContain('lines');
  });
});

it('taking a record out of use undoes its creation; taking it back into use undoes nothing', () => {
  expect([false, true].map((active) => setProjectActivity.undoes!({ source_id: '7', active, reason: 'r' }))).toEqual([true, false]);
});
