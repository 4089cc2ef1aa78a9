import { auth } from '../auth.js';
import { sampleSettings } from '../testing/sample.js';
import { getWorkersRequest } from './get-workers.js';
import { first, parseXml, textAt } from './xml.js';

const body = (query: Parameters<typeof getWorkersRequest>[0]) => first(parseXml(String(getWorkersRequest(query, sampleSettings).body)), 'Envelope/Body/Get_Workers_Request');

describe('Get_Workers request', () => {
  test('is a safe POST of the operation in its version', () => {
    expect(getWorkersRequest({ page: 2, count: 50 }, sampleSettings)).toMatchObject({ method: 'POST', url: '/ccx/service/acme_ps/Human_Resources/v44.2', safe: true, auth: 'soap', label: 'soap.get_workers' });
    expect(body({ page: 2, count: 50 })).toMatchObject({ '@version': 'v44.2', Response_Filter: { Page: '2', Count: '50' }, Response_Group: { Include_Reference: 'true', Include_Personal_Information: 'true', Include_Employment_Information: 'true', Include_Organizations: 'true' } });
  });

  test('never excludes anybody and never asks for compensation', () => {
    expect(String(getWorkersRequest({ updatedFrom: '2026-05-01T00:00:00.000Z' }, sampleSettings).body)).not.toMatch(/Exclude_|Compensation/);
  });

  test('criteria stand in the order of the schema; without any there is no criteria element', () => {
    const text = String(getWorkersRequest({ effective: { from: '2026-05-01', through: '2026-05-03', types: ['Hire Employee'] }, asOf: '2026-06-30', enteredBy: '2026-05-01T12:00:00.000Z', page: 1, count: 10 }, sampleSettings).body);
    expect([...text.matchAll(/<bsvc:(\w+)/g)].map((m) => m[1])).toEqual(['Get_Workers_Request', 'Request_Criteria', 'Transaction_Log_Criteria_Data', 'Transaction_Date_Range_Data', 'Effective_From', 'Effective_Through', 'Transaction_Type_References', 'Transaction_Type_Reference', 'ID', 'Response_Filter', 'As_Of_Effective_Date', 'As_Of_Entry_DateTime', 'Page', 'Count', 'Response_Group', 'Include_Reference', 'Include_Personal_Information', 'Include_Employment_Information', 'Include_Organizations']);
    expect(body({ page: 1, count: 10 })).not.toHaveProperty('Request_Criteria');
  });

  test('an id is text, whatever it holds', () => {
    expect(textAt(body({ wid: 'a"><b>&' }), 'Request_References/Worker_Reference/ID')).toBe('a"><b>&');
  });

  test('is signed with the integration user, the password escaped', () => {
    const signed = auth(sampleSettings)['soap']!.apply(getWorkersRequest({ page: 1 }, sampleSettings), { value: '' });
    const token = first(parseXml(String(signed.body)), 'Envelope/Header/Security/UsernameToken');
    expect([textAt(token, 'Username'), textAt(token, 'Password')]).toEqual(['ISU_Throughline@acme_ps', 'p<&">']);
    expect(JSON.stringify(sampleSettings)).not.toContain('p<&');
  });
});
