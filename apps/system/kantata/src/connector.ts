import { defineConnector, staticBearer } from '#lib/connector';
import { classify } from './classify.js';
import { manifest } from './manifest.js';
import { probe, schema } from './probe.js';
import { assignment } from './read/assignment.js';
import { expenseReport } from './read/expense-report.js';
import { milestone } from './read/milestone.js';
import { project } from './read/project.js';
import { psaUser } from './read/psa-user.js';
import { rateCardVersion } from './read/rate-card-version.js';
import { role } from './read/role.js';
import { task } from './read/task.js';
import { timesheet } from './read/timesheet.js';
import { settings } from './settings.js';
import { createProject } from './write/create-project.js';
import { createTask } from './write/create-task.js';
import { publishDemand } from './write/publish-demand.js';
import { rejectTimesheet } from './write/reject-timesheet.js';
import { setInvoiceStatus } from './write/set-invoice-status.js';
import { setMilestoneStatus } from './write/set-milestone-status.js';
import { updateProject } from './write/update-project.js';
import { withdrawDemand } from './write/withdraw-demand.js';

/** Kantata OX as a system API of the domain `psa`. */
export const kantata = defineConnector({
  vendor: 'kantata', domain: 'psa', title: 'Kantata OX', apiVersion: 'v1', settings, manifest,
  auth: (s) => ({ default: staticBearer(s.token) }),
  classify,
  reads: { role, psa_user: psaUser, rate_card_version: rateCardVersion, project, task, assignment, milestone, timesheet, expense_report: expenseReport },
  writes: {
    create_project: createProject, update_project: updateProject, create_task: createTask, publish_demand: publishDemand, withdraw_demand: withdrawDemand,
    set_invoice_status: setInvoiceStatus, set_milestone_status: setMilestoneStatus, reject_timesheet: rejectTimesheet,
  },
  schema, probe,
});
