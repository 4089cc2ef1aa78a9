import 'reflect-metadata';
import { NetsuiteAccount } from './netsuite-account.js';
import { customerBody, invoiceBody, journalBody, lineBody, projectBody } from './netsuite-bodies.js';

const account = new NetsuiteAccount();
type Replica = ReturnType<NetsuiteAccount['replica']>;
const replicas: Replica[] = [];
const replica = (...of: Parameters<NetsuiteAccount['replica']>): Replica => {
  const r = account.replica(...of);
  replicas.push(r);
  return r;
};

beforeAll(() => account.open(), 60_000);
afterAll(async () => {
  replicas.forEach((r) => r.runtime.close());
  await account.close();
}, 30_000);
beforeEach(() => account.fresh());

const control = (...of: Parameters<NetsuiteAccount['desk']['control']>) => account.desk.control(...of);
const gb = { legal_entity_code: 'GB01', tax_profile: 'GB-STD' };

describe('a client billed from two legal entities', () => {
  it('is one NetSuite customer with a relationship, and can be billed from both', async () => {
    const r = replica();
    const us = await account.perform(r, 'create_customer', customerBody());
    const second = await account.perform(r, 'create_customer', customerBody(gb));
    expect(second.row).toMatchObject({ state: 'confirmed', receipt: { source_id: us.row.receipt!.source_id, number: 'C-1001' } });
    expect(await account.documents('customer')).toHaveLength(1);
    const invoice = invoiceBody(second.row.receipt!.source_id, { legal_entity_code: 'GB01', lines: [lineBody({ tax_code: 'GB-STD' })], tax_total: '361.00', total: '2166.00' });
    expect((await account.perform(r, 'create_invoice', invoice)).row).toMatchObject({ state: 'confirmed', receipt: { number: 'INV-GB01-000001' } });
    const { records } = await account.walk(r, 'erp_customer');
    expect(records.map((c) => [c.source_id, c.natural_key, c.refs.legal_entity_id])).toEqual([
      [us.row.receipt!.source_id, 'C-1001', { entity: 'legal_entity', natural_key: 'US01' }], [us.row.receipt!.source_id, 'C-1001', { entity: 'legal_entity', natural_key: 'GB01' }],
    ]);
  });

  it('the answer to the relationship is lost: found, made once', async () => {
    const r = replica();
    await account.perform(r, 'create_customer', customerBody());
    await account.desk.fault({ kind: 'answer_lost', match: { method: 'POST', path: 'customerSubsidiaryRelationship' }, times: 1 });
    const { key } = await account.perform(r, 'create_customer', customerBody(gb));
    expect(await account.until(r, key, 'confirmed')).toMatchObject({ attempts: 1 });
    expect(await account.rows('customersubsidiaryrelationship')).toHaveLength(1);
  });

  it('both asked at once: one creates, the other waits its turn and joins', async () => {
    const r = replica();
    await account.desk.fault({ kind: 'latency', match: { method: 'PUT', path: '/customer/eid' }, ms: 200 });
    const asked = [account.key('customer'), account.key('customer')];
    const bodies = [customerBody(), customerBody(gb)];
    const first = await Promise.all(bodies.map((body, n) => account.perform(r, 'create_customer', body, asked[n])));
    expect(first.map((o) => o.row.state).sort()).toEqual(['confirmed', 'planned']);
    expect(first.find((o) => o.row.state === 'planned')!.row.problem).toMatchObject({ class: 'locked' });
    for (const [n, body] of bodies.entries()) await account.perform(r, 'create_customer', body, asked[n]);
    expect([await r.ledger.get(asked[0]!), await r.ledger.get(asked[1]!)].map((row) => row!.state)).toEqual(['confirmed', 'confirmed']);
    expect(await account.documents('customer')).toHaveLength(1);
    expect(await account.rows('customersubsidiaryrelationship')).toHaveLength(1);
  });
});

