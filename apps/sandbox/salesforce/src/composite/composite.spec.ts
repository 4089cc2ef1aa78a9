import { Org, seedFirm } from '../org.fixture.js';

describe('composite family', () => {
  let org: Org;
  beforeEach(async () => {
    org = await Org.start();
    await seedFirm(org);
  });
  afterEach(() => org.stop());

  const accounts = async () => (await org.query("SELECT Id FROM Account WHERE Name LIKE 'X%'")).body.totalSize;
  const base = '/services/data/v66.0';

  test('later parts use earlier answers; the whole counts as one call', async () => {
    const before = Number((await org.call('GET', '/limits')).body.DailyApiRequests.Remaining);
    const { status, body } = await org.call('POST', '/composite', {
      compositeRequest: [
        { method: 'POST', url: `${base}/sobjects/Account`, referenceId: 'acc', body: { Name: 'X1' } },
        { method: 'POST', url: `${base}/sobjects/Contract`, referenceId: 'con', body: { AccountId: '@{acc.id}' } },
        { method: 'GET', url: `${base}/sobjects/Contract/@{con.id}?fields=AccountId`, referenceId: 'got' },
        { method: 'GET', url: `${base}/query?q=SELECT+Name+FROM+Account+WHERE+Id='@{acc.id}'`, referenceId: 'q' },
        { method: 'GET', url: `${base}/sobjects/Account/@{q.records[0].Name}`, referenceId: 'nope' },
      ],
    });
    expect(status).toBe(200);
    const [acc, , got, , nope] = body.compositeResponse;
    expect(got.body.AccountId).toBe(acc.body.id);
    expect(nope).toMatchObject({ httpStatusCode: 404, referenceId: 'nope' });
    expect(before - Number((await org.call('GET', '/limits')).body.DailyApiRequests.Remaining)).toBe(2);
  });

  test('all or none takes everything back and says so on the innocents', async () => {
    const { body } = await org.call('POST', '/composite', {
      allOrNone: true,
      compositeRequest: [
        { method: 'POST', url: `${base}/sobjects/Account`, referenceId: 'a', body: { Name: 'X1' } },
        { method: 'PATCH', url: `${base}/sobjects/Account/Client_Number__c/C-1001`, referenceId: 'b', body: { Phone: '1' } },
        { method: 'POST', url: `${base}/sobjects/Account`, referenceId: 'c', body: {} },
      ],
    });
    expect(body.compositeResponse.map((r: any) => [r.httpStatusCode, r.body[0].errorCode])).toEqual([[400, 'PROCESSING_HALTED'], [400, 'PROCESSING_HALTED'], [400, 'REQUIRED_FIELD_MISSING']]);
    expect(await accounts()).toBe(0);
    expect((await org.call('GET', '/sobjects/Account/Client_Number__c/C-1001')).body.Phone).toBeNull();
  });

  test('without all-or-none the good parts stay', async () => {
    await org.call('POST', '/composite', {
      compositeRequest: [
        { method: 'POST', url: `${base}/sobjects/Account`, referenceId: 'a', body: {} },
        { method: 'POST', url: `${base}/sobjects/Account`, referenceId: 'b', body: { Name: 'X1' } },
      ],
    });
    expect(await accounts()).toBe(1);
  });

  test('a graph is done wholly or not at all, and does not halt the one beside it', async () => {
    const node = (referenceId: string, body: object, url = `${base}/sobjects/Account`, method = 'POST') => ({ method, url, referenceId, body });
    const { status, body } = await org.call('POST', '/composite/graph', { graphs: [
      { graphId: 'good', compositeRequest: [node('a', { Name: 'X1' }), node('b', { AccountId: '@{a.id}' }, `${base}/sobjects/Contract`)] },
      { graphId: 'bad', compositeRequest: [node('a', { Name: 'X2' }), node('b', {}), node('c', { Name: 'X3' })] },
      { graphId: 'odd', compositeRequest: [node('a', { Name: 'X4' }), { method: 'GET', url: `${base}/limits`, referenceId: 'b' }] },
    ] });
    expect(status).toBe(200);
    expect(body.graphs.map((g: any) => [g.graphId, g.isSuccessful, g.graphResponse.compositeResponse.map((r: any) => r.body?.[0]?.errorCode ?? r.httpStatusCode)])).toEqual([
      ['good', true, [201, 201]], ['bad', false, ['PROCESSING_HALTED', 'REQUIRED_FIELD_MISSING', 'PROCESSING_HALTED']], ['odd', false, ['PROCESSING_HALTED', 'INVALID_INPUT']],
    ]);
    expect(await accounts()).toBe(1);
    const many = Array.from({ length: 501 }, (_, n) => node(`n${n}`, { Name: 'X' }));
    expect((await org.call('POST', '/composite/graph', { graphs: [{ graphId: 'g', compositeRequest: many }] })).status).toBe(400);
  });

  test('collections tell refusals with statusCode, not errorCode', async () => {
    const { status, body } = await org.call('POST', '/composite/sobjects', { records: [{ attributes: { type: 'Account' }, Name: 'X1' }, { attributes: { type: 'Account' } }] });
    expect(status).toBe(200);
    expect(body).toEqual([{ id: expect.any(String), success: true, errors: [] }, { success: false, errors: [{ statusCode: 'REQUIRED_FIELD_MISSING', message: 'Required fields are missing: [Name]', fields: ['Name'] }] }]);
    const none = await org.call('POST', '/composite/sobjects', { allOrNone: true, records: [{ attributes: { type: 'Account' }, Name: 'X2' }, { attributes: { type: 'Account' } }] });
    expect(none.body[0].errors[0].statusCode).toBe('ALL_OR_NONE_OPERATION_ROLLED_BACK');
    expect(await accounts()).toBe(1);
  });

  test('a collection upsert creates and changes by key; more than 200 records are refused', async () => {
    const records = ['k1', 'k2', 'k1'].map((Gateway_Key__c, i) => ({ attributes: { type: 'Invoice_Status__c' }, Gateway_Key__c, Invoice_Number__c: `INV-${i}` }));
    const { body } = await org.call('PATCH', '/composite/sobjects/Invoice_Status__c/Gateway_Key__c', { records });
    expect(body.map((r: any) => r.created)).toEqual([true, true, false]);
    const many = Array.from({ length: 201 }, () => ({ attributes: { type: 'Account' }, Name: 'X' }));
    expect((await org.call('POST', '/composite/sobjects', { records: many })).status).toBe(400);
  });

  test('batch halts with 412 when asked to', async () => {
    const { body } = await org.call('POST', '/composite/batch', {
      haltOnError: true,
      batchRequests: [{ method: 'GET', url: 'v66.0/limits' }, { method: 'GET', url: 'v66.0/sobjects/Account/0015g00000NobodyAA' }, { method: 'GET', url: 'v66.0/limits' }],
    });
    expect(body.hasErrors).toBe(true);
    expect(body.results.map((r: any) => r.statusCode)).toEqual([200, 404, 412]);
  });
});
