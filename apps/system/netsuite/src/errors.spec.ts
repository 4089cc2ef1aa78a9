import { answerOf, type VendorRequest } from '#lib/connector';
import { classify } from './errors.js';

const request = (label: string): VendorRequest => ({ method: 'PUT', url: '/', label });
const error = (detail: string, code = 'USER_ERROR', path?: string) =>
  ({ type: 'https://www.rfc-editor.org/', title: 'Bad Request', status: 400, 'o:errorDetails': [{ detail, 'o:errorCode': code, ...(path ? { 'o:errorPath': path } : {}) }] });
const refused = (detail: string, label = 'invoice.put', code = 'USER_ERROR', path?: string, status = 400) =>
  classify(answerOf(status, error(`Error while accessing a resource. ${detail}`, code, path)), request(label));

describe('NetSuite errors in the closed set', () => {
  it.each([
    ['The accounting period Jul 2026 is closed. You cannot create or edit transactions in a closed period.'],
    ['The accounting period Jul 2026 is locked. You cannot create or edit transactions in a locked period.'],
    ['The transaction date you specified is not within the date range of your accounting period.'],
  ])('%s', (detail) => {
    expect(refused(detail)).toEqual({ class: 'period_closed', applied: 'no', code: 'PERIOD_CLOSED', detail, field: 'invoice_date', vendor_code: 'USER_ERROR' });
    expect(refused(detail, 'journalEntry.put')).toMatchObject({ class: 'period_closed', field: 'posting_date' });
  });

  it('a taken number is asked again for customers and projects, and a conflict for documents', () => {
    expect(refused('This entity already exists.', 'customer.put')).toMatchObject({ class: 'locked', applied: 'no', code: 'DUPLICATE' });
    expect(refused('This record already exists.', 'customerSubsidiaryRelationship.post')).toMatchObject({ class: 'locked' });
    expect(refused('This record already exists.')).toMatchObject({ class: 'conflict', applied: 'no', code: 'DUPLICATE' });
  });

  it('a record that is being changed is locked, not refused for good', () => {
    expect(refused('Record has been changed.', 'customer.patch', 'RCRD_HAS_BEEN_CHANGED')).toMatchObject({ class: 'locked', applied: 'no' });
  });

  it('names the canonical field and who can mend it', () => {
    expect(refused('Invalid', 'invoice.put', 'USER_ERROR', 'item.items[2].taxCode')).toMatchObject({ class: 'validation', field: 'lines[2].tax_code', code: 'INVALID_TAX' });
    expect(refused('You have entered an Invalid Field Value 99 for the following field: entity')).toMatchObject({ class: 'validation', field: 'customer_source_id', applied: 'no' });
    expect(refused('Invalid', 'journalEntry.put', 'USER_ERROR', 'line.items[0].account')).toMatchObject({ field: 'lines[0].account_role' });
    expect(refused('You must enter a value for Project Name.', 'job.put', 'USER_ERROR', 'companyName')).toMatchObject({ field: 'name' });
    expect(refused('Invalid', 'invoice.put', 'USER_ERROR', 'subsidiary')).toMatchObject({ field: 'legal_entity_code', code: 'MISSING_LEGAL_ENTITY' });
  });

  it('only what is documented as refused counts as not applied', () => {
    expect(refused('An unexpected error occurred.', 'invoice.put', 'UNEXPECTED_ERROR', undefined, 500)).toMatchObject({ class: 'unavailable', applied: 'unknown' });
    expect(refused('An unexpected error occurred.', 'invoice.put', 'UNEXPECTED_ERROR')).toMatchObject({ class: 'unavailable', applied: 'unknown' });
    expect(classify(answerOf(502, '<html>Bad gateway</html>'), request('invoice.put'))).toMatchObject({ class: 'unavailable', applied: 'unknown' });
    expect(classify(answerOf(200, error('no')), request('invoice.put'))).toMatchObject({ class: 'unknown', applied: 'unknown' });
    expect(classify(answerOf(204, ''), request('invoice.put'))).toBeNull();
  });

  it('concurrency is rate limiting under both of its statuses', () => {
    expect(classify(answerOf(429, error('Concurrent request limit exceeded.', 'CONCURRENCY_LIMIT_EXCEEDED')), request('x'))).toMatchObject({ class: 'rate_limited', applied: 'no' });
    expect(refused('Too many', 'x', 'SSS_REQUEST_LIMIT_EXCEEDED')).toMatchObject({ class: 'rate_limited', applied: 'no' });
  });

  it('says why a sign-in failed', () => {
    expect(classify(answerOf(401, error('Invalid login attempt.', 'INVALID_LOGIN')), request('x'))).toMatchObject({ class: 'auth', applied: 'no', vendor_code: 'INVALID_LOGIN' });
  });
});
