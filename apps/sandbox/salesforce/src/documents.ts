import type { Books, Row, SandboxDocument } from '../../kernel/src/index.js';

/** What the gateway wrote into the org: invoice statuses and carried-out amendments by key, and the delivery fields of opportunities. */
export function documents(books: Books): SandboxDocument[] {
  return [...invoiceStatuses(books), ...deliveryMarks(books), ...amendments(books)];
}

function invoiceStatuses(books: Books): SandboxDocument[] {
  return living(books, 'Invoice_Status__c').map((row) => ({
    type: 'crm_invoice_status',
    id: row.id,
    effect_key: text(row.Gateway_Key__c),
    digest: {
      opportunity_number: text(books.table('Opportunity').get(String(row.Opportunity__c ?? ''))?.Opportunity_Number__c),
      contract_number: text(books.table('Contract').get(String(row.Contract__c ?? ''))?.ContractNumber),
      invoice_number: text(row.Invoice_Number__c), status: text(row.Status__c), invoice_date: text(row.Invoice_Date__c),
      total: row.Total__c ?? null, currency: text(row.CurrencyIsoCode),
    },
  }));
}

function deliveryMarks(books: Books): SandboxDocument[] {
  return living(books, 'Opportunity').filter((row) => row.Delivery_Status__c || row.Delivery_Project_Code__c).map((row) => ({
    type: 'crm_opportunity_delivery',
    id: row.id,
    effect_key: null,
    digest: { opportunity_number: text(row.Opportunity_Number__c), delivery_status: text(row.Delivery_Status__c), delivery_project_code: text(row.Delivery_Project_Code__c) },
  }));
}

/** An amendment the gateway carried out or took back, with the lines of its contract as they stand. */
function amendments(books: Books): SandboxDocument[] {
  return living(books, 'Contract_Amendment__c').filter((row) => row.Gateway_Key__c).map((row) => {
    const ofContract = (table: string): Row[] => living(books, table).filter((child) => child.Contract__c === row.Contract__c);
    return {
      type: 'crm_amendment', id: row.id, effect_key: text(row.Gateway_Key__c),
      digest: {
        contract_number: text(books.table('Contract').get(String(row.Contract__c ?? ''))?.ContractNumber), amendment_number: text(row.Amendment_Number__c), status: text(row.Status__c),
        lines: ofContract('Contract_Line__c').map(terms), schedule_lines: ofContract('Contract_Schedule_Line__c').map(terms), usage_prices: ofContract('Contract_Usage_Price__c').map(terms),
      },
    };
  });
}

const SYSTEM = /^(id|IsDeleted|Contract__c|Amendment__c|Created|LastModified|SystemModstamp)/;
/** The values of a row that people see, without empty ones. */
const terms = (row: Row): Record<string, unknown> => Object.fromEntries(Object.entries(row).filter(([name, value]) => !SYSTEM.test(name) && value !== null && value !== undefined && value !== '').sort());

const living = (books: Books, table: string): Row[] => books.table(table).find((row) => row.IsDeleted !== true);
const text = (value: unknown): string | null => (value === undefined || value === null ? null : String(value));
