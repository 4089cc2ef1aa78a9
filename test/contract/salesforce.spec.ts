import 'reflect-metadata';
import { type ConnectorRuntime, createRuntime, EffectService, Ledger, Resolver } from '#lib/connector';
import { salesforce } from '../../apps/system/salesforce/src/connector.js';
import { type SpecDatabase, specDatabase } from '../../libs/connector/src/testing/postgres.js';
import { orgSettings, SandboxOrg } from './salesforce.org.js';

const org = new SandboxOrg();
const quick = { settleWindowMs: 300, findLagMs: 50, requestTimeoutMs: 2_000 };
let database: SpecDatabase;
let runtime: ConnectorRuntime;
let effects: EffectService;
let ledger: Ledger;
let resolver: Resolver;

jest.setTimeout(60_000);

beforeAll(async () => {
  await org.start();
  database = await specDatabase();
}, 120_000);
afterAll(async () => {
  await org.stop();
  await database?.stop();
});
beforeEach(async () => {
  await org.control('POST', 'reset');
  await database.db.query('truncate effect cascade');
  runtime = createRuntime(salesforce, { settings: orgSettings(org.url), manifest: quick });
  ledger = new Ledger(database.db, 'salesforce');
  effects = new EffectService(runtime, ledger);
  resolver = new Resolver(runtime, ledger);
});
afterEach(() => runtime.close());

/** Reads from a cursor until caught up. */
async function walk(entity: string, cursor = '', limit = 200) {
  const records: any[] = [];
  for (;;) {
    const page = await runtime.read(entity, cursor, limit);
    records.push(...page.records);
    cursor = page.next_cursor;
    if (!page.has_more) return { records, cursor };
  }
}

async function settled(key: string) {
  for (const end = Date.now() + 15_000; Date.now() < end; await new Promise((r) => setTimeout(r, 50))) {
    const row = (await ledger.get(key))!;
    if (['confirmed', 'rejected', 'exception'].includes(row.state)) return row;
    await resolver.round();
    await resolver.idle();
  }
  throw new Error(`effect ${key} is ${JSON.stringify(await ledger.get(key))}`);
}

const account = (n: number, more: object = {}) => ({ type: 'Account', fields: { Name: `Client ${n}`, Client_Number__c: `C-${1000 + n}`, Legal_Name__c: `Client ${n} Inc.`, Status__c: 'Active', CurrencyIsoCode: 'USD', ...more } });
const contractFields = (accountId: string, more: object = {}) => ({ AccountId: accountId, Status: 'Draft', StartDate: '2026-01-01', ContractTerm: 12, CurrencyIsoCode: 'USD', Legal_Entity__c: 'US01', Total_Value__c: 1234567.89, Target_Margin__c: 32.5, ...more });
const lineFields = (contractId: string, no: number, more: object = {}) => ({ Name: `line ${no}`, Contract__c: contractId, Line_Number__c: no, Contract_Type__c: 'Time and Materials', Rate_Card__c: 'GLOBAL', ...more });
const dealFields = (accountId: string, n: number, more: object = {}) => ({ Name: `Deal ${n}`, AccountId: accountId, StageName: 'Prospecting', CloseDate: '2026-09-30', CurrencyIsoCode: 'USD', Opportunity_Number__c: `OPP-${n}`, Start_Date__c: '2026-10-01', End_Date__c: '2026-12-31', ...more });

