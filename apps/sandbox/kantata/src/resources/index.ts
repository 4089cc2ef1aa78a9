import type { Resource } from '../resource.js';
import { accountMemberships } from './account-memberships.js';
import { attachments } from './attachments.js';
import { customFields, customFieldValues } from './custom-fields.js';
import { expenseCategories } from './expense-categories.js';
import { expenseReportSubmissions } from './expense-report-submissions.js';
import { expenses } from './expenses.js';
import { externalReferences } from './external-references.js';
import { rateCardRoles, rateCards, rateCardSets, rateCardSetVersions, rateCardVersions } from './rate-cards.js';
import { roles } from './roles.js';
import { stories } from './stories.js';
import { subscribedEvents } from './subscribed-events.js';
import { timeEntries } from './time-entries.js';
import { timesheetSubmissions } from './timesheet-submissions.js';
import { users } from './users.js';
import { vendors } from './vendors.js';
import { workspaceAllocations } from './workspace-allocations.js';
import { workspaceResources } from './workspace-resources.js';
import { workspaces } from './workspaces.js';

/** Every kind of object that has routes of its own. */
export const resources: readonly Resource[] = [
  users, accountMemberships, roles, rateCardSets, rateCardSetVersions, rateCards, rateCardVersions, rateCardRoles, workspaces, stories,
  workspaceResources, workspaceAllocations, timeEntries, timesheetSubmissions, expenseCategories, vendors, attachments, expenses, expenseReportSubmissions,
  externalReferences, customFields, customFieldValues, subscribedEvents,
];

/** The kind of object a collection holds. */
export function resourceOf(plural: string): Resource {
  const found = resources.find((resource) => resource.plural === plural);
  if (!found) throw new Error(`no collection ${plural}`);
  return found;
}
