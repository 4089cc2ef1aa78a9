import { type Office, customerBody, invoiceBody, jobBody, openOffice } from '../../testing/office.js';

describe('SuiteQL', () => {
  let office: Office;
  beforeAll(async () => {
    office = await openOffice();
    const customer = await office.create('customer', customerBody());
    const job = await office.create('job', jobBody(customer));
    await office.control('POST', 'clock', { now: '2026-07-15T23:30:05Z', frozen: true });
    await office.create('customer', { companyName: "O'Hara_100%", entityId: 'C-1002', subsidiary: '2', isInactive: true });
    await office.create('invoice', invoiceBody(customer, [[2, 100], [3, 7]], { job: { id: job }, otherRefNum: 'PO-7' }));
    await office.create('invoice', invoiceBody(customer, [[1, 50]], { externalId: 'tl_i2', tranDate: '2026-08-01' }));
  });
  afterAll(() => office.stop());

  const q = (query: string, page?: string) => office.query(query, page);
  const one = async (expression: string) => (await q(`SELECT ${expression} AS x FROM subsidiary WHERE id = 1`))[0]!.x;
  const refusal = (query: string, headers: Record<string, string> = { prefer: 'transient' }, page = '') => office.call('POST', `/query/v1/suiteql${page}`, { q: query }, headers);

  it('answers text, T and F, lower-case names, dates in the account format, and leaves nulls out', async () => {
    expect(await q('SELECT c.ID, c.entityId, c.isInactive, c.lastModifiedDate, c.email, c.subsidiary FROM Customer c ORDER BY c.id')).toEqual([
      { id: '1', entityid: 'C-1001', isinactive: 'F', lastmodifieddate: '7/15/2026', subsidiary: '1' },
      { id: '3', entityid: 'C-1002', isinactive: 'T', lastmodifieddate: '7/15/2026', subsidiary: '2' },
    ]);
    expect(await q("SELECT trandate, foreigntotal, taxtotal, otherrefnum FROM transaction WHERE externalid = 'tl_i1'")).toEqual([{ trandate: '7/15/2026', foreigntotal: '239.23', taxtotal: '18.23', otherrefnum: 'PO-7' }]);
  });

  it('joins inner and left, and keeps the rows a left join finds nothing for', async () => {
    const rows = await q(`SELECT c.entityid AS client, j.entityid AS project FROM customer c LEFT JOIN job j ON j.parent = c.id AND j.isinactive = 'F' ORDER BY c.entityid`);
    expect(rows).toEqual([{ client: 'C-1001', project: 'US01-OPP-1' }, { client: 'C-1002' }]);
    expect(await q('SELECT c.entityid FROM customer c LEFT JOIN job j ON j.parent = c.id WHERE j.id IS NULL')).toEqual([{ entityid: 'C-1002' }]);
    const lines = await q(`SELECT t.tranid, tl.id AS line, BUILTIN.DF(tl.item) AS item, tl.quantity, tl.rate, tl.foreignamount, s.externalid AS entity
      FROM transactionline tl INNER JOIN transaction t ON t.id = tl.transaction JOIN subsidiary s ON s.id = tl.subsidiary
      WHERE t.externalid = 'tl_i1' AND tl.mainline = 'F' AND tl.taxline = 'F' ORDER BY tl.id DESC`);
    expect(lines).toEqual([
      { tranid: 'INV-US01-000001', line: '2', item: 'SVC-TIME', quantity: '-3', rate: '7', foreignamount: '-21', entity: 'US01' },
      { tranid: 'INV-US01-000001', line: '1', item: 'SVC-TIME', quantity: '-2', rate: '100', foreignamount: '-200', entity: 'US01' },
    ]);
  });

  it('counts, sums and groups', async () => {
    expect(await q("SELECT COUNT(*) AS n, SUM(foreigntotal) total, MIN(trandate) AS first, AVG(taxtotal) FROM transaction WHERE type = 'CustInvc'")).toEqual([{ n: '2', total: '293.36', first: '7/15/2026', expr1: '11.18' }]);
    expect(await q("SELECT BUILTIN.DF(postingperiod) AS period, COUNT(DISTINCT currency) AS n FROM transaction GROUP BY postingperiod, BUILTIN.DF(postingperiod) HAVING SUM(foreigntotal) > 60 ORDER BY 2 DESC")).toEqual([{ period: 'Jul 2026', n: '1' }]);
    expect(await q("SELECT COUNT(*) AS n, SUM(foreigntotal) AS total FROM transaction WHERE type = 'Nothing'")).toEqual([{ n: '0' }]);
    expect(await q('SELECT DISTINCT type FROM transaction')).toEqual([{ type: 'CustInvc' }]);
    expect((await refusal('SELECT entityid, COUNT(*) FROM customer')).detail).toContain('GROUP BY');
  });

  it.each([
    ["entityid IN ('C-1001','C-9') AND NOT isinactive = 'T'", 1], ['id = 1 OR (subsidiary = 2 AND id > 2)', 2], ["entityid LIKE 'C-10__'", 2], ["companyname LIKE '%!_100!%' ESCAPE '!'", 1],
    ["companyname = 'O''Hara_100%'", 1], ['email IS NULL', 2], ['email IS NOT NULL', 0], ["email = '' OR email <> 'x'", 0], ['id BETWEEN 2 AND 3', 1], ['id NOT BETWEEN 2 AND 3', 1],
    ["id NOT IN ('1')", 1], ['id IN (SELECT parent FROM job)', 1], ["UPPER(entityid) != 'C-1001'", 1], ['(id) = 1', 1], ["NVL(email, 'none') = 'none'", 2],
    ["(subsidiary + 1) * 2 = 4", 1], ["CASE WHEN isinactive = 'T' THEN 'gone' ELSE 'here' END = 'gone'", 1],
  ])('WHERE %s', async (where, count) => expect(await q(`SELECT id FROM customer WHERE ${where}`)).toHaveLength(count));

  it('reads and writes dates by format models', async () => {
    expect(await one("TO_CHAR(TO_DATE('2026-02-03 04:05:06', 'YYYY-MM-DD HH24:MI:SS'), 'DD-MON-YY HH12:MI:SS AM')")).toBe('03-FEB-26 04:05:06 AM');
    expect(await one("TO_CHAR(TO_DATE('2026-07-15T13:00:00', 'YYYY-MM-DD\"T\"HH24:MI:SS') + 1.5, 'YYYY-MM-DD HH24:MI')")).toBe('2026-07-17 01:00');
    expect(await one("TO_DATE('12/31/2026', 'MM/DD/YYYY')")).toBe('12/31/2026');
    expect(await one("ADD_MONTHS(TO_DATE('2026-01-31','YYYY-MM-DD'), 1)")).toBe('2/28/2026');
    expect(await q("SELECT externalid FROM transaction WHERE trandate >= '8/1/2026'")).toEqual([{ externalid: 'tl_i2' }]);
    expect((await refusal("SELECT id FROM transaction WHERE trandate >= '2026-08-01'")).detail).toContain('Use TO_DATE');
    expect((await refusal("SELECT id FROM transaction WHERE trandate = TO_DATE('2026-02-30','YYYY-MM-DD')")).code).toBe('INVALID_PARAMETER');
  });

  it('keeps timestamps on the wall clock of the account: a delta in UTC misses rows', async () => {
    const since = "SELECT entityid FROM customer WHERE lastmodifieddate >= TO_DATE('2026-07-15 23:00:00','YYYY-MM-DD HH24:MI:SS')";
    expect(await q(since)).toEqual([{ entityid: 'C-1002' }]);
    await office.control('POST', 'switches/account_time_zone', { value: 'America/Los_Angeles' });
    expect(await q(since)).toEqual([]);
    expect(await q("SELECT TO_CHAR(lastmodifieddate, 'YYYY-MM-DD HH24:MI:SS') AS at FROM customer WHERE entityid = 'C-1002'")).toEqual([{ at: '2026-07-15 16:30:05' }]);
    await office.control('POST', 'switches/account_time_zone', { value: 'UTC' });
  });

  it('demands Prefer: transient and a page whose offset is a multiple of its limit', async () => {
    expect((await refusal('SELECT id FROM customer', {})).code).toBe('INVALID_HEADER');
    expect((await refusal('SELECT id FROM customer', undefined, '?limit=1001')).code).toBe('INVALID_PARAMETER');
    expect((await refusal('SELECT id FROM customer', undefined, '?limit=2&offset=3')).code).toBe('INVALID_PARAMETER');
    const page = (await office.call('POST', '/query/v1/suiteql?limit=4&offset=4', { q: 'SELECT acctnumber FROM account ORDER BY acctnumber' }, { prefer: 'transient' })).json;
    expect(page).toMatchObject({ count: 4, offset: 4, hasMore: true, totalResults: 17, items: [{ links: [], acctnumber: '1300' }, {}, {}, { acctnumber: '2200' }] });
    expect(page.links.find((link: any) => link.rel === 'next').href).toMatch(/limit=4&offset=8$/);
  });

  it('leaves the order open between pages when the query does', async () => {
    const walks = await Promise.all([1, 2, 3, 4].map(async () => (await Promise.all([0, 2, 4, 6, 8].map((offset) => q('SELECT acctnumber FROM account', `?limit=2&offset=${offset}`)))).flat().map((row) => row.acctnumber)));
    expect(walks.some((walk) => new Set(walk).size < 10)).toBe(true);
    const ordered = (await Promise.all([0, 2, 4, 6, 8].map((offset) => q('SELECT acctnumber FROM account ORDER BY id', `?limit=2&offset=${offset}`)))).flat();
    expect(new Set(ordered.map((row) => row.acctnumber)).size).toBe(10);
  });

  it.each(['SELECT', 'SELECT id customer', 'SELECT nope FROM customer', 'SELECT id FROM nowhere', 'SELECT id FROM customer WHERE', 'SELECT id FROM customer c, job j', 'SELECT x.id FROM customer c',
    'SELECT FROB(id) FROM customer', 'DELETE FROM customer', 'SELECT id FROM customer; SELECT 1', 'SELECT SUM(entityid) FROM customer', 'SELECT id FROM customer WHERE COUNT(*) > 1'])(
    '%s is refused as an invalid search', async (query) => {
      const answer = await refusal(query);
      expect([answer.status, answer.code]).toEqual([400, 'INVALID_PARAMETER']);
      expect(answer.detail).toMatch(/^Invalid search query/);
    });

  it('reads every table of the agreement', async () => {
    const tables = 'subsidiary currency accountingperiod currencyrate salestaxitem account department classification item customer job transaction transactionline transactionaccountingline deletedrecord employee vendor';
    for (const table of tables.split(' ')) expect((await refusal(`SELECT * FROM ${table}`)).status).toBe(200);
    expect(await q("SELECT periodname, closed, isquarter FROM accountingperiod WHERE isquarter = 'F' AND startdate <= TO_DATE('2026-08-15','YYYY-MM-DD') AND enddate >= TO_DATE('2026-08-15','YYYY-MM-DD')")).toEqual([{ periodname: 'Aug 2026', closed: 'F', isquarter: 'F' }]);
    expect(await q('SELECT custrecord_reason FROM salestaxitem WHERE custrecord_reason IS NOT NULL')).toEqual([{ custrecord_reason: 'reverse charge' }]);
  });
});
