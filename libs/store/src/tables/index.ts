import { AmendmentApplication, AmendmentReview, AmendmentTreatment } from './amendment.table.js';
import { BillingEvent } from './billing-event.table.js';
import { BillingScheduleLine, Estimate, RetainerEntry, UsageRecord } from './contract-facts.table.js';
import { ExpenseLine } from './expense-line.table.js';
import { Invoice, InvoiceLine } from './invoice.table.js';
import { Journal } from './journal.table.js';
import { PerformanceObligation, RevenueContract, RevenueEvent, RevenueScheduleLine } from './revenue.table.js';
import { ContractPosting, ObligationVersion, RevenueRun } from './revenue-run.table.js';
import { ServiceCharge } from './service-charge.table.js';
import { TimeEntry } from './time-entry.table.js';

export type { EstimateLine } from './contract-facts.table.js';
export { type AmendmentStepState } from './amendment.table.js';
export { AmendmentApplication, AmendmentReview, AmendmentTreatment, BillingEvent, BillingScheduleLine, ContractPosting, Estimate, ExpenseLine, Invoice, InvoiceLine, Journal, ObligationVersion, PerformanceObligation, RetainerEntry, RevenueContract, RevenueEvent, RevenueRun, RevenueScheduleLine, ServiceCharge, TimeEntry, UsageRecord };
export const ENTITIES = [TimeEntry, ExpenseLine, BillingEvent, BillingScheduleLine, RetainerEntry, UsageRecord, Estimate, Invoice, InvoiceLine, Journal, RevenueContract, PerformanceObligation, RevenueScheduleLine, RevenueEvent, AmendmentApplication, AmendmentReview, AmendmentTreatment, ServiceCharge, ObligationVersion, RevenueRun, ContractPosting];
