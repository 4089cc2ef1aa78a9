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

const GRAPH = { method: 'POST', path: '/composite/graph' };

/** A contract with a fixed-fee line, its bills and a line of time, and the approved amendment of it: one line changes with all its bills, one is added. */
async function amended(stand: Stand): Promise<Record<string, any>> {
  const { contract } = await deal(stand);
  const save = async (type: string, fields: object): Promise<string> => (await stand.act('save', { type, fields })).ids[0];
  const line = (no: number, fields: object) => save('Contract_Line__c', { Name: `line ${no}`, Contract__c: contract, Line_Number__c: no, ...fields });
  await line(1, { Contract_Type__c: 'Fixed Fee', Amount__c: 1000, Billing_Method__c: 'Schedule' });
  await line(2, { Contract_Type__c: 'Time and Materials', Rate_Card__c: 'GLOBAL' });
  for (const seq of [1, 2]) await save('Contract_Schedule_Line__c', { Name: `bill ${seq}`, Contract__c: contract, Line_Number__c: 1, Sequence__c: seq, Trigger__c: 'Date', Bill_Date__c: `2026-0${seq}-28`, Amount__c: 500 });
  const amendment = await save('Contract_Amendment__c', { Name: 'more', Contract__c: contract, Amendment_Number__c: 1, Effective_Date__c: '2026-08-01', Status__c: 'Approved', Client_Approved__c: true });
  const base = { status: 'active', included_classes: ['time'], task_codes: [], cap_policy: 'split_hold' };
  return {
    amendment_source_id: amendment, contract_source_id: contract, action: 'apply',
    lines: [
      { ...base, line_no: '1', description: 'line 1', contract_type: 'fixed_fee', amount: '1500.50', billing_method: 'schedule', billing_schedule: [{ seq: '1', trigger: 'date', bill_date: '2026-01-28', amount: '500' }, { seq: '2', trigger: 'milestone', milestone_code: 'M1', amount: '1000.5' }] },
      {
        ...base, line_no: '3', contract_type: 'managed_services', recurring: { amount: '12345678901.25', timing: 'advance', service_start: '2026-08-01', anchor_day: '1' },
        usage: [{ meter: 'tickets', unit: 'ticket', allowance: '100', mode: 'graduated', tiers: [{ up_to: '50', price: '1.0875' }, { price: '0.95' }] }],
      },
    ],
  };
}

/** The lines as they stood before the amendment. */
const restored = (id: string, body: any) => ({
  verb: 'apply_amendment',
  body: { ...body, amendment_source_id: id, action: 'withdraw', lines: [{ ...body.lines[0], amount: '1000', billing_schedule: [1, 2].map((seq) => ({ seq: String(seq), trigger: 'date', bill_date: `2026-0${seq}-28`, amount: '500' })) }, { ...body.lines[1], status: 'cancelled' }] },
});

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
  {
    verb: 'apply_amendment', body: amended, makes: { crm_amendment: 1 }, requests: [GRAPH], echo: { field: 'Recurring_Amount__c', value: 1 }, closed: NO_PERIOD, locked: lock(GRAPH),
    unsendable: (body) => ({ ...body, lines: [{ ...body.lines[0], contract_type: 'barter' }] }), orphaned: gone('Contract_Amendment__c', (body) => body.amendment_source_id),
    forgotten: gone('Contract', (body) => body.contract_source_id).remove, twin: 'the amendment is addressed by its id', undone: restored,
  },
];
