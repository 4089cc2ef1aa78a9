import { AmendmentApplication, AmendmentReview, AmendmentTreatment } from './amendment.table.js';
import { BillingEvent } from './billing-event.table.js';
import { BillingScheduleLine, Estimate, RetainerEntry, UsageRecord } from './contract-facts.table.js';
import { ExpenseLine } from './expense-line.table.js';
import { Invoice, InvoiceLine } from './invoice.table.js';
import { Journal } from './journal.table.js';
import { PerformanceObligation, RevenueContract, RevenueEvent, RevenueScheduleLine } from './revenue.table.js';
import { ServiceCharge } from './service-charge.table.js';
import { TimeEntry } from './time-entry.table.js';

export { type AmendmentStepState } from './amendment.table.js';
export { AmendmentApplication, AmendmentReview, AmendmentTreatment, BillingEvent, BillingScheduleLine, Estimate, ExpenseLine, Invoice, InvoiceLine, Journal, PerformanceObligation, RetainerEntry, RevenueContract, RevenueEvent, RevenueScheduleLine, ServiceCharge, TimeEntry, UsageRecord };
export const ENTITIES = [TimeEntry, ExpenseLine, BillingEvent, BillingScheduleLine, RetainerEntry, UsageRecord, Estimate, Invoice, InvoiceLine, Journal, RevenueContract, PerformanceObligation, RevenueScheduleLine, RevenueEvent, AmendmentApplication, AmendmentReview, AmendmentTreatment, ServiceCharge];
