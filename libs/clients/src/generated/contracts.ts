// Made by npm run openapi from the contract documents.
import type { paths as crm } from './crm.js';
import type { paths as erp } from './erp.js';
import type { paths as hcm } from './hcm.js';
import type { paths as psa } from './psa.js';

/** Page of an entity, by domain. */
export interface Pages {
  crm: {
    client: crm['/v1/master/clients']['get']['responses'][200]['content']['application/json'];
    contract: crm['/v1/master/contracts']['get']['responses'][200]['content']['application/json'];
    amendment: crm['/v1/master/amendments']['get']['responses'][200]['content']['application/json'];
    opportunity: crm['/v1/transactions/opportunities']['get']['responses'][200]['content']['application/json'];
  };
  erp: {
    legal_entity: erp['/v1/master/legal-entities']['get']['responses'][200]['content']['application/json'];
    accounting_period: erp['/v1/master/accounting-periods']['get']['responses'][200]['content']['application/json'];
    exchange_rate: erp['/v1/master/exchange-rates']['get']['responses'][200]['content']['application/json'];
    tax_code: erp['/v1/master/tax-codes']['get']['responses'][200]['content']['application/json'];
    erp_customer: erp['/v1/master/customers']['get']['responses'][200]['content']['application/json'];
    erp_invoice: erp['/v1/transactions/invoices']['get']['responses'][200]['content']['application/json'];
    erp_journal: erp['/v1/transactions/journals']['get']['responses'][200]['content']['application/json'];
  };
  hcm: {
    org_unit: hcm['/v1/master/org-units']['get']['responses'][200]['content']['application/json'];
    work_calendar: hcm['/v1/master/work-calendars']['get']['responses'][200]['content']['application/json'];
    worker: hcm['/v1/master/workers']['get']['responses'][200]['content']['application/json'];
    cost_rate: hcm['/v1/master/cost-rates']['get']['responses'][200]['content']['application/json'];
    time_off: hcm['/v1/transactions/time-off']['get']['responses'][200]['content']['application/json'];
  };
  psa: {
    role: psa['/v1/master/roles']['get']['responses'][200]['content']['application/json'];
    psa_user: psa['/v1/master/users']['get']['responses'][200]['content']['application/json'];
    rate_card_version: psa['/v1/master/rate-card-versions']['get']['responses'][200]['content']['application/json'];
    project: psa['/v1/master/projects']['get']['responses'][200]['content']['application/json'];
    task: psa['/v1/master/tasks']['get']['responses'][200]['content']['application/json'];
    assignment: psa['/v1/transactions/assignments']['get']['responses'][200]['content']['application/json'];
    milestone: psa['/v1/transactions/milestones']['get']['responses'][200]['content']['application/json'];
    timesheet: psa['/v1/transactions/timesheets']['get']['responses'][200]['content']['application/json'];
    expense_report: psa['/v1/transactions/expense-reports']['get']['responses'][200]['content']['application/json'];
  };
}

/** Body of a write, by domain and verb. */
export interface Bodies {
  crm: {
    set_delivery_status: crm['/v1/transactions/delivery-statuses']['post']['requestBody']['content']['application/json'];
    set_invoice_status: crm['/v1/transactions/invoice-statuses']['post']['requestBody']['content']['application/json'];
    apply_amendment: crm['/v1/master/amendment-applications']['post']['requestBody']['content']['application/json'];
  };
  erp: {
    create_customer: erp['/v1/master/customers']['post']['requestBody']['content']['application/json'];
    create_invoice: erp['/v1/transactions/invoices']['post']['requestBody']['content']['application/json'];
    post_journal: erp['/v1/transactions/journals']['post']['requestBody']['content']['application/json'];
    create_project: erp['/v1/master/projects']['post']['requestBody']['content']['application/json'];
    set_customer_activity: erp['/v1/master/customer-activities']['post']['requestBody']['content']['application/json'];
    set_project_activity: erp['/v1/master/project-activities']['post']['requestBody']['content']['application/json'];
    create_credit_memo: erp['/v1/transactions/credit-memos']['post']['requestBody']['content']['application/json'];
  };
  hcm: {
  };
  psa: {
    create_project: psa['/v1/master/projects']['post']['requestBody']['content']['application/json'];
    create_task: psa['/v1/master/tasks']['post']['requestBody']['content']['application/json'];
    update_project: psa['/v1/master/project-updates']['post']['requestBody']['content']['application/json'];
    publish_demand: psa['/v1/transactions/demands']['post']['requestBody']['content']['application/json'];
    withdraw_demand: psa['/v1/transactions/demand-withdrawals']['post']['requestBody']['content']['application/json'];
    set_invoice_status: psa['/v1/transactions/invoice-statuses']['post']['requestBody']['content']['application/json'];
    set_milestone_status: psa['/v1/transactions/milestone-statuses']['post']['requestBody']['content']['application/json'];
    reject_timesheet: psa['/v1/transactions/timesheet-rejections']['post']['requestBody']['content']['application/json'];
  };
}
