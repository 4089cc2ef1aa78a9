import { Org, seedFirm } from '../org.fixture.js';

describe('SOQL', () => {
  let org: Org;
  beforeAll(async () => {
    org = await Org.start();
    await seedFirm(org);
  });
  afterAll(() => org.stop());

  const names = async (where: string) => {
    const answer = await org.query(`SELECT Name FROM Opportunity_Role__c ${where}`);
    return answer.status === 200 ? answer.body.records.map((r: any) => r.Name) : answer.body[0].errorCode;
  };

  test('parents nest with their own attributes, datetimes end in +0000, nulls are present', async () => {
    const { body } = await org.query("SELECT Id, Amount, SystemModstamp, Loss_Reason__c, Account.Name, Contract.Account.Client_Number__c, IsClosed, IsWon, Probability FROM Opportunity WHERE Opportunity_Number__c = 'OPP-2041'");
    expect(body).toEqual({
      totalSize: 1, done: true,
      records: [{
        attributes: { type: 'Opportunity', url: '/services/data/v66.0/sobjects/Opportunity/0065g00000OpptAAA1' },
        Id: '0065g00000OpptAAA1', Amount: 250000.5, SystemModstamp: '2026-05-01T07:25:37.000+0000', Loss_Reason__c: null,
        IsClosed: false, IsWon: false, Probability: 90,
        Account: { attributes: { type: 'Account', url: '/services/data/v66.0/sobjects/Account/0015g00000AcmeAAA1' }, Name: 'Acme Corp' },
        Contract: { attributes: expect.objectContaining({ type: 'Contract' }), Account: { attributes: expect.objectContaining({ type: 'Account' }), Client_Number__c: 'C-1001' } },
      }],
    });
  });

  test('children come as a nested answer, null when there are none', async () => {
    const { body } = await org.query('SELECT Name, (SELECT Name, Hours__c FROM Opportunity_Roles__r WHERE Hours__c > 50 ORDER BY Hours__c DESC), (SELECT Id FROM Invoice_Statuses__r) FROM Opportunity');
    expect(body.records[0].Opportunity_Roles__r).toMatchObject({ totalSize: 2, done: true });
    expect(body.records[0].Opportunity_Roles__r.records.map((r: any) => r.Name)).toEqual(['Analyst', 'Senior Consultant']);
    expect(body.records[0].Invoice_Statuses__r).toBeNull();
  });

  test.each([
    ["WHERE Name = 'senior consultant'", ['Senior Consultant']],
    ["WHERE Name LIKE 'Sen%'", ['Senior Consultant']],
    ["WHERE NOT Name LIKE '%sultant'", ['Analyst']],
    ["WHERE Hours__c >= 100 AND (Hours__c <= 100 OR Name = 'Analyst')", ['Senior Consultant', 'Analyst']],
    ['WHERE Hours__c IN (200, 300)', ['Analyst']],
    ['WHERE Hours__c NOT IN (200, 300)', ['Senior Consultant']],
    ["WHERE Opportunity__c IN (SELECT Id FROM Opportunity WHERE StageName = 'Negotiation/Review') AND Billable__c = false", ['Senior Consultant', 'Analyst']],
    ["WHERE Opportunity__r.Account.Client_Number__c = 'C-1001'", ['Senior Consultant', 'Analyst']],
    ['WHERE SystemModstamp >= 2026-05-01T09:25:37+02:00', ['Senior Consultant', 'Analyst']],
    ['WHERE SystemModstamp > 2026-05-01T07:25:37Z', []],
    ['WHERE Region__c = null', ['Senior Consultant', 'Analyst']],
    ["WHERE Region__c != 'EMEA'", ['Senior Consultant', 'Analyst']],
    ['ORDER BY Hours__c DESC LIMIT 1', ['Analyst']],
    ['ORDER BY Name LIMIT 1 OFFSET 1', ['Senior Consultant']],
  ])('%s', async (where, expected) => {
    expect(await names(where)).toEqual(expected);
  });

  test.each([
    ["WHERE Hours__c > 1 AND Hours__c < 5 OR Name = 'x'", 'MALFORMED_QUERY'],
    ['WHERE', 'MALFORMED_QUERY'],
    ["WHERE Name = 'open", 'MALFORMED_QUERY'],
    ["WHERE Start_Date__c = '2026-01-01'", 'INVALID_FIELD'],
    ['WHERE Start_Date__c = 2026-01-01T00:00:00Z', 'INVALID_FIELD'],
    ['WHERE SystemModstamp > 2026-05-01', 'INVALID_FIELD'],
    ["WHERE Hours__c = '5'", 'INVALID_FIELD'],
    ["WHERE Nonsense__c = 'x'", 'INVALID_FIELD'],
    ['OFFSET 2001', 'NUMBER_OUTSIDE_VALID_RANGE'],
    ['WHERE Name = :bound', 'MALFORMED_QUERY'],
    ['ORDER BY Nonsense__c', 'INVALID_FIELD'],
  ])('%s is refused', async (where, code) => {
    expect(await names(where)).toBe(code);
  });

  test('an unknown object is INVALID_TYPE and the refusal points at the place', async () => {
    const { status, body } = await org.query('SELECT Id FROM Opportunities');
    expect(status).toBe(400);
    expect(body[0].errorCode).toBe('INVALID_TYPE');
    expect(body[0].message).toContain('ERROR at Row:1:Column:16');
  });

  test('a plus sign left unencoded in the URL breaks the datetime', async () => {
    const answer = await org.call('GET', '/query?q=SELECT+Id+FROM+Account+WHERE+SystemModstamp+>+2026-05-01T00:00:00+00:00');
    expect(answer).toMatchObject({ status: 400, body: [{ errorCode: 'MALFORMED_QUERY' }] });
  });

  test('counting and grouping', async () => {
    expect((await org.query('SELECT COUNT() FROM Opportunity_Role__c')).body).toEqual({ totalSize: 2, done: true, records: [] });
    const grouped = await org.query('SELECT Opportunity__c, COUNT(Id), SUM(Hours__c) total FROM Opportunity_Role__c GROUP BY Opportunity__c');
    expect(grouped.body.records).toEqual([{ attributes: { type: 'AggregateResult' }, Opportunity__c: '0065g00000OpptAAA1', expr0: 2, total: 300 }]);
  });

  test('field-level security makes a field unknown', async () => {
    await org.control('POST', 'switches/hidden_fields', { value: { Opportunity: ['Amount'] } });
    expect((await org.query('SELECT Amount FROM Opportunity')).body[0].errorCode).toBe('INVALID_FIELD');
    const described = await org.call('GET', '/sobjects/Opportunity/describe');
    expect(described.body.fields.map((f: any) => f.name)).not.toContain('Amount');
    await org.control('POST', 'switches/hidden_fields', { value: {} });
  });
});
