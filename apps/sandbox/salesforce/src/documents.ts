import type { Books, Row, SandboxDocument } from '../../kernel/src/index.js';

/** What the gateway wrote into the org: invoice statuses by key, and the delivery fields of opportunities. */
export function documents(books: Books): SandboxDocument[] {
  return [...invoiceStatuses(books), ...deliveryMarks(books)];
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

const living = (books: Books, table: string): Row[] => books.table(table).find((row) => row.IsDeleted !== true);
const text = (value: unknown): string | null => (value === undefined || value === null ? null : String(value));
