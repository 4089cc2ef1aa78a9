import { type Office, customerBody, invoiceBody, jobBody, openOffice } from '../../testing/office.js';

describe('record service', () => {
  let office: Office;
  beforeAll(async () => void (office = await openOffice()));
  beforeEach(() => office.seed());
  afterAll(() => office.stop());

  it('creates with 204, the address in Location and no body', async () => {
    const answer = await office.call('POST', '/record/v1/customer', customerBody());
    expect([answer.status, answer.text]).toEqual([204, '']);
    expect(answer.headers.get('location')).toMatch(/\/services\/rest\/record\/v1\/customer\/\d+$/);
    expect(answer.headers.get('x-netsuite-operation-id')).toBeTruthy();
    const read = await office.read('customer', 'eid:tl_c1');
    expect(read).toMatchObject({ companyName: 'Initech', entityId: 'C-1001', isInactive: false, subsidiary: { id: '1', refName: 'Acme US' }, lastModifiedDate: '2026-07-15T09:00:00Z' });
    expect(read).not.toHaveProperty('email');
  });

  it('PUT on an external id creates, then updates: never twice', async () => {
    const put = (body: object) => office.call('PUT', '/record/v1/customer/eid:tl_c9', body);
    const first = await put(customerBody({ externalId: undefined, entityId: 'C-9' }));
    const second = await put({ email: 'ap@initech.test' });
    expect([first.status, second.status]).toEqual([204, 204]);
    expect(second.headers.get('location')).toBe(first.headers.get('location'));
    expect(await office.query('SELECT externalid, email, companyname FROM customer')).toEqual([{ externalid: 'tl_c9', email: 'ap@initech.test', companyname: 'Initech' }]);
    expect((await office.call('PUT', '/record/v1/customer/7', {})).status).toBe(400);
  });

  it('POST with a taken external id or entity id is refused as existing', async () => {
    await office.create('customer', customerBody());
    for (const over of [{ entityId: 'C-2' }, { externalId: 'tl_c2' }]) {
      const again = await office.call('POST', '/record/v1/customer', customerBody(over));
      expect([again.status, again.code, again.detail]).toEqual([400, 'USER_ERROR', 'Error while accessing a resource. This entity already exists.']);
    }
    const customer = (await office.read('customer', 'eid:tl_c1')).id;
    await office.create('invoice', invoiceBody(customer, [[1, 10]]));
    expect((await office.call('POST', '/record/v1/invoice', invoiceBody(customer, [[1, 10]]))).detail).toContain('This record already exists.');
    await office.create('creditMemo', invoiceBody(customer, [[1, 10]]));
  });

  it('sending lines again adds to those there are, unless the sublist is replaced', async () => {
    const customer = await office.create('customer', customerBody());
    const put = (query: string) => office.call('PUT', `/record/v1/invoice/eid:tl_i1${query}`, invoiceBody(customer, [[2, 100]]));
    await put('');
    await put('');
    expect((await office.read('invoice', 'eid:tl_i1')).subtotal).toBe(400);
    await put('?replace=item');
    const read = await office.read('invoice', 'eid:tl_i1');
    expect([read.subtotal, read.item.totalResults]).toEqual([200, 1]);
  });

  it('a keyed line is changed in place and priced anew', async () => {
    const customer = await office.create('customer', customerBody());
    const id = await office.create('invoice', invoiceBody(customer, [[2, 100], [1, 50]]));
    await office.call('PATCH', `/record/v1/invoice/${id}`, { item: { items: [{ line: 2, quantity: 3 }] } });
    expect((await office.read('invoice', id)).item.items.map((line: any) => [line.line, line.quantity, line.amount])).toEqual([[1, 2, 200], [2, 3, 150]]);
  });

  it('answers references by id, external id, name or bare id alike and refuses the unknown', async () => {
    for (const [at, subsidiary] of [{ id: '1' }, { externalId: 'US01' }, { refName: 'Acme US' }, '1'].entries()) {
      await office.create('customer', { companyName: `Client ${at}`, subsidiary });
    }
    expect(await office.query('SELECT COUNT(*) AS n FROM customer WHERE subsidiary = 1')).toEqual([{ n: '4' }]);
    const unknown = await office.call('POST', '/record/v1/customer', { companyName: 'X', subsidiary: { id: '99' } });
    expect(unknown.detail).toBe('Error while accessing a resource. You have entered an Invalid Field Value 99 for the following field: subsidiary');
  });

  it('takes unknown property names as strictly as the header says', async () => {
    const post = (level: string, n: number) => office.call('POST', '/record/v1/customer', { companyName: `N${n}`, subsidiary: '1', colour: 'red' }, { 'x-netsuite-propertynamevalidation': level });
    expect([(await post('Error', 1)).status, (await post('Ignore', 2)).status]).toEqual([400, 204]);
    expect((await post('Warning', 3)).headers.get('warning')).toContain('colour');
  });

  it('names what is missing', async () => {
    expect((await office.call('POST', '/record/v1/customer', { subsidiary: '1' })).detail).toBe('Error while accessing a resource. You must enter a value for Company Name.');
    expect((await office.call('GET', '/record/v1/customer/4711')).code).toBe('NONEXISTENT_ID');
    expect((await office.call('POST', '/record/v1/customer', '{')).code).toBe('INVALID_CONTENT');
    expect((await office.call('GET', '/record/v1/starship')).status).toBe(404);
    expect((await office.call('POST', '/record/v1/subsidiary', { name: 'X' })).status).toBe(403);
  });

  it('lists ids only, filtered by q and paged by multiples of the limit', async () => {
    for (let n = 1; n <= 5; n++) await office.create('customer', { companyName: `Client ${n}`, entityId: `C-${n}`, subsidiary: '1' });
    const list = await office.call('GET', '/record/v1/customer?limit=2&offset=2');
    expect(list.json).toMatchObject({ count: 2, offset: 2, hasMore: true, totalResults: 5, items: [{ id: '3' }, { id: '4' }] });
    expect(Object.keys(list.json.items[0])).toEqual(['links', 'id']);
    expect(list.json.links.map((link: any) => link.rel)).toEqual(['previous', 'first', 'next', 'last', 'self']);
    const ids = async (q: string) => (await office.call('GET', `/record/v1/customer?q=${encodeURIComponent(q)}`)).json.items.map((item: any) => item.id);
    expect(await ids('entityId IS "C-2" OR companyName END_WITH "5"')).toEqual(['2', '5']);
    expect(await ids('lastModifiedDate ON_OR_AFTER "07/15/2026" AND companyName CONTAIN_NOT "1"')).toHaveLength(4);
    expect(await ids('lastModifiedDate BEFORE "07/15/2026"')).toEqual([]);
    expect((await office.call('GET', '/record/v1/customer?limit=2&offset=3')).code).toBe('INVALID_PARAMETER');
    expect((await office.call('GET', '/record/v1/customer?q=nonsense')).code).toBe('INVALID_PARAMETER');
  });

  it('remembers what was deleted and refuses to delete what is in use', async () => {
    const customer = await office.create('customer', customerBody());
    const job = await office.create('job', jobBody(customer));
    expect((await office.call('DELETE', `/record/v1/customer/${customer}`)).status).toBe(400);
    expect((await office.call('DELETE', `/record/v1/job/${job}`)).status).toBe(204);
    expect(await office.query('SELECT recordid, type, TO_CHAR(deleteddate, \'YYYY-MM-DD\') AS day FROM deletedrecord')).toEqual([{ recordid: job, type: 'Project', day: '2026-07-15' }]);
  });

  it('never lets two entities share an internal id', async () => {
    const customer = await office.create('customer', customerBody());
    expect(await office.create('job', jobBody(customer))).not.toBe(customer);
  });

  it('a record held open by somebody else is refused as changed, once', async () => {
    const id = await office.create('customer', customerBody());
    await office.act('hold_record', { type: 'customer', id });
    const patch = () => office.call('PATCH', `/record/v1/customer/${id}`, { email: 'a@b.test' });
    expect((await patch()).code).toBe('RCRD_HAS_BEEN_CHANGED');
    expect((await patch()).status).toBe(204);
  });

  it('describes every type in the metadata catalog', async () => {
    const names = (await office.call('GET', '/record/v1/metadata-catalog')).json.items.map((item: any) => item.name);
    expect(names).toEqual(expect.arrayContaining(['customer', 'job', 'journalEntry', 'invoice', 'creditMemo', 'accountingPeriod']));
    const schema = (await office.call('GET', '/record/v1/metadata-catalog/INVOICE')).json;
    expect(schema.properties).toMatchObject({ tranDate: { format: 'date' }, tranId: { readOnly: true }, item: { properties: { items: { type: 'array' } } } });
  });
});
