import type { Desk } from '../desk.js';
import type { Client, Contract, Deal, Firm } from '../world/firm-types.js';
import { furtherOf, lineDetails, lineTerms } from './salesforce-lines.js';
import type { Seeded } from './seeded.js';

type Fields = Record<string, unknown>;
interface Wanted { key: string; fields: Fields }

/** The CRM as the account teams keep it: accounts, contracts in draft with their lines, opportunities in early stages with the roles sold. */
export async function seedSalesforce(desk: Desk, firm: Firm): Promise<Seeded> {
  const total: Seeded = { rows: 0, added: 0 };
  const ensure = async (type: string, field: string, wanted: Wanted[]): Promise<void> => {
    total.rows += wanted.length;
    total.added += await createMissing(desk, type, field, wanted);
  };
  await ensure('Account', 'Client_Number__c', firm.clients.filter((client) => !client.parent).map(account));
  await ensure('Account', 'Client_Number__c', firm.clients.filter((client) => client.parent).map(account));
  // The org numbers contracts itself, in the order they are made, which is the firm's own order.
  await ensure('Contract', 'ContractNumber', firm.contracts.map(contract));
  const contracts = await idsBy(desk, 'Contract', 'ContractNumber');
  await ensure('Contract_Line__c', 'Name', firm.contracts.flatMap((one) => lines(one, contracts.get(one.number))));
  // Bills and prices are agreed before the signature; afterwards amendments replace them.
  const drafts = new Set((await desk.rows('Contract', { Status: 'Draft' })).map((row) => row.id));
  const open = firm.contracts.filter((one) => drafts.has(contracts.get(one.number)!));
  for (const object of ['Contract_Schedule_Line__c', 'Contract_Usage_Price__c']) await ensure(object, 'Name', open.flatMap((one) => details(one, contracts.get(one.number)!)).filter((detail) => detail.type === object));
  await ensure('Opportunity', 'Opportunity_Number__c', firm.deals.map(opportunity));
  await ensure('Opportunity_Role__c', 'Name', firm.deals.flatMap(roles));
  return total;
}

/** Ids of an object's records by the value of a field. */
async function idsBy(desk: Desk, type: string, field: string): Promise<Map<string, string>> {
  return new Map((await desk.rows(type)).map((row) => [String(row[field]), row.id]));
}

/** Creates what is not there yet, as a person would, with all the checks of a save. */
async function createMissing(desk: Desk, type: string, field: string, wanted: Wanted[]): Promise<number> {
  const known = await idsBy(desk, type, field);
  const missing = wanted.filter((one) => !known.has(one.key));
  if (missing.length) await desk.act('save', { items: missing.map((one) => ({ type, fields: one.fields })) });
  return missing.length;
}

function account(client: Client): Wanted {
  return { key: client.number, fields: {
    Name: client.name, ...(client.parent ? { Parent: { Client_Number__c: client.parent } } : {}), Type: 'Customer',
    BillingStreet: client.street, BillingCity: client.city, BillingPostalCode: client.postcode, BillingCountryCode: client.country, CurrencyIsoCode: client.currency,
    Client_Number__c: client.number, Legal_Name__c: client.legal_name, Registration_Number__c: client.registration, Tax_Id__c: client.tax_id,
    Tax_Profile__c: client.tax_profile ?? null, Payment_Terms__c: client.terms, PO_Required__c: client.po_required, Invoice_Grouping__c: client.grouping, Status__c: 'Active',
  } };
}

function contract(one: Contract): Wanted {
  return { key: one.number, fields: {
    Name: `${one.number} services`, Account: { Client_Number__c: one.client }, Status: 'Draft', StartDate: one.start, ContractTerm: one.months, CurrencyIsoCode: one.currency,
    Legal_Entity__c: one.entity ?? null, PO_Number__c: one.po_number ?? null, Payment_Terms__c: one.terms, Total_Value__c: Number(one.total), Sold_Hours__c: one.sold_hours,
    Target_Margin__c: Number(one.target_margin), Governing_Terms__c: 'Master services agreement of the client, time and materials',
  } };
}

function lines(one: Contract, id: string | undefined): Wanted[] {
  if (!id) throw new Error(`contract ${one.number} was numbered otherwise by the org: reset the sandbox and seed again`);
  const further = furtherOf(one).map(({ key, line }): Wanted => ({ key, fields: { Name: key, Contract__c: id, ...lineTerms(line, one.currency) } }));
  return [...one.lines.map((line): Wanted => ({ key: `${one.number} line ${line.number}`, fields: {
    Name: `${one.number} line ${line.number}`, Contract__c: id, Line_Number__c: line.number, Contract_Type__c: 'Time and Materials', Rate_Card__c: line.rate_card, CurrencyIsoCode: one.currency,
    Cap_Amount__c: line.cap_amount ? Number(line.cap_amount) : null, Cap_Hours__c: line.cap_hours ?? null, Cap_Policy__c: line.cap_amount || line.cap_hours ? 'split_hold' : null,
    Discount__c: line.discount ? Number(line.discount) : null, Tax_Profile__c: line.tax_profile ?? null, Invoice_Grouping__c: line.grouping ?? null,
    Task_Codes__c: line.task_codes.join(';') || null, Start_Date__c: one.start, Minimum_Amount__c: line.minimum ? Number(line.minimum) : null,
  } })), ...further];
}

/** Bills and price steps of a contract. */
function details(one: Contract, id: string): (Wanted & { type: string })[] {
  return furtherOf(one).flatMap(({ key, line }) => lineDetails(line, key, { Contract__c: id }, one.currency));
}

function opportunity(deal: Deal): Wanted {
  return { key: deal.number, fields: {
    Name: deal.name, Account: { Client_Number__c: deal.client }, StageName: deal.stage, Amount: Number(deal.amount), CloseDate: deal.start, CurrencyIsoCode: deal.currency,
    Opportunity_Number__c: deal.number, Legal_Entity__c: deal.entity_missing ? null : deal.entity, Practice__c: deal.practice, Region__c: deal.region,
    Commercial_Approval__c: 'Draft', Sold_Hours__c: deal.sold_hours, Target_Margin__c: Number(deal.target_margin), Start_Date__c: deal.start, End_Date__c: deal.end,
    Project_Manager__c: deal.manager,
  } };
}

function roles(deal: Deal): Wanted[] {
  return deal.demand.map((line) => ({ key: `${deal.number} ${line.role}`, fields: {
    Name: `${deal.number} ${line.role}`, Opportunity__r: { Opportunity_Number__c: deal.number }, Role_Code__c: line.role, Quantity__c: line.quantity, Hours__c: line.hours, CurrencyIsoCode: deal.currency,
    Start_Date__c: line.start, End_Date__c: line.end, Region__c: line.region, Billable__c: line.billable,
  } }));
}
