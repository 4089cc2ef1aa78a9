import 'reflect-metadata';
import { answerOf } from '#lib/connector';
import { classify, INVOICE_STATUS_UPSERT } from './errors.js';

const patch = { method: 'PATCH' as const, url: '/x', label: 'opportunity.patch' };
const refusal = (status: number, errorCode: string, more: object = {}) => classify(answerOf(status, [{ message: 'text', errorCode, ...more }]), patch);

it.each([
  [403, 'REQUEST_LIMIT_EXCEEDED', 'rate_limited', 'no'],
  [403, 'INSUFFICIENT_ACCESS_OR_READONLY', 'auth', 'no'],
  [401, 'INVALID_SESSION_ID', 'auth', 'no'],
  [400, 'UNABLE_TO_LOCK_ROW', 'locked', 'no'],
  [400, 'FIELD_CUSTOM_VALIDATION_EXCEPTION', 'validation', 'no'],
  [400, 'CANNOT_INSERT_UPDATE_ACTIVATE_ENTITY', 'validation', 'no'],
  [400, 'DUPLICATE_VALUE', 'conflict', 'no'],
  [404, 'ENTITY_IS_DELETED', 'not_found', 'no'],
  [503, 'SERVER_UNAVAILABLE', 'unavailable', 'unknown'],
  [500, 'UNKNOWN_EXCEPTION', 'unavailable', 'unknown'],
  [500, 'UNABLE_TO_LOCK_ROW', 'unavailable', 'unknown'],
  [200, 'FIELD_INTEGRITY_EXCEPTION', 'unavailable', 'unknown'],
])('%i %s is %s, applied %s', (status, code, cls, applied) => {
  expect(refusal(status, code)).toMatchObject({ class: cls, applied, vendor_code: code });
});

it('takes successes of every shape', () => {
  for (const answer of [answerOf(204), answerOf(201, { id: 'a', success: true, errors: [], created: true }), answerOf(200, { totalSize: 0, done: true, records: [] }), answerOf(200, [])]) {
    expect(classify(answer, patch)).toBeNull();
  }
});

it('does not take a 2xx that reports an error, or that is no JSON, for a success', () => {
  expect(classify(answerOf(200, { id: null, success: false, errors: [{ statusCode: 'DUPLICATES_DETECTED', message: 'm', fields: [] }] }), patch)).toMatchObject({ applied: 'unknown', vendor_code: 'DUPLICATES_DETECTED' });
  expect(classify(answerOf(200, '<html>maintenance</html>'), patch)).toMatchObject({ applied: 'unknown' });
});

it('knows that 300 wrote nothing', () => {
  expect(classify(answerOf(300, ['/services/data/v66.0/sobjects/X/1', '/services/data/v66.0/sobjects/X/2']), patch)).toMatchObject({ class: 'conflict', applied: 'no' });
});

it('lets two upserts that raced for a new invoice status be repeated', () => {
  expect(classify(answerOf(400, [{ message: 'duplicate value found: Gateway_Key__c', errorCode: 'DUPLICATE_VALUE' }]), { ...patch, label: INVOICE_STATUS_UPSERT })).toMatchObject({ class: 'locked', applied: 'no' });
});

it('names the canonical field to correct', () => {
  expect(refusal(400, 'STRING_TOO_LONG', { fields: ['Invoice_Number__c'] })).toMatchObject({ field: 'invoice_number' });
});

describe('a composite graph', () => {
  const graph = (isSuccessful: boolean, ...parts: object[]) => classify(answerOf(200, { graphs: [{ graphId: 'g', graphResponse: { compositeResponse: parts }, isSuccessful }] }), { ...patch, method: 'POST', label: 'amendment.graph' });
  const halted = { httpStatusCode: 400, body: [{ errorCode: 'PROCESSING_HALTED', message: 'rolled back' }] };
  const part = (httpStatusCode: number, errorCode: string, fields: string[] = []) => ({ httpStatusCode, body: [{ errorCode, message: 'text', fields }] });
  it('that went through is a success', () => expect(graph(true, { httpStatusCode: 204, body: null })).toBeNull());
  it('that failed changed nothing, and the part that failed says why', () => {
    expect(graph(false, halted, part(400, 'FIELD_CUSTOM_VALIDATION_EXCEPTION', ['End_Date__c']), halted)).toMatchObject({ class: 'validation', applied: 'no', vendor_code: 'FIELD_CUSTOM_VALIDATION_EXCEPTION', field: 'lines.end' });
    expect(graph(false, part(400, 'UNABLE_TO_LOCK_ROW'), halted)).toMatchObject({ class: 'locked', applied: 'no' });
    expect(graph(false, part(404, 'ENTITY_IS_DELETED'))).toMatchObject({ class: 'not_found', applied: 'no' });
    expect(graph(false, part(500, 'UNKNOWN_EXCEPTION'))).toMatchObject({ class: 'unavailable', applied: 'no' });
    expect(graph(false)).toMatchObject({ class: 'validation', applied: 'no' });
  });
});
