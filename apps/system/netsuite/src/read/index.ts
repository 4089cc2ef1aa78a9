import { accountingPeriod } from './accounting-period.js';
import { customer } from './customer.js';
import { exchangeRate } from './exchange-rate.js';
import { invoice } from './invoice.js';
import { journal } from './journal.js';
import { legalEntity } from './legal-entity.js';
import { taxCode } from './tax-code.js';

/** Entities read from NetSuite. */
export const netsuiteReads = {
  legal_entity: legalEntity, accounting_period: accountingPeriod, exchange_rate: exchangeRate, tax_code: taxCode, erp_customer: customer, erp_invoice: invoice, erp_journal: journal,
};
