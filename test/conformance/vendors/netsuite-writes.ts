import type { WriteCase } from '../kit/scenario.js';
import type { Stand } from '../kit/stand.js';
import { client, credit, customer, invoice, journal, project } from './netsuite-bodies.js';

const upsert = (type: string) => ({ method: 'PUT', path: `/record/v1/${type}/eid` });
const patch = (type: string) => ({ method: 'PATCH', path: `/record/v1/${type}/` });
const UNIQUE = 'external ids are unique at NetSuite: there is no second match';
const NO_PERIOD = 'master data falls into no period';
const NEW = 'a new record: nobody can hold it';
const SET = 'the write sets a value: it is read back, not searched';
const irreversible = 'nothing undoes it';

const close = (stand: Stand): Promise<unknown> => stand.act('close_period', { periodname: 'Jul 2026' });
const drop = (table: string, id: (body: any) => string) => (stand: Stand, body: any): Promise<unknown> => stand.control('DELETE', `tables/${table}/${id(body)}`);
const hold = (type: string, id: (body: any) => string) => (stand: Stand, body: any, times: number): Promise<unknown> => stand.act('hold_record', { type, id: id(body), times });
const noCustomer = { remove: drop('customer', (body) => body.customer_source_id) };
const taxCodeGone = (stand: Stand): Promise<unknown> => stand.control('DELETE', 'tables/salestaxitem/301');
const unknownEntity = (body: any) => ({ ...body, legal_entity_code: 'ZZ99' });

/** Both transactions of a client. */
const sale = { closed: close, locked: NEW, orphaned: noCustomer, forgotten: taxCodeGone, twin: UNIQUE, unsendable: (body: any) => ({ ...body, lines: [{ ...body.lines[0], tax_code: 'NONE' }] }) } as const;

async function customerElsewhere(stand: Stand): Promise<object> {
  await client(stand);
  return { ...customer, legal_entity_code: 'GB01', tax_profile: 'GB-STD' };
}

async function customerOfPeople(stand: Stand): Promise<object> {
  await stand.put('customer', [{ id: '7001', entityid: 'C-1001', companyname: 'Initech LLC', subsidiary: '1', currency: '1', isinactive: 'F', lastmodifieddate: '2026-06-01T00:00:00Z' }]);
  return customer;
}

async function jobOfPeople(stand: Stand): Promise<object> {
  const body = await project(stand);
  await stand.put('job', [{ id: '7002', entityid: body.project_code, companyname: 'Platform', parent: body.customer_source_id, subsidiary: '1', currency: '1', isinactive: 'F', lastmodifieddate: '2026-06-01T00:00:00Z' }]);
  return body;
}

const activity = (type: 'customer' | 'job', source: (stand: Stand) => Promise<string>) => ({
  body: async (stand: Stand) => ({ source_id: await source(stand), active: false, reason: 'The project could not be set up' }), changes: { [type]: 1 }, requests: [patch(type)], echo: { field: 'isInactive', value: false },
  unsendable: (body: any) => ({ ...body, source_id: 'no id' }), closed: NO_PERIOD, locked: hold(type, (body) => body.source_id), orphaned: { remove: drop(type, (body) => body.source_id) },
  forgotten: 'no code is looked up', twin: SET, undone: 'taking it back into use is a new fact, not an undoing',
});

/** Every write to NetSuite, with what can happen to it there. */
export const netsuiteWrites: WriteCase[] = [
  {
    verb: 'create_customer', way: 'new', body: async () => customer, makes: { customer: 1 }, requests: [upsert('customer')], echo: { field: 'currency.id', value: '2' }, unsendable: unknownEntity,
    closed: NO_PERIOD, locked: NEW, orphaned: 'a customer hangs on nothing', forgotten: taxCodeGone, twin: UNIQUE, undone: (id) => ({ verb: 'set_customer_activity', body: { source_id: id, active: false, reason: 'undone' } }),
  },
  {
    verb: 'create_customer', way: 'further legal entity', body: customerElsewhere, requests: [{ method: 'POST', path: '/record/v1/customerSubsidiaryRelationship' }], echo: { field: 'subsidiary.id', value: '3' },
    unsendable: unknownEntity, closed: NO_PERIOD, locked: NEW, orphaned: { remove: (stand) => stand.control('DELETE', 'tables/subsidiary/2') }, forgotten: (stand) => stand.control('DELETE', 'tables/salestaxitem/302'),
    twin: UNIQUE, undone: 'a relationship goes out of use with its customer',
  },
  {
    verb: 'create_customer', way: 'made by people before', body: customerOfPeople, requests: [patch('customer')], echo: 'only our mark is written', unsendable: unknownEntity,
    closed: NO_PERIOD, locked: hold('customer', () => '7001'), orphaned: { remove: (stand) => stand.control('DELETE', 'tables/customer/7001') }, forgotten: taxCodeGone, twin: UNIQUE,
    undone: (id) => ({ verb: 'set_customer_activity', body: { source_id: id, active: false, reason: 'undone' } }),
  },
  {
    verb: 'create_project', way: 'new', body: project, makes: { job: 1 }, requests: [upsert('job')], echo: { field: 'currency.id', value: '2' }, unsendable: unknownEntity, closed: NO_PERIOD, locked: NEW, orphaned: noCustomer,
    forgotten: (stand) => stand.control('DELETE', 'tables/currency/1'), twin: UNIQUE, undone: (id) => ({ verb: 'set_project_activity', body: { source_id: id, active: false, reason: 'undone' } }),
  },
  {
    verb: 'create_project', way: 'made by people before', body: jobOfPeople, changes: { job: 1 }, requests: [patch('job')], echo: 'only our key is written', unsendable: unknownEntity, closed: NO_PERIOD, locked: hold('job', () => '7002'),
    orphaned: { remove: (stand) => stand.control('DELETE', 'tables/job/7002') }, forgotten: (stand) => stand.control('DELETE', 'tables/currency/1'), twin: UNIQUE,
    undone: (id) => ({ verb: 'set_project_activity', body: { source_id: id, active: false, reason: 'undone' } }),
  },
  {
    verb: 'post_journal', body: async () => journal, makes: { journalEntry: 1 }, requests: [upsert('journalEntry')], echo: { field: 'tranDate', value: '2026-07-13' }, unsendable: (body) => ({ ...body, lines: [{ ...body.lines[0], account_role: 'none' }, body.lines[1]] }),
    closed: close, locked: NEW, orphaned: { remove: (stand) => stand.control('DELETE', 'tables/department/501') }, forgotten: (stand) => stand.control('DELETE', 'tables/department/501'), twin: UNIQUE, undone: irreversible,
  },
  { verb: 'create_invoice', body: invoice, makes: { invoice: 1 }, requests: [upsert('invoice')], echo: { field: 'otherRefNum', value: 'PO-8' }, ...sale, undone: 'a credit memo is a document of its own, and may credit a part' },
  { verb: 'create_credit_memo', body: credit, makes: { creditMemo: 1 }, changes: { invoice: 1 }, requests: [upsert('creditMemo')], echo: { field: 'tranDate', value: '2026-07-16' }, ...sale, undone: irreversible },
  { verb: 'set_customer_activity', ...activity('customer', client) },
  { verb: 'set_project_activity', ...activity('job', async (stand) => stand.written('create_project', await project(stand), 'setup:project')) },
];
