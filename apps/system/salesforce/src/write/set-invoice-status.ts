import { type CrmInvoiceStatusWrite, dec, vendorKey } from '#lib/canonical';
import { exactJson, ExactNumber, type Mismatch, type WriteVerb, type Written } from '#lib/connector';
import { type Address, bodyOf, readRecord, recordPath } from '../client/record.js';
import { fieldOf } from '../client/names.js';
import type { Row } from '../client/shape.js';
import type { SalesforceSettings } from '../config.js';
import { INVOICE_STATUS_UPSERT } from '../errors.js';
import { decimal, filled, text } from '../mappers/values.js';
import { compared, comparedAmount, comparedId } from './compared.js';

const OBJECT = 'Invoice_Status__c';
const FIELDS = ['Opportunity__c', 'Contract__c', 'Invoice_Number__c', 'Status__c', 'Invoice_Date__c', 'Total__c', 'CurrencyIsoCode'] as const;

/** One record per invoice, whatever the status: an invoice belongs to one contract, and numbers may repeat between legal entities. */
export function invoiceStatusKey(body: Pick<CrmInvoiceStatusWrite, 'contract_source_id' | 'invoice_number'>): string {
  return vendorKey('salesforce', `invoice-status:${body.contract_source_id.slice(0, 15)}:${body.invoice_number}`);
}

const address = (body: CrmInvoiceStatusWrite): Address => ({ object: OBJECT, field: 'Gateway_Key__c', value: invoiceStatusKey(body) });

function receiptOf(row: Row): Written {
  const facts = filled({ total: decimal(row.Total__c, 'total'), currency: text(row.CurrencyIsoCode), invoice_date: text(row.Invoice_Date__c) });
  return { source_id: row.Id, ...filled({ number: text(row.Invoice_Number__c), status: text(row.Status__c) }), facts: facts as Record<string, string>, record: row };
}

function differences(body: CrmInvoiceStatusWrite, row: Row): Mismatch[] {
  return [
    ...comparedId('contract_source_id', body.contract_source_id, row.Contract__c),
    ...(body.opportunity_source_id === undefined ? [] : comparedId('opportunity_source_id', body.opportunity_source_id, row.Opportunity__c)),
    ...compared('invoice_number', body.invoice_number, row.Invoice_Number__c),
    ...compared('status', body.status, row.Status__c),
    ...compared('invoice_date', body.invoice_date, row.Invoice_Date__c),
    ...comparedAmount('total', body.total, row.Total__c),
    ...compared('currency', body.currency, row.CurrencyIsoCode),
  ];
}

/** Shows sales how an invoice stands: upsert of its one status record by `Gateway_Key__c`. */
export const setInvoiceStatus: WriteVerb<CrmInvoiceStatusWrite, SalesforceSettings> = {
  build: ({ body, settings }) => ({
    method: 'PATCH', url: recordPath(address(body), settings), label: INVOICE_STATUS_UPSERT,
    body: {
      ...bodyOf(OBJECT, {
        Contract__c: body.contract_source_id, Opportunity__c: body.opportunity_source_id, Invoice_Number__c: body.invoice_number, Status__c: body.status, Invoice_Date__c: body.invoice_date,
        CurrencyIsoCode: body.currency,
      }, settings),
      [fieldOf(OBJECT, 'Total__c', settings)]: new ExactNumber(dec(body.total).toFixed()),
    },
  }),
  parse: (answer, { body }) => {
    const { id } = exactJson<{ id?: string }>(answer);
    if (!id) throw new Error('the upsert was answered without an id');
    return { source_id: id, number: body.invoice_number, status: body.status, facts: {} };
  },
  find: async ({ body }, ctx) => {
    const row = await readRecord(address(body), FIELDS, ctx, 'invoice_status.get');
    if (row === 'several') return 'cannot_tell';
    return row !== 'absent' && differences(body, row).length === 0 ? receiptOf(row) : 'absent';
  },
  readBack: async (written, { body }, ctx) => {
    const row = await readRecord(address(body), FIELDS, ctx, 'invoice_status.get');
    return typeof row === 'string' ? { ...written, record: {} } : receiptOf(row);
  },
  echo: ({ body }, { record }) => differences(body, (record ?? {}) as Row),
  undo: 'irreversible',
};
