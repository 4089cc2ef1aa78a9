import { Org, seedFirm } from '../org.fixture.js';

describe('records', () => {
  let org: Org;
  beforeEach(async () => {
    org = await Org.start();
    await seedFirm(org);
  });
  afterEach(() => org.stop());

  const status = (key: string, body: object) => org.call('PATCH', `/sobjects/Invoice_Status__c/Gateway_Key__c/${key}`, body);

  test('create answers 201, change 204 with an empty body and no usage header, delete 204', async () => {
    const made = await org.call('POST', '/sobjects/Account', { Name: 'New', Client_Number__c: 'C-2' });
    expect(made).toMatchObject({ status: 201, body: { success: true, errors: [] } });
    expect(made.body.id).toMatch(/^001\w{15}$/);
    const changed = await org.call('PATCH', `/sobjects/Account/${made.body.id}`, { BillingCity: 'Oslo' });
    expect([changed.status, changed.body, changed.headers.get('sforce-limit-info')]).toEqual([204, undefined, null]);
    expect((await org.call('GET', `/sobjects/Account/${made.body.id.slice(0, 15)}?fields=BillingCity`)).body).toMatchObject({ BillingCity: 'Oslo' });
    expect((await org.call('DELETE', `/sobjects/Account/${made.body.id}`)).status).toBe(204);
    expect(await org.call('GET', `/sobjects/Account/${made.body.id}`)).toMatchObject({ status: 404, body: [{ errorCode: 'ENTITY_IS_DELETED' }] });
  });

  test('upsert on the external id: 201 created, then 200 on the same record', async () => {
    const first = await status('tl_a', { Invoice_Number__c: 'INV-1', Status__c: 'Posted', Total__c: 10.25, Opportunity__r: { Opportunity_Number__c: 'OPP-2041' } });
    expect(first).toMatchObject({ status: 201, body: { created: true, success: true } });
    const second = await status('tl_a', { Status__c: 'Paid' });
    expect(second).toMatchObject({ status: 200, body: { id: first.body.id, created: false } });
    expect((await org.control('GET', 'documents')).body).toEqual([{
      type: 'crm_invoice_status', id: first.body.id, effect_key: 'tl_a',
      digest: { opportunity_number: 'OPP-2041', contract_number: null, invoice_number: 'INV-1', status: 'Paid', invoice_date: null, total: 10.25, currency: 'USD' },
    }]);
  });

  test('an answer lost after commit is found again by the key: one record', async () => {
    await org.control('POST', 'faults', { kind: 'answer_lost', times: 1, match: { path: 'Invoice_Status__c' } });
    await expect(status('tl_b', { Status__c: 'Posted' })).rejects.toThrow();
    expect(await status('tl_b', { Status__c: 'Posted' })).toMatchObject({ status: 200, body: { created: false } });
    expect((await org.query('SELECT COUNT() FROM Invoice_Status__c')).body.totalSize).toBe(1);
  });

  test('several records under one key are 300 with their addresses, and nothing is written', async () => {
    await org.control('PUT', 'tables/Invoice_Status__c', ['1', '2'].map((n) => ({ id: `a035g00000InvcAAA${n}`, Gateway_Key__c: 'tl_c', Status__c: 'Posted' })));
    const answer = await status('tl_c', { Status__c: 'Paid' });
    expect(answer).toMatchObject({ status: 300, body: ['/services/data/v66.0/sobjects/Invoice_Status__c/a035g00000InvcAAA1', '/services/data/v66.0/sobjects/Invoice_Status__c/a035g00000InvcAAA2'] });
    expect((await org.query("SELECT Status__c FROM Invoice_Status__c WHERE Status__c = 'Paid'")).body.totalSize).toBe(0);
  });

  test('updateOnly forbids creation; a field that is no external id is 404; the key may not be repeated in the body', async () => {
    expect((await org.call('PATCH', '/sobjects/Invoice_Status__c/Gateway_Key__c/tl_d?updateOnly=true', { Status__c: 'x' })).status).toBe(404);
    expect(await org.call('PATCH', '/sobjects/Account/Phone/5', { Name: 'x' })).toMatchObject({ status: 404, body: [{ errorCode: 'NOT_FOUND', message: expect.stringContaining('Provided external ID field does not exist') }] });
    expect((await status('tl_e', { Gateway_Key__c: 'tl_e' })).status).toBe(400);
  });

  test.each<[string, object, string]>([
    ['Opportunity', { Name: 'x', StageName: 'Prospecting' }, 'REQUIRED_FIELD_MISSING'],
    ['Account', { Name: 'x', Nope__c: 1 }, 'INVALID_FIELD'],
    ['Account', { Name: 'x', Status__c: 'Gone' }, 'INVALID_OR_NULL_FOR_RESTRICTED_PICKLIST'],
    ['Account', { Name: 'x'.repeat(256) }, 'STRING_TOO_LONG'],
    ['Account', { Name: 'x', CreatedDate: '2026-01-01T00:00:00Z' }, 'INVALID_FIELD_FOR_INSERT_UPDATE'],
    ['Account', { Name: 'x', PO_Required__c: 'maybe' }, 'JSON_PARSER_ERROR'],
    ['Account', { Name: 'x', ParentId: '0015g00000NobodyAA' }, 'INVALID_CROSS_REFERENCE_KEY'],
    ['Account', { Name: 'x', ParentId: 'zz' }, 'MALFORMED_ID'],
    ['Account', { Name: 'x', Client_Number__c: 'C-1001' }, 'DUPLICATE_VALUE'],
    ['Opportunity', { Name: 'x', StageName: 'Prospecting', CloseDate: '2026-02-30' }, 'JSON_PARSER_ERROR'],
    ['Opportunity', { Name: 'x', StageName: 'Prospecting', CloseDate: '2026-02-03', Start_Date__c: '2026-03-01', End_Date__c: '2026-02-01' }, 'FIELD_CUSTOM_VALIDATION_EXCEPTION'],
    ['Invoice_Status__c', { Gateway_Key__c: 'k', Account: { Client_Number__c: 'C-1001' } }, 'INVALID_FIELD'],
    ['Opportunity', { Name: 'x', StageName: 'Prospecting', CloseDate: '2026-02-03', Account: { Client_Number__c: 'C-none' } }, 'INVALID_FIELD'],
  ])('%s %j is refused: %s', async (type, body, code) => {
    const answer = await org.call('POST', `/sobjects/${type}`, body);
    expect([answer.status, answer.body[0].errorCode]).toEqual([400, code]);
  });

  test('a record-triggered flow of the firm can refuse any save', async () => {
    await org.control('POST', 'switches/flow_rejects', { value: { Opportunity: 'Region is needed.' } });
    const answer = await org.call('PATCH', '/sobjects/Opportunity/0065g00000OpptAAA1', { Delivery_Status__c: 'Active' });
    expect(answer).toMatchObject({ status: 400, body: [{ errorCode: 'CANNOT_INSERT_UPDATE_ACTIVATE_ENTITY', message: expect.stringContaining('Region is needed.') }] });
  });

  test('deletions show in queryAll, in deleted, and take detail records along', async () => {
    await org.call('DELETE', '/sobjects/Opportunity/0065g00000OpptAAA1');
    expect((await org.query('SELECT Id FROM Opportunity_Role__c')).body.totalSize).toBe(0);
    const all = await org.call('GET', `/queryAll?q=${encodeURIComponent('SELECT Id, IsDeleted FROM Opportunity_Role__c WHERE IsDeleted = true')}`);
    expect(all.body.totalSize).toBe(2);
    const now = Date.now();
    const span = `start=${new Date(now - 3_600_000).toISOString()}&end=${new Date(now + 120_000).toISOString()}`;
    await org.control('POST', 'clock', { advance_ms: 61_000 });
    const gone = await org.call('GET', `/sobjects/Opportunity/deleted/?${span}`);
    expect(gone.body.deletedRecords).toEqual([{ id: '0065g00000OpptAAA1', deletedDate: expect.stringMatching(/\+0000$/) }]);
    expect((await org.call('GET', `/sobjects/Opportunity/updated/?${span}`)).body.ids).toEqual([]);
  });

  test('stage decides IsClosed, IsWon and probability; contracts get a number and an end date', async () => {
    await org.control('POST', 'actions/close_won', { opportunity: 'OPP-2041' });
    expect((await org.call('GET', '/sobjects/Opportunity/Opportunity_Number__c/OPP-2041')).body).toMatchObject({ IsClosed: true, IsWon: true, Probability: 100, Commercial_Approval__c: 'Approved' });
    const made = await org.call('POST', '/sobjects/Contract', { AccountId: '0015g00000AcmeAAA1', StartDate: '2026-03-01', ContractTerm: 6 });
    expect((await org.call('GET', `/sobjects/Contract/${made.body.id}`)).body).toMatchObject({ ContractNumber: 'CT-2026-001', EndDate: '2026-08-31', StatusCode: 'Draft' });
  });

  test('a touch moves SystemModstamp and leaves LastModifiedDate', async () => {
    const read = async () => (await org.call('GET', '/sobjects/Account/0015g00000AcmeAAA1?fields=SystemModstamp,LastModifiedDate')).body;
    await org.call('PATCH', '/sobjects/Account/0015g00000AcmeAAA1', { Phone: '1' });
    const before = await read();
    await org.control('POST', 'clock', { advance_ms: 5000 });
    await org.control('POST', 'actions/touch', { type: 'Account', record: 'C-1001' });
    const after = await read();
    expect(after.LastModifiedDate).toBe(before.LastModifiedDate);
    expect(after.SystemModstamp > before.SystemModstamp).toBe(true);
  });

  test('a record comes back from the recycle bin; an action that fails changes nothing', async () => {
    await org.call('DELETE', '/sobjects/Account/0015g00000AcmeAAA1');
    expect((await org.control('POST', 'actions/undelete_record', { type: 'Account', id: '0015g00000AcmeAAA1' })).status).toBe(200);
    expect((await org.call('GET', '/sobjects/Account/0015g00000AcmeAAA1')).status).toBe(200);
    expect((await org.control('POST', 'actions/undelete_record', { type: 'Account', id: '0015g00000AcmeAAA1' })).status).toBe(400);
    const half = await org.control('POST', 'actions/save', { items: [{ type: 'Account', fields: { Name: 'Good' } }, { type: 'Account', fields: {} }] });
    expect(half).toMatchObject({ status: 400, body: [{ errorCode: 'REQUIRED_FIELD_MISSING' }] });
    expect((await org.query("SELECT COUNT() FROM Account WHERE Name = 'Good'")).body.totalSize).toBe(0);
  });

  test('relationships are followed by path', async () => {
    expect((await org.call('GET', '/sobjects/Opportunity/0065g00000OpptAAA1/Account')).body.Name).toBe('Acme Corp');
    expect((await org.call('GET', '/sobjects/Opportunity/0065g00000OpptAAA1/Opportunity_Roles__r')).body.totalSize).toBe(2);
  });
});