describe('records that people made before', () => {
  it('a customer with the client number is used and marked, what people keep on it stays', async () => {
    await control('PUT', 'tables/customer', [{ id: '700', entityid: 'C-1001', companyname: 'Initech Incorporated', externalid: 'crm-77', subsidiary: '1', currency: '1', isinactive: 'F' }]);
    const { row } = await account.perform(replica(), 'create_customer', customerBody());
    expect(row).toMatchObject({ state: 'confirmed', receipt: { source_id: '700', number: 'C-1001', status: 'active' } });
    expect(await account.rows('customer')).toEqual([expect.objectContaining({ companyname: 'Initech Incorporated', externalid: 'crm-77', custentity_tl_key: row.vendor_key })]);
  });

  it('a customer out of use, or in another currency, is for a person', async () => {
    await control('PUT', 'tables/customer', [{ id: '700', entityid: 'C-1001', companyname: 'A', subsidiary: '1', currency: '1', isinactive: 'T' }, { id: '701', entityid: 'C-1002', companyname: 'B', subsidiary: '1', currency: '2', isinactive: 'F' }]);
    const r = replica();
    expect((await account.perform(r, 'create_customer', customerBody())).row).toMatchObject({ state: 'rejected', attempts: 0, problem: { code: 'MISSING_ACCOUNT_DATA' } });
    expect((await account.perform(r, 'create_customer', customerBody({ client_number: 'C-1002' }))).row).toMatchObject({ state: 'exception', problem: { code: 'ECHO_MISMATCH', detail: 'currency: asked USD, stored GBP' } });
  });

  it('a project of the same customer is taken over; one of another customer or integration is refused', async () => {
    const r = replica();
    const { row } = await account.perform(r, 'create_customer', customerBody());
    const mine = row.receipt!.source_id;
    const job = { companyname: 'Platform', subsidiary: '1', currency: '1', isinactive: 'F' };
    await control('PUT', 'tables/job', [
      { ...job, id: '800', entityid: 'US01-OPP-1', parent: mine }, { ...job, id: '801', entityid: 'US01-OPP-2', parent: '999' }, { ...job, id: '802', entityid: 'US01-OPP-3', parent: mine, externalid: 'other-1' },
    ]);
    expect((await account.perform(r, 'create_project', projectBody(mine))).row).toMatchObject({ state: 'confirmed', receipt: { source_id: '800' } });
    for (const project_code of ['US01-OPP-2', 'US01-OPP-3']) {
      expect((await account.perform(r, 'create_project', projectBody(mine, { project_code }))).row).toMatchObject({ state: 'rejected', attempts: 0, problem: { class: 'conflict', code: 'DUPLICATE' } });
    }
    expect(await account.rows('job')).toHaveLength(3);
  });
});

describe('taking out of use and back', () => {
  it.each([['set_customer_activity', 'customer'], ['set_project_activity', 'job']])('%s switches once and can be asked again', async (verb, table) => {
    const r = replica();
    const buyer = (await account.perform(r, 'create_customer', customerBody())).row.receipt!.source_id;
    const id = table === 'customer' ? buyer : (await account.perform(r, 'create_project', projectBody(buyer))).row.receipt!.source_id;
    const state = async () => (await account.rows(table)).map((row) => row.isinactive);
    await account.desk.fault({ kind: 'answer_lost', match: { method: 'PATCH' }, times: 1 });
    const off = await account.perform(r, verb, { source_id: id, active: false, reason: 'Set-up did not complete' });
    expect(await account.until(r, off.key, 'confirmed')).toMatchObject({ attempts: 1, receipt: { source_id: id, status: 'inactive' } });
    expect(await state()).toEqual(['T']);
    expect((await account.perform(r, verb, { source_id: id, active: true, reason: 'Set-up is tried again' })).row).toMatchObject({ state: 'confirmed', receipt: { status: 'active' } });
    expect(await state()).toEqual(['F']);
  });

  it('what does not exist is refused', async () => {
    const r = replica();
    expect((await account.perform(r, 'set_project_activity', { source_id: '4711', active: false, reason: 'x' })).row).toMatchObject({ state: 'rejected', problem: { class: 'not_found', vendor_code: 'NONEXISTENT_ID' } });
    expect((await account.perform(r, 'set_project_activity', { source_id: 'x/../y', active: false, reason: 'x' })).row).toMatchObject({ state: 'rejected', attempts: 0 });
  });
});

