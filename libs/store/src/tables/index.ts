import { BillingEvent } from './billing-event.table.js';
import { BillingScheduleLine, Estimate, RetainerEntry, UsageRecord } from './contract-facts.table.js';
import { ExpenseLine } from './expense-line.table.js';
import { Invoice, InvoiceLine } from './invoice.table.js';
import { Journal } from './journal.table.js';
import { PerformanceObligation, RevenueContract, RevenueEvent, RevenueScheduleLine } from './revenue.table.js';
import { ContractPosting, ObligationVersion, RevenueRun } from './revenue-run.table.js';
import { TimeEntry } from './time-entry.table.js';

export type { EstimateLine } from './contract-facts.table.js';
export { BillingEvent, BillingScheduleLine, ContractPosting, Estimate, ExpenseLine, Invoice, InvoiceLine, Journal, ObligationVersion, PerformanceObligation, RetainerEntry, RevenueContract, RevenueEvent, RevenueRun, RevenueScheduleLine, TimeEntry, UsageRecord };
export const ENTITIES = [TimeEntry, ExpenseLine, BillingEvent, BillingScheduleLine, RetainerEntry, UsageRecord, Estimate, Invoice, InvoiceLine, Journal, RevenueContract, PerformanceObligation, ObligationVersion, RevenueScheduleLine, RevenueRun, RevenueEvent, ContractPosting];
