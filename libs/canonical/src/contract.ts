import * as commercial from './entities/commercial.dto.js';
import * as delivery from './entities/delivery.dto.js';
import * as expense from './entities/expense.dto.js';
import * as finance from './entities/finance.dto.js';
import * as parties from './entities/parties.dto.js';
import * as time from './entities/time.dto.js';
import * as crm from './writes/crm.dto.js';
import * as erp from './writes/erp.dto.js';
import * as psa from './writes/psa.dto.js';

export type Domain = 'crm' | 'psa' | 'hcm' | 'erp';
/** Master data and transactions are separate routes with separate treatment (SA-042, PA-069). */
export type RouteGroup = 'master' | 'transactions';
type Class = new () => object;

/** An entity a domain can be read for. `GET /v1/{group}/{path}`. */
export interface ReadContract {
  entity: string;
  path: string;
  group: RouteGroup;
  type: Class;
  summary: string;
  /** Field-level restriction: the scope a caller needs besides system.read. */
  restricted?: string;
}

/** A write a domain can be asked for. `POST /v1/{group}/{path}` with Idempotency-Key. */
export interface WriteContract {
  verb: string;
  path: string;
  group: RouteGroup;
  body: Class;
  summary: string;
}

export interface DomainContract {
  domain: Domain;
  title: string;
  reads: ReadContract[];
  writes: WriteContract[];
}

const master = 'master' as const;
const transactions = 'transactions' as const;

