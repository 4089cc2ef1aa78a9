import type { AppMeta, AppModule } from '#lib/platform';
import { FinanceModule } from '../../experience/finance/src/finance.module.js';
import { OperationsModule } from '../../experience/operations/src/operations.module.js';
import { PortalModule } from '../../experience/portal/src/portal.module.js';
import { PreviewModule } from '../../experience/preview/src/preview.module.js';
import { AmendmentsModule } from '../../process/amendments/src/amendments.module.js';
import { AnalyticsModule } from '../../process/analytics/src/analytics.module.js';
import { ContractBillingModule } from '../../process/contract-billing/src/contract-billing.module.js';
import { IntakeModule } from '../../process/intake/src/intake.module.js';
import { MilestoneToRevenueModule } from '../../process/milestone-to-revenue/src/milestone-to-revenue.module.js';
import { PeriodCloseModule } from '../../process/period-close/src/period-close.module.js';
import { ProjectSetupModule } from '../../process/project-setup/src/project-setup.module.js';
import { TimeToInvoiceModule } from '../../process/time-to-invoice/src/time-to-invoice.module.js';
import { systemApps } from './system-apps.js';

/** One app of the suite: its module and where it answers. */
export interface SuiteApp {
  module: AppModule;
  meta: AppMeta;
}

const VERSION = '0.1.0';
/** Where the web page is; its sign-in comes back to addresses under it. */
export const PORTAL = '/portal';

const process = (name: string, prefix: string, title: string, description: string): AppMeta => ({ name: `process-${name}`, prefix, title, version: VERSION, description });
const experience = (name: string, title: string, description: string): AppMeta => ({ name: `experience-${name}`, prefix: `/experience/${name}`, title, version: VERSION, description });

/** Every app, in the order in which the layers stand: system, process, experience. */
export const APPS: SuiteApp[] = [
  ...systemApps(VERSION),
  { module: IntakeModule, meta: process('intake', '/process', 'Process: intake and runs', 'Change feeds into the canonical store; the timeline of every process run; what is under way.') },
  { module: ProjectSetupModule, meta: process('project-setup', '/process/project-setup', 'Process: project set-up', 'Committed deals become demand, won deals become projects that finance can bill.') },
  { module: TimeToInvoiceModule, meta: process('time-to-invoice', '/process/time-to-invoice', 'Process: time to invoice', 'Approved time becomes labor cost, billing events, drafts and posted invoices.') },
  { module: ContractBillingModule, meta: process('contract-billing', '/process/contract-billing', 'Process: contract billing', 'What a contract bills by its terms: schedules, progress, retainers, recurring charges, usage, minimums; and approved expenses.') },
  { module: MilestoneToRevenueModule, meta: process('milestone-to-revenue', '/process/milestone-to-revenue', 'Process: milestone to revenue', 'Contracts become obligations with allocated prices; delivery becomes recognized revenue, journals and contract balances.') },
  { module: AmendmentsModule, meta: process('amendments', '/process/amendments', 'Process: amendments', 'An approved change of a contract is carried through rates, schedule, budget, revenue, forecast and backlog, or not at all.') },
  { module: PeriodCloseModule, meta: process('period-close', '/process/period-close', 'Process: period close', 'Checklist, accruals, exchange differences, reconciliation with the ERP, balances, and subledgers that close in order.') },
  { module: AnalyticsModule, meta: process('analytics', '/process/analytics', 'Process: analytics', 'Keeps the rollups that the views are served from, from the events.') },
  { module: FinanceModule, meta: experience('finance', 'Experience: finance', 'Utilization and margin with drill-down, freshness and definition on every figure.') },
  { module: PreviewModule, meta: experience('preview', 'Experience: preview', 'What-if: price time, draft invoices, schedule revenue and compute utilization from what is sent. Nothing is written.') },
  { module: OperationsModule, meta: experience('operations', 'Experience: operations', 'Open exceptions and effects, and the decisions of the person who can fix them.') },
  { module: PortalModule, meta: { name: 'experience-portal', prefix: PORTAL, title: 'Experience: portal', version: VERSION, description: 'The web page over the process and experience APIs, and how people sign in to it.' } },
];
