// What the account team keeps in the CRM: a client, and for each example a contract with its lines and a deal that is won.

const CLIENTS = { 'C-1001': ['Alder Freight', 'US-STD'], 'C-1002': ['Birch Clinics', 'US-EX'] };

/** Accounts, contracts in draft with their lines, deals. Contracts get their numbers from the org, in this order. Returns contract numbers by example. */
export async function sell(desk, examples) {
  await save(desk, Object.entries(CLIENTS).map(([number, [name, tax]]) => ['Account', {
    Name: name, Type: 'Customer', BillingStreet: '1 Main Street', BillingCity: 'Austin', BillingPostalCode: '78701', BillingCountryCode: 'US', CurrencyIsoCode: 'USD', Client_Number__c: number, Legal_Name__c: `${name} Inc.`,
    Tax_Profile__c: tax, Payment_Terms__c: 'NET30', PO_Required__c: false, Invoice_Grouping__c: 'contract', Status__c: 'Active',
  }]));
  const numbers = {};
  for (const example of examples) {
    const [id] = await save(desk, [['Contract', { Name: example.title, Account: { Client_Number__c: example.client ?? 'C-1002' }, Status: 'Draft', StartDate: '2026-07-01', ContractTerm: 12, CurrencyIsoCode: 'USD', Legal_Entity__c: 'US01', Payment_Terms__c: 'NET30' }]]);
    const [contract] = await desk.rows('Contract', { id });
    numbers[example.name] = contract.ContractNumber;
    await save(desk, example.lines.flatMap((line) => lineRecords(line, { Contract__c: id }, `${contract.ContractNumber} line ${line.Line_Number__c}`)));
    await save(desk, [['Opportunity', {
      Name: example.title, Account: { Client_Number__c: example.client ?? 'C-1002' }, StageName: 'Qualification', Amount: 50_000, CloseDate: '2026-06-26', CurrencyIsoCode: 'USD', Opportunity_Number__c: dealOf(example), Legal_Entity__c: 'US01', Practice__c: 'DATA', Region__c: 'AMER',
      Commercial_Approval__c: 'Draft', Start_Date__c: '2026-07-01', End_Date__c: '2027-06-30', Project_Manager__c: 'E-1000',
    }]]);
    if (example.onboarding) await save(desk, [['Opportunity_Role__c', { Name: `${dealOf(example)} role`, Opportunity__r: { Opportunity_Number__c: dealOf(example) }, Role_Code__c: 'CONSULTANT', Quantity__c: 1, Hours__c: example.onboarding, CurrencyIsoCode: 'USD', Start_Date__c: '2026-07-01', End_Date__c: '2026-07-31', Region__c: 'AMER', Billable__c: true }]]);
  }
  await desk.act('activate_contract', { items: examples.map((e) => ({ contract: numbers[e.name], signed_date: '2026-06-25' })) });
  await desk.act('close_won', { items: examples.map((e) => ({ opportunity: dealOf(e), contract: numbers[e.name], close_date: '2026-06-26', fields: { Commercial_Approval__c: 'Approved' } })) });
  return numbers;
}

export const dealOf = (example) => `OPP-${example.name}`;

/** A line with its bills and usage prices as records; `owner` is the lookup to contract or amendment. */
export function lineRecords(line, owner, name, object = 'Contract_Line__c') {
  const { bills = [], steps = [], ...fields } = line;
  const of = (kind, rows) => rows.map((row, i) => [kind, { Name: `${name} ${i + 1}`, ...owner, Line_Number__c: line.Line_Number__c, CurrencyIsoCode: 'USD', ...row }]);
  return [[object, { Name: name, ...owner, CurrencyIsoCode: 'USD', Start_Date__c: '2026-07-01', ...fields }], ...of('Contract_Schedule_Line__c', bills), ...of('Contract_Usage_Price__c', steps)];
}

/** Saves records with all the checks of a save; their ids. */
export async function save(desk, records) {
  return (await desk.act('save', { items: records.map(([type, fields]) => ({ type, fields })) })).ids;
}

/** Changes one record. */
export const change = (desk, type, record, fields) => desk.act('save', { type, record, fields });
