import { BillingEvent } from './billing-event.table.js';
import { Invoice, InvoiceLine } from './invoice.table.js';
import { Journal } from './journal.table.js';
import { TimeEntry } from './time-entry.table.js';

export { BillingEvent, Invoice, InvoiceLine, Journal, TimeEntry };
export const ENTITIES = [TimeEntry, BillingEvent, Invoice, InvoiceLine, Journal];