describe('reads', () => {
  it('walks every page of clients once, in pages smaller than the org', async () => {
    await org.act('save', ...Array.from({ length: 25 }, (_, n) => account(n)), { type: 'Account', fields: { Name: 'Nobody yet', Status__c: 'Prospect' } });
    const { records } = await walk('client', '', 7);
    expect(records.map((r) => r.natural_key).sort()).toEqual(Array.from({ length: 25 }, (_, n) => `C-${1000 + n}`));
    expect(records.every((r) => r.problem === undefined)).toBe(true);
  });

  it('follows a subsidiary to its parent and carries the address', async () => {
    const [parent] = await org.act('save', account(1, { BillingStreet: '1 Main St', BillingCity: 'Austin', BillingPostalCode: '73301', BillingCountryCode: 'US', Tax_Id__c: 'T-1' }));
    await org.act('save', account(2, { ParentId: parent, PO_Required__c: true, Payment_Terms__c: 'NET45' }));
    const { records } = await walk('client');
    const [first, second] = ['C-1001', 'C-1002'].map((key) => records.find((r) => r.natural_key === key));
    expect(first.data).toMatchObject({ bill_to: { street: '1 Main St', city: 'Austin', postal_code: '73301', country: 'US' }, tax_ids: ['T-1'], po_required: false, status: 'active' });
    expect(second.refs.parent_client_id).toEqual({ entity: 'client', source_id: parent, optional: true });
    expect(second.data).toMatchObject({ po_required: true, payment_terms: 'NET45' });
    expect(second.data).not.toHaveProperty('bill_to');
  });

  it('brings the contract when only a line changed, and when a line was deleted', async () => {
    const [acc] = await org.act('save', account(1));
    const id = await org.save('Contract', contractFields(acc!));
    const [one, two] = [await org.save('Contract_Line__c', lineFields(id, 1, { Cap_Amount__c: 50000.1, Discount__c: 5 })), await org.save('Contract_Line__c', lineFields(id, 2))];
    const first = await walk('contract');
    expect(first.records).toHaveLength(1);
    expect(first.records[0]).toMatchObject({ source_id: id, approval_status: 'draft', data: { status: 'draft', total_value: '1234567.89', target_margin: '0.325', end: '2026-12-31' } });
    expect(first.records[0].data).not.toHaveProperty('signed_date');
    expect(first.records[0].data.lines).toMatchObject([{ line_no: '1', cap_amount: '50000.1', discount: '0.05', contract_type: 'time_and_materials', cap_policy: 'split_hold' }, { line_no: '2' }]);
    expect(first.records[0].natural_key).toBe(`US01:${first.records[0].data.contract_number}`);

    await org.pass();
    await org.save('Contract_Line__c', { Cap_Amount__c: 60000 }, one);
    const second = await walk('contract', first.cursor);
    expect(second.records.map((r) => r.data.lines[0].cap_amount)).toEqual(['60000']);
    expect(second.records[0].source_timestamp > first.records[0].source_timestamp).toBe(true);

    await org.pass();
    await org.act('delete_record', { type: 'Contract_Line__c', record: two });
    const third = await walk('contract', second.cursor);
    expect(third.records.map((r) => r.data.lines.map((l: any) => l.line_no))).toEqual([['1']]);
    expect(third.records[0].source_timestamp >= second.records[0].source_timestamp).toBe(true);
    expect((await walk('contract', third.cursor)).records).toEqual([]);
  });

  it('signs and activates a contract', async () => {
    const [acc] = await org.act('save', account(1));
    const id = await org.save('Contract', contractFields(acc!));
    const { cursor } = await walk('contract');
    await org.pass();
    await org.act('activate_contract', { contract: id, signed_date: '2026-02-03' });
    const [record] = (await walk('contract', cursor)).records;
    expect(record).toMatchObject({ approval_status: 'approved', data: { status: 'active', signed_date: '2026-02-03' } });
  });

  it('brings every opportunity whose role changes while the first walk is under way', async () => {
    const [acc] = await org.act('save', account(1));
    const deals = await org.act('save', ...Array.from({ length: 12 }, (_, n) => ({ type: 'Opportunity', fields: dealFields(acc!, n, { Amount: 1000 + n }) })));
    const roles = await org.act('save', ...deals.map((id, n) => ({ type: 'Opportunity_Role__c', fields: { Name: `role ${n}`, Opportunity__c: id, Role_Code__c: 'ANALYST', Quantity__c: 1, Hours__c: 40 } })));
    const first = await runtime.read('opportunity', '', 5);
    expect(first.has_more).toBe(true);
    await org.pass();
    const changed = first.records[0]!.source_id;
    await org.save('Opportunity_Role__c', { Hours__c: 99.5 }, roles[deals.indexOf(changed)]);
    const rest = await walk('opportunity', first.next_cursor, 5);
    const last = new Map([...first.records, ...rest.records].map((r) => [r.source_id, r as any]));
    expect([...last.keys()].sort()).toEqual([...deals].sort());
    expect(last.get(changed).data.roles_needed[0]).toMatchObject({ role: 'ANALYST', hours: '99.5', start: '2026-10-01', end: '2026-12-31' });
    expect((await walk('opportunity', rest.cursor)).records).toEqual([]);
  });

  it('tells won from lost by the flags, an unknown stage is a problem and not a guess', async () => {
    const [acc] = await org.act('save', account(1));
    const [won, lost, odd, late] = await org.act('save', ...[1, 2, 3, 4].map((n) => ({ type: 'Opportunity', fields: dealFields(acc!, n) })));
    await org.act('close_won', { opportunity: won! });
    await org.act('close_lost', { opportunity: lost!, reason: 'Price' });
    await org.save('Opportunity', { StageName: 'Verbal Commit' }, odd);
    await org.act('move_stage', { opportunity: late!, stage: 'Negotiation/Review' });
    const by = new Map((await walk('opportunity')).records.map((r) => [r.source_id, r]));
    expect(by.get(won).data).toMatchObject({ canonical_stage: 'closed_won', commercial_approval: 'approved', probability: '1' });
    expect(by.get(lost).data).toMatchObject({ canonical_stage: 'closed_lost', loss_reason: 'Price', commercial_approval: 'draft' });
    expect(by.get(late).data).toMatchObject({ canonical_stage: 'committed', probability: '0.9' });
    expect(by.get(odd).problem).toMatchObject({ code: 'UNMAPPED_STATUS', field: 'stage', value: 'Verbal Commit' });
  });

  it('shows a deleted opportunity as deleted, and one record by id', async () => {
    const [acc] = await org.act('save', account(1));
    const id = await org.save('Opportunity', dealFields(acc!, 1));
    const { cursor } = await walk('opportunity');
    expect(await runtime.one('opportunity', id)).toMatchObject({ source_id: id, natural_key: 'OPP-1', deleted: false });
    expect(await runtime.one('opportunity', '006000000000000AAA')).toBeNull();
    expect(await runtime.one('opportunity', "x' OR Name != '")).toBeNull();
    await org.pass();
    await org.act('delete_record', { type: 'Opportunity', record: id });
    expect((await walk('opportunity', cursor)).records).toMatchObject([{ source_id: id, deleted: true }]);
  });

  it('follows the pages the org cuts by itself, of queries and of sub-selects', async () => {
    const [acc] = await org.act('save', account(1));
    const id = await org.save('Contract', contractFields(acc!));
    await org.act('save', ...Array.from({ length: 9 }, (_, n) => ({ type: 'Contract_Line__c', fields: lineFields(id, n + 1) })));
    await org.act('save', ...[1, 2, 3, 4].map(() => ({ type: 'Contract', fields: contractFields(acc!) })));
    await org.control('POST', 'switches/page_size', { value: 2 });
    const { records } = await walk('contract');
    expect(records).toHaveLength(5);
    expect(records.find((r) => r.source_id === id).data.lines.map((l: any) => l.line_no)).toEqual(['1', '2', '3', '4', '5', '6', '7', '8', '9']);
  });

  it('goes on after the session ended, and after answers cut short, lost or wrong', async () => {
    await org.act('save', account(1));
    expect((await walk('client')).records).toHaveLength(1);
    await org.control('POST', 'switches/revoke_tokens', { value: true });
    expect((await walk('client')).records).toHaveLength(1);
    for (const kind of ['truncated', 'answer_lost', 'ok_with_error']) {
      await org.fault({ kind, times: 1, match: { path: 'queryAll' } });
      expect((await walk('client')).records).toHaveLength(1);
    }
  });

  it('says which permission is missing', async () => {
    const fine = await salesforce.probe!(runtime.context());
    expect(fine.filter((p) => !p.ok)).toEqual([]);
    await org.control('POST', 'switches/hidden_fields', { value: { Contract: ['PO_Number__c'], Opportunity: ['Delivery_Status__c'] } });
    const bad = (await salesforce.probe!(runtime.context())).filter((p) => !p.ok);
    expect(bad.map((p) => p.name)).toEqual(['read Contract', 'write Opportunity']);
    expect(bad[0]!.detail).toMatch(/INVALID_FIELD.*PO_Number__c/s);
    expect(bad[1]!.detail).toMatch(/Delivery_Status__c/);
    await org.control('POST', 'switches/hidden_fields', { value: {} });
    const schema = await salesforce.schema!(runtime.context());
    expect(schema.objects['Contract_Line__c']).toMatchObject({ Cap_Amount__c: 'currency', Line_Number__c: 'double' });
  });
});

