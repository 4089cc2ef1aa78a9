import { createCreditMemo } from './create-credit-memo.js';
import { createCustomer } from './create-customer.js';
import { createInvoice } from './create-invoice.js';
import { createProject } from './create-project.js';
import { postJournal } from './post-journal.js';
import { setCustomerActivity, setProjectActivity } from './set-activity.js';

/** Verbs written to NetSuite. */
export const netsuiteWrites = {
  create_customer: createCustomer, create_project: createProject, set_customer_activity: setCustomerActivity, set_project_activity: setProjectActivity,
  post_journal: postJournal, create_invoice: createInvoice, create_credit_memo: createCreditMemo,
};