/** What a system API of each domain offers; a vendor declares which parts of it it can do. */
export const CONTRACTS: Record<Domain, DomainContract> = {
  crm: {
    domain: 'crm',
    title: 'Customer relationship management',
    reads: [
      { entity: 'client', path: 'clients', group: master, type: parties.Client, summary: 'Accounts with their commercial context' },
      { entity: 'contract', path: 'contracts', group: master, type: commercial.Contract, summary: 'Signed terms with their lines' },
      { entity: 'amendment', path: 'amendments', group: master, type: commercial.Amendment, summary: 'Changes of signed terms' },
      { entity: 'opportunity', path: 'opportunities', group: transactions, type: commercial.Opportunity, summary: 'Deals with stage, approval and roles needed' },
    ],
    writes: [
      { verb: 'set_delivery_status', path: 'delivery-statuses', group: transactions, body: crm.DeliveryStatusWrite, summary: 'Show sales where delivery of a deal stands' },
      { verb: 'set_invoice_status', path: 'invoice-statuses', group: transactions, body: crm.CrmInvoiceStatusWrite, summary: 'Show sales how an invoice stands' },
      { verb: 'apply_amendment', path: 'amendment-applications', group: master, body: crm.AmendmentApplicationWrite, summary: 'Write the terms of an amendment into the contract, or take them back' },
    ],
  },
  psa: {
    domain: 'psa',
    title: 'Professional services automation',
    reads: [
      { entity: 'role', path: 'roles', group: master, type: delivery.Role, summary: 'Delivery roles' },
      { entity: 'psa_user', path: 'users', group: master, type: delivery.PsaUser, summary: 'Accounts that log time' },
      { entity: 'rate_card_version', path: 'rate-card-versions', group: master, type: commercial.RateCardVersion, summary: 'Rate cards, one record per version' },
      { entity: 'project', path: 'projects', group: master, type: delivery.Project, summary: 'Delivery projects' },
      { entity: 'task', path: 'tasks', group: master, type: delivery.Task, summary: 'Tasks of projects' },
      { entity: 'assignment', path: 'assignments', group: transactions, type: delivery.Assignment, summary: 'Bookings of workers on projects' },
      { entity: 'milestone', path: 'milestones', group: transactions, type: delivery.Milestone, summary: 'Milestones of projects with their acceptance' },
      { entity: 'timesheet', path: 'timesheets', group: transactions, type: time.Timesheet, summary: 'Timesheets with their entries' },
      { entity: 'expense_report', path: 'expense-reports', group: transactions, type: expense.ExpenseReport, summary: 'Expense reports with their lines' },
    ],
    writes: [
      { verb: 'create_project', path: 'projects', group: master, body: psa.PsaProjectWrite, summary: 'Create a delivery project or its provisional shell' },
      { verb: 'update_project', path: 'project-updates', group: master, body: psa.PsaProjectUpdateWrite, summary: 'Change status, time entry and billing profile' },
      { verb: 'create_task', path: 'tasks', group: master, body: psa.TaskWrite, summary: 'Create a task' },
      { verb: 'publish_demand', path: 'demands', group: transactions, body: psa.DemandWrite, summary: 'Publish staffing demand' },
      { verb: 'withdraw_demand', path: 'demand-withdrawals', group: transactions, body: psa.DemandWithdrawWrite, summary: 'Withdraw staffing demand' },
      { verb: 'set_invoice_status', path: 'invoice-statuses', group: transactions, body: psa.PsaInvoiceStatusWrite, summary: 'Show the project team how an invoice stands' },
      { verb: 'set_milestone_status', path: 'milestone-statuses', group: transactions, body: psa.MilestoneStatusWrite, summary: 'Show the project team how a milestone is billed' },
      { verb: 'reject_timesheet', path: 'timesheet-rejections', group: transactions, body: psa.TimesheetRejectWrite, summary: 'Send a timesheet back with a reason' },
    ],
  },
  hcm: {
    domain: 'hcm',
    title: 'Human capital management',
    reads: [
      { entity: 'org_unit', path: 'org-units', group: master, type: parties.OrgUnit, summary: 'Practices, regions and cost centers' },
      { entity: 'work_calendar', path: 'work-calendars', group: master, type: delivery.WorkCalendar, summary: 'Work calendars with public holidays' },
      { entity: 'worker', path: 'workers', group: master, type: delivery.Worker, summary: 'Workers with organization, manager and employment' },
      { entity: 'cost_rate', path: 'cost-rates', group: master, type: commercial.CostRate, summary: 'Cost rates (restricted)', restricted: 'experience.cost' },
      { entity: 'time_off', path: 'time-off', group: transactions, type: delivery.TimeOff, summary: 'Absences by day' },
    ],
    writes: [],
  },
  erp: {
    domain: 'erp',
    title: 'Enterprise resource planning',
    reads: [
      { entity: 'legal_entity', path: 'legal-entities', group: master, type: parties.LegalEntity, summary: 'Legal entities of the firm' },
      { entity: 'accounting_period', path: 'accounting-periods', group: master, type: finance.AccountingPeriod, summary: 'Accounting periods by legal entity' },
      { entity: 'exchange_rate', path: 'exchange-rates', group: master, type: finance.ExchangeRate, summary: 'Exchange rates' },
      { entity: 'tax_code', path: 'tax-codes', group: master, type: finance.TaxCode, summary: 'Tax codes and rates' },
      { entity: 'erp_customer', path: 'customers', group: master, type: parties.Client, summary: 'Billable customers' },
      { entity: 'erp_invoice', path: 'invoices', group: transactions, type: finance.ErpInvoice, summary: 'Invoices as the ledger has them' },
      { entity: 'erp_journal', path: 'journals', group: transactions, type: finance.ErpJournal, summary: 'Journals as the ledger has them' },
    ],
    writes: [
      { verb: 'create_customer', path: 'customers', group: master, body: erp.CustomerWrite, summary: 'Create a billable customer' },
      { verb: 'create_project', path: 'projects', group: master, body: erp.ErpProjectWrite, summary: 'Create the financial project' },
      { verb: 'set_customer_activity', path: 'customer-activities', group: master, body: erp.ActivityWrite, summary: 'Take a customer out of use or back into use' },
      { verb: 'set_project_activity', path: 'project-activities', group: master, body: erp.ActivityWrite, summary: 'Take a project out of use or back into use' },
      { verb: 'post_journal', path: 'journals', group: transactions, body: erp.JournalWrite, summary: 'Post a balanced journal' },
      { verb: 'create_invoice', path: 'invoices', group: transactions, body: erp.InvoiceWrite, summary: 'Create a released invoice' },
      { verb: 'create_credit_memo', path: 'credit-memos', group: transactions, body: erp.CreditMemoWrite, summary: 'Credit lines of a posted invoice' },
    ],
  },
};
