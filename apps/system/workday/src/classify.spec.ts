import { answerOf } from '#lib/connector';
import { classify } from './classify.js';

const soap = { method: 'POST', url: '/', label: 'soap.get_workers' } as const;
const rest = { method: 'GET', url: '/', label: 'organizations' } as const;
const fault = (code: string, text: string) => `<?xml version="1.0"?><SOAP-ENV:Envelope xmlns:SOAP-ENV="x"><SOAP-ENV:Body><SOAP-ENV:Fault><faultcode>SOAP-ENV:Client.${code}</faultcode><faultstring>${text}</faultstring></SOAP-ENV:Fault></SOAP-ENV:Body></SOAP-ENV:Envelope>`;

describe('Workday errors in the closed set', () => {
  test.each([
    ['authenticationError', 'invalid username or password', 'auth'], ['validationError', 'Validation error occurred. Element Content is out of order', 'validation'],
    ['validationError', 'Validation error occurred. Invalid ID value. x is not a valid ID value for type = WID', 'not_found'], ['processingError', 'try later', 'unavailable'],
  ])('fault %s (%s) is %s, under 500 and under 200', (code, text, expected) => {
    for (const status of [500, 200]) expect(classify(answerOf(status, fault(code, text)), soap)).toMatchObject({ class: expected, applied: 'no', detail: text, vendor_code: code });
  });

  test.each([[500, '', 'unavailable'], [503, '<html>busy</html>', 'unavailable'], [429, '', 'rate_limited'], [200, '<e:Envelope><e:Body><wd:Get', 'unavailable'], [200, '<html>sign in</html>', 'unavailable']])('web service answer %s "%s" is %s', (status, body, expected) => {
    expect(classify(answerOf(status, body), soap)).toMatchObject({ class: expected, applied: 'no' });
  });

  test('a whole envelope is a success', () => {
    expect(classify(answerOf(200, '<e:Envelope><e:Body/></e:Envelope>\n'), soap)).toBeNull();
  });

  test.each([
    [401, { error: 'invalid_token', errors: [{ error: 'invalid_token' }] }, 'auth'], [403, { error: 'permission denied' }, 'auth'], [404, { error: 'no such resource', errors: [{ error: 'x', code: 'S21' }] }, 'not_found'],
    [400, { error: 'invalid request' }, 'validation'], [429, { error: 'Too many requests' }, 'rate_limited'], [200, { error: 'internal error' }, 'unavailable'], [200, '{"data":[{"id":"1"', 'unavailable'], [200, '<html></html>', 'unavailable'],
  ])('REST answer %s %j is %s', (status, body, expected) => {
    expect(classify(answerOf(status, body as object), rest)).toMatchObject({ class: expected, applied: 'no' });
  });

  test('an empty collection and a report are successes, also when a column is called error', () => {
    expect([classify(answerOf(200, { total: 0, data: [] }), rest), classify(answerOf(200, { Report_Entry: [{ error: 'x' }] }), rest)]).toEqual([null, null]);
  });
});
