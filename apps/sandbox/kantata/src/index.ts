import { randomUUID } from 'node:crypto';
import type { Vendor } from '../../kernel/src/index.js';
import { documents } from './documents.js';
import { expenseRoutes } from './expenses/routes.js';
import { edit } from './people/edit.js';
import { logExpenses, markInvoiced, reopenExpenses, resolveExpenses, submitExpenses } from './people/expenses.js';
import { logTime } from './people/log-time.js';
import { acceptMilestones, addMilestones, completeMilestones, rejectMilestones, reopenMilestones, rescheduleMilestones } from './people/milestones.js';
import { reopenAndEdit } from './people/reopen.js';
import { resolveSheets, submitSheets } from './people/sheets.js';
import { addUsers, staff } from './people/staff.js';
import { resources } from './resources/index.js';
import { specialRoutes } from './special-routes.js';
import { timesheetRoutes } from './timesheets/routes.js';
import { crud } from './wire/crud.js';
import { faultReply, notFound } from './wire/errors.js';
import { limited } from './wire/limits.js';
import { bearerGuard, oauthRoutes, revokeTokens } from './wire/oauth.js';

/** First id of each table, so that ids of different kinds rarely look alike. */
const FIRST_ID: Record<string, number> = {
  users: 11_000_000, roles: 1_000, workspaces: 40_000_000, stories: 900_000_000, workspace_resources: 60_000_000, workspace_allocations: 70_000_000,
  time_entries: 500_000_000, timesheet_submissions: 30_000_000, expenses: 250_000_000, expense_report_submissions: 35_000_000, external_references: 80_000_000, subscribed_events: 2_000_000_000,
};

/** Kantata OX (formerly Mavenlink), REST API v1. */
export const vendor: Vendor = {
  name: 'kantata',
  portOffset: 2,
  newId: (table, n) => String((FIRST_ID[table] ?? 100_000) + n),
  routes(router) {
    router.before(bearerGuard);
    router.before(limited);
    router.notFound(() => {
      throw notFound();
    });
    oauthRoutes(router);
    specialRoutes(router);
    timesheetRoutes(router);
    expenseRoutes(router);
    for (const resource of resources) crud(router, resource);
  },
  faultReply,
  answerHeaders: () => ({ 'x-request-id': randomUUID() }),
  actions: {
    log_time: logTime,
    submit_timesheet: submitSheets,
    approve_timesheet: resolveSheets('approved'),
    reject_timesheet: resolveSheets('rejected'),
    cancel_timesheet: resolveSheets('cancelled'),
    reopen_and_edit: reopenAndEdit,
    log_expenses: logExpenses,
    submit_expenses: submitExpenses,
    approve_expenses: resolveExpenses('approved'),
    reject_expenses: resolveExpenses('rejected'),
    cancel_expenses: resolveExpenses('cancelled'),
    reopen_expenses: reopenExpenses,
    mark_invoiced: markInvoiced,
    add_milestones: addMilestones,
    complete_milestones: completeMilestones,
    accept_milestones: acceptMilestones,
    reject_milestones: rejectMilestones,
    reopen_milestones: reopenMilestones,
    reschedule_milestones: rescheduleMilestones,
    staff,
    add_users: addUsers,
    edit,
  },
  documents,
  setSwitch(books, name, value) {
    if (name === 'revoke_tokens' && value === true) revokeTokens(books);
  },
};