describe('a vendor that is busy, or that has forgotten us', () => {
  it('a record somebody else is saving: not applied, and taken the next time', async () => {
    const r = replica();
    const id = (await account.perform(r, 'create_customer', customerBody())).row.receipt!.source_id;
    await control('POST', 'actions/hold_record', { type: 'customer', id });
    const body = { source_id: id, active: false, reason: 'x' };
    const held = await account.perform(r, 'set_customer_activity', body);
    expect(held.row).toMatchObject({ state: 'planned', problem: { class: 'locked', vendor_code: 'RCRD_HAS_BEEN_CHANGED' } });
    expect((await account.perform(r, 'set_customer_activity', body, held.key)).row.state).toBe('confirmed');
  });

  it('429 means not applied: asked again later it is made once', async () => {
    const r = replica();
    await account.desk.fault({ kind: 'rate_limit', match: { method: 'PUT' }, times: 1, retry_after: 1 });
    const first = await account.perform(r, 'post_journal', journalBody());
    expect(first).toMatchObject({ row: { state: 'planned' }, failure: { class: 'rate_limited', applied: 'no', retry_after_s: 1 } });
    expect((await account.perform(r, 'post_journal', journalBody(), first.key)).row.state).toBe('confirmed');
    expect(await account.documents('journalEntry')).toHaveLength(1);
  });

  it('an error body under a success status is not a success', async () => {
    const r = replica();
    await account.desk.fault({ kind: 'ok_with_error', match: { method: 'PUT' }, times: 1 });
    const { key, row } = await account.perform(r, 'post_journal', journalBody());
    expect(row.state).toBe('uncertain');
    expect(await account.until(r, key, 'confirmed')).toMatchObject({ attempts: 2 });
    expect(await account.documents('journalEntry')).toHaveLength(1);
  });

  it('a token that was revoked is replaced once, for reads and in the middle of a write', async () => {
    const r = replica();
    await account.walk(r, 'legal_entity');
    await control('POST', 'switches/revoke_tokens', { value: true });
    expect((await account.walk(r, 'legal_entity')).records).toHaveLength(4);
    await control('POST', 'switches/revoke_tokens', { value: true });
    expect((await account.perform(r, 'post_journal', journalBody())).row).toMatchObject({ state: 'confirmed', attempts: 1 });
    expect(await account.documents('journalEntry')).toHaveLength(1);
  });

  it('tokens that live two seconds are renewed before they end', async () => {
    await control('POST', 'switches/token_ttl_s', { value: 2 });
    const r = replica();
    for (let n = 0; n < 3; n++) {
      await account.walk(r, 'tax_code');
      await new Promise((done) => setTimeout(done, 1_000));
    }
    const wire = (await control('GET', 'requests?last=100')) as { path: string; status: number }[];
    expect(wire.filter((call) => call.path.includes('/token')).length).toBeGreaterThan(1);
    expect(wire.filter((call) => call.status === 401)).toEqual([]);
  });

  it('a key that is not mapped is told as auth, never with what was sent', async () => {
    const r = replica({ certificate_id: 'gone' });
    const { row } = await account.perform(r, 'post_journal', journalBody());
    expect(row).toMatchObject({ state: 'planned', attempts: 0, problem: { class: 'auth', detail: expect.stringContaining('invalid_grant') } });
    expect(JSON.stringify(row)).not.toMatch(/eyJ|PRIVATE/);
  });

  it('never has more requests under way than the account allows', async () => {
    const r = replica();
    await control('POST', 'switches/concurrency_limit', { value: 4 });
    await account.desk.fault({ kind: 'latency', ms: 20 });
    const outcomes = await Promise.all(Array.from({ length: 12 }, () => account.perform(r, 'post_journal', journalBody())));
    expect(outcomes.map((o) => o.row.state)).toEqual(Array(12).fill('confirmed'));
    expect(await account.documents('journalEntry')).toHaveLength(12);
  });
});