describe('writes', () => {
  let opportunity: string;
  let contract: string;
  beforeEach(async () => {
    const [acc] = await org.act('save', account(1));
    opportunity = await org.save('Opportunity', dealFields(acc!, 1));
    contract = await org.save('Contract', contractFields(acc!));
  });
  const invoice = (more: object = {}) => ({ contract_source_id: contract, opportunity_source_id: opportunity, invoice_number: 'INV-US01-0001', status: 'posted', invoice_date: '2026-07-31', total: '12345678901.23', currency: 'USD', ...more });
  const tell = (key: string, body: object, verb = 'set_invoice_status') => effects.perform({ verb, key, body: body as Record<string, unknown>, correlation_id: 'c-1', actor: 'spec' });

  it('keeps one record per invoice, changed in place, and repeating changes nothing', async () => {
    const first = await tell('invoice-status:crm:1:posted', invoice());
    expect(first.row).toMatchObject({ state: 'confirmed', receipt: { number: 'INV-US01-0001', status: 'posted', facts: { total: '12345678901.23', currency: 'USD' } } });
    const again = await tell('invoice-status:crm:1:posted', invoice());
    expect(again).toMatchObject({ replayed: true, row: { state: 'confirmed' } });
    const paid = await tell('invoice-status:crm:1:paid', invoice({ status: 'paid' }));
    expect(paid.row.receipt!.source_id).toBe(first.row.receipt!.source_id);
    const documents = await org.documents('crm_invoice_status');
    expect(documents).toHaveLength(1);
    expect(documents[0].digest).toMatchObject({ opportunity_number: 'OPP-1', invoice_number: 'INV-US01-0001', status: 'paid', invoice_date: '2026-07-31', total: 12345678901.23, currency: 'USD' });
  });

  it.each([['answer_lost', {}], ['late_commit', { delay_ms: 150, answer: 'lost' }], ['truncated', {}], ['reset_before', {}], ['error', { status: 503, message: 'SERVER_UNAVAILABLE', commit: true }], ['error', { status: 500, message: 'UNKNOWN_EXCEPTION' }]])(
    'writes one record when the first sending ends in %s %j', async (kind, more) => {
      await org.fault({ kind, ...more, times: 1, match: { method: 'PATCH' } });
      await tell('invoice-status:crm:1:posted', invoice());
      expect(await settled('invoice-status:crm:1:posted')).toMatchObject({ state: 'confirmed', receipt: { status: 'posted' } });
      expect(await org.documents('crm_invoice_status')).toHaveLength(1);
    });

  it('sets the delivery fields of the deal, also when the answer is lost', async () => {
    await org.fault({ kind: 'answer_lost', times: 1, match: { method: 'PATCH' } });
    await tell('delivery-status:OPP-1:active:1', { opportunity_source_id: opportunity, delivery_status: 'active', project_code: 'US01-OPP-1' }, 'set_delivery_status');
    expect(await settled('delivery-status:OPP-1:active:1')).toMatchObject({ state: 'confirmed', receipt: { source_id: opportunity, status: 'active', facts: { project_code: 'US01-OPP-1' } } });
    const done = await tell('delivery-status:OPP-1:completed:1', { opportunity_source_id: opportunity, delivery_status: 'completed' }, 'set_delivery_status');
    expect(done.row).toMatchObject({ state: 'confirmed', attempts: 1, receipt: { status: 'completed', facts: { project_code: 'US01-OPP-1' } } });
    expect((await org.documents('crm_opportunity_delivery')).map((d) => d.digest)).toEqual([{ opportunity_number: 'OPP-1', delivery_status: 'completed', delivery_project_code: 'US01-OPP-1' }]);
  });

  it('is told what the org refuses, and nothing is left behind', async () => {
    await org.control('POST', 'switches/flow_rejects', { value: { Invoice_Status__c: 'Finance fields are locked' } });
    expect((await tell('invoice-status:crm:1:a', invoice())).row).toMatchObject({ state: 'rejected', problem: { class: 'validation' } });
    await org.control('POST', 'switches/flow_rejects', { value: {} });
    expect((await tell('invoice-status:crm:1:b', invoice({ currency: 'XXX' }))).row).toMatchObject({ state: 'rejected', problem: { class: 'validation', field: 'currency', vendor_code: 'INVALID_OR_NULL_FOR_RESTRICTED_PICKLIST' } });
    expect((await tell('invoice-status:crm:1:c', invoice({ contract_source_id: '800000000000000AAA' }))).row).toMatchObject({ state: 'rejected', problem: { field: 'contract_source_id' } });
    expect((await tell('delivery-status:OPP-9:active:1', { opportunity_source_id: '006000000000000AAA', delivery_status: 'active' }, 'set_delivery_status')).row).toMatchObject({ state: 'rejected', problem: { class: 'not_found' } });
    expect(await org.documents('crm_invoice_status')).toEqual([]);
  });

  it('leaves a write for later when the allocation is spent or a row is locked', async () => {
    await tell('delivery-status:OPP-1:provisional:1', { opportunity_source_id: opportunity, delivery_status: 'provisional' }, 'set_delivery_status');
    await org.fault({ kind: 'error', status: 400, message: 'UNABLE_TO_LOCK_ROW', times: 1, match: { method: 'PATCH' } });
    const locked = await tell('invoice-status:crm:1:posted', invoice());
    expect(locked).toMatchObject({ row: { state: 'planned' }, failure: { class: 'locked', applied: 'no' } });
    expect((await tell('invoice-status:crm:1:posted', invoice())).row.state).toBe('confirmed');
    await org.control('POST', 'switches/api_limit', { value: { max: 10, used: 10 } });
    const spent = await tell('invoice-status:crm:1:paid', invoice({ status: 'paid' }));
    expect(spent).toMatchObject({ row: { state: 'planned' }, failure: { class: 'rate_limited', applied: 'no', vendor_code: 'REQUEST_LIMIT_EXCEEDED' } });
  });

  it('takes a new session in the middle of a write without writing twice', async () => {
    await tell('delivery-status:OPP-1:provisional:1', { opportunity_source_id: opportunity, delivery_status: 'provisional' }, 'set_delivery_status');
    await org.control('POST', 'switches/revoke_tokens', { value: true });
    expect((await tell('invoice-status:crm:1:posted', invoice())).row.state).toBe('confirmed');
    expect(await org.documents('crm_invoice_status')).toHaveLength(1);
  });

  it('does not call it done when the org stored something else', async () => {
    await org.fault({ kind: 'echo', field: 'Total__c', value: 1, where: 'stored', times: 1, match: { method: 'PATCH' } });
    expect((await tell('invoice-status:crm:1:posted', invoice())).row).toMatchObject({ state: 'exception', problem: { class: 'echo_mismatch', field: 'total' } });
  });

  it('writes nothing when two records carry the key of one invoice', async () => {
    await tell('invoice-status:crm:1:posted', invoice());
    const [first] = await org.control<any[]>('GET', 'tables/Invoice_Status__c').then((t: any) => (Array.isArray(t) ? t : t.rows));
    const { id: _id, ...copy } = first;
    await org.control('PUT', 'tables/Invoice_Status__c', [copy]);
    expect((await tell('invoice-status:crm:1:paid', invoice({ status: 'paid' }))).row).toMatchObject({ state: 'rejected', problem: { class: 'conflict', code: 'DUPLICATE' } });
  });
});

it('speaks for a user by a signed assertion', async () => {
  const { generateKeyPair, exportPKCS8, exportSPKI } = await import('jose');
  const { privateKey, publicKey } = await generateKeyPair('RS256', { extractable: true });
  await org.control('PUT', 'tables/connected_app_key', [{ id: 'throughline', pem: await exportSPKI(publicKey) }]);
  await org.act('save', account(1));
  const jwt = createRuntime(salesforce, { settings: orgSettings(org.url, { grant: 'jwt_bearer', client_secret: undefined, username: 'throughline.integration@acme-ps.example', private_key: await exportPKCS8(privateKey) }), manifest: quick });
  expect((await jwt.read('client')).records).toHaveLength(1);
  jwt.close();
});
