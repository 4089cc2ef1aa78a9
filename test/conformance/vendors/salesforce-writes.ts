import type { WriteCase } from '../kit/scenario.js';
import type { Stand } from '../kit/stand.js';

const UPSERT = { method: 'PATCH', path: '/sobjects/Invoice_Status__c/' };
const UPDATE = { method: 'PATCH', path: '/sobjects/Opportunity/' };
const NO_PERIOD = 'a CRM has no accounting periods';
const NO_LOOKUP = 'nothing is looked up before';

/** One client with a deal and its contract. */
async function deal(stand: Stand): Promise<{ opportunity: string; contract: string }> {
  const save = async (type: string, fields: object): Promise<string> => (await stand.act('save', { type, fields })).ids[0];
  const account = await save('Account', { Name: 'Initech LLC', Client_Number__c: 'C-1001', Legal_Name__c: 'Initech LLC', Status__c: 'Active', CurrencyIsoCode: 'USD', BillingStreet: '1 Main St' });
  const opportunity = await save('Opportunity', { Name: 'Deal 1', AccountId: account, StageName: 'Prospecting', CloseDate: '2026-09-30', CurrencyIsoCode: 'USD', Opportunity_Number__c: 'OPP-1' });
  const contract = await save('Contract', { AccountId: account, Status: 'Draft', StartDate: '2026-01-01', ContractTerm: 12, CurrencyIsoCode: 'USD', Legal_Entity__c: 'US01' });
  return { opportunity, contract };
}

const lock = (match: object) => (stand: Stand, _body: any, times: number): Promise<unknown> => stand.fault({ kind: 'error', status: 400, message: 'UNABLE_TO_LOCK_ROW', times, match });
const gone = (type: string, id: (body: any) => string) => ({ remove: (stand: Stand, body: any): Promise<unknown> => stand.act('delete_record', { type, record: id(body) }) });

/** A copy of the status record with the same key, as an import without the gateway would leave it. */
async function copy(stand: Stand): Promise<void> {
  const [{ id: _id, ...row }] = (await stand.rows('Invoice_Status__c')) as [Record<string, any>];
  await stand.put('Invoice_Status__c', [row]);
}

/** Every write to Salesforce, with what can happen to it there. */
export const salesforceWrites: WriteCase[] = [
  {
    verb: 'set_delivery_status', body: async (stand) => ({ opportunity_source_id: (await deal(stand)).opportunity, delivery_status: 'active', project_code: 'US01-OPP-1' }),
    makes: { crm_opportunity_delivery: 1 }, requests: [UPDATE], echo: { field: 'Delivery_Status__c', value: 'provisional' }, unsendable: NO_LOOKUP, closed: NO_PERIOD, locked: lock(UPDATE),
    orphaned: gone('Opportunity', (body) => body.opportunity_source_id), forgotten: NO_LOOKUP, twin: 'the record is addressed by its id', undone: 'nothing undoes it',
  },
  {
    verb: 'set_invoice_status',
    body: async (stand) => {
      const { opportunity, contract } = await deal(stand);
      return { contract_source_id: contract, opportunity_source_id: opportunity, invoice_number: 'INV-US01-0001', status: 'posted', invoice_date: '2026-07-31', total: '12345678901.23', currency: 'USD' };
    },
    makes: { crm_invoice_status: 1 }, requests: [UPSERT], echo: { field: 'Total__c', value: 1 }, unsendable: NO_LOOKUP, closed: NO_PERIOD, locked: lock(UPSERT),
    orphaned: gone('Contract', (body) => body.contract_source_id), forgotten: NO_LOOKUP, twin: copy, undone: 'nothing undoes it',
  },
];
