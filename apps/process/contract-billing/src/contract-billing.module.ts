import { Module } from '@nestjs/common';
import { daily, ProcessModule } from '#lib/process';
import { StoreModule } from '#lib/store';
import { contractDues } from './flows/contract-dues.flow.js';
import { postExpenseReport } from './flows/post-expense-report.flow.js';
import { dailyDues } from './flows/start-dues.js';
import { BillingDuesController } from './http/billing-dues.controller.js';
import { RetentionsController } from './http/retentions.controller.js';
import { TermsViewsController } from './http/terms-views.controller.js';
import { UsageRecordsController } from './http/usage-records.controller.js';
import { receiptThreshold } from './settings.js';
import { onBillingFacts, onExpenseReport } from './triggers.js';

/** Contract billing: what a contract bills by its terms, as time passes or as it is used, and approved expenses. */
@Module({
  imports: [StoreModule, ProcessModule.forFlows('contract-billing', [contractDues, postExpenseReport, onExpenseReport, onBillingFacts])],
  providers: [daily(dailyDues)],
  controllers: [BillingDuesController, UsageRecordsController, TermsViewsController, RetentionsController],
})
export class ContractBillingModule {
  constructor() {
    receiptThreshold('USD'); // A setting that cannot be read stops the program here, not the first expense.
  }
}
