import { Org } from '../org.fixture.js';

describe('query pages', () => {
  let org: Org;
  beforeEach(async () => {
    org = await Org.start();
    await org.control('PUT', 'tables/Account', Array.from({ length: 4500 }, (_, i) => ({ id: `0015g0000000${String(i).padStart(6, '0')}`, Name: `A${i}`, Client_Number__c: `C-${i}` })));
  });
  afterEach(() => org.stop());

  test('2000 a page; following nextRecordsUrl verbatim gives every record once', async () => {
    let { body } = await org.query('SELECT Id, Name FROM Account ORDER BY Name');
    expect(body).toMatchObject({ totalSize: 4500, done: false });
    expect(body.nextRecordsUrl).toMatch(/^\/services\/data\/v66\.0\/query\/0r8xx\w+-2000$/);
    const seen = new Set<string>();
    for (;;) {
      for (const r of body.records) seen.add(r.Id);
      if (body.done) break;
      ({ body } = await org.call('GET', body.nextRecordsUrl));
    }
    expect(seen.size).toBe(4500);
  });

  test('the batch size hint is held between 200 and 2000', async () => {
    const sizes = await Promise.all(['50', '500', '9999'].map(async (n) => (await org.query('SELECT Id FROM Account', { 'sforce-query-options': `batchSize=${n}` })).body.records.length));
    expect(sizes).toEqual([200, 500, 2000]);
  });

  test('a record changed while a walk is open shows its new value; one deleted meanwhile is left out', async () => {
    const first = await org.query('SELECT Id, Name FROM Account');
    const id = `0015g0000000${String(3000).padStart(6, '0')}`;
    await org.call('PATCH', `/sobjects/Account/${id}`, { Name: 'Renamed' });
    await org.call('DELETE', `/sobjects/Account/0015g0000000${String(3001).padStart(6, '0')}`);
    const second = await org.call('GET', first.body.nextRecordsUrl);
    expect(second.body.records.find((r: any) => r.Id === id).Name).toBe('Renamed');
    expect(second.body.records).toHaveLength(1999);
    expect(second.body.totalSize).toBe(4500);
  });

  test('a locator that is unknown or two days old is INVALID_QUERY_LOCATOR', async () => {
    const { body } = await org.query('SELECT Id FROM Account');
    expect((await org.call('GET', '/query/0r8xxnothing-2000')).body[0].errorCode).toBe('INVALID_QUERY_LOCATOR');
    await org.control('POST', 'clock', { advance_ms: 2 * 86_400_000 + 1 });
    await org.login();
    expect((await org.call('GET', body.nextRecordsUrl)).body[0].errorCode).toBe('INVALID_QUERY_LOCATOR');
  });
});
