import { Module } from '@nestjs/common';
import { ProcessModule } from '#lib/process';
import { StoreModule } from '#lib/store';
import { billingRun } from './flows/billing-run.flow.js';
import { followInvoice } from './flows/follow-invoice.flow.js';
import { postTimesheet } from './flows/post-timesheet.flow.js';
import { onAmended, recapContract } from './flows/recap-contract.flow.js';
import { releaseInvoice } from './flows/release-invoice.flow.js';
import { BillingEventsController } from './http/billing-events.controller.js';
import { BillingRunsController } from './http/billing-runs.controller.js';
import { CreditsController } from './http/credits.controller.js';
import { ControlTotalsController } from './http/control-totals.controller.js';
import { InvoicesController } from './http/invoices.controller.js';
import { TimeValidationsController } from './http/time-validations.controller.js';
import { onExpensesRecorded, onTakenBack } from './consumers.js';
import { onErpInvoice, onTimesheet } from './triggers.js';

/** Time to invoice: approved time to posted invoices, and the status back to PSA and CRM. */
@Module({
  imports: [StoreModule, ProcessModule.forFlows('time-to-invoice', [postTimesheet, billingRun, releaseInvoice, followInvoice, recapContract, onTimesheet, onAmended, onErpInvoice, onTakenBack, onExpensesRecorded])],
  controllers: [TimeValidationsController, BillingRunsController, InvoicesController, CreditsController, BillingEventsController, ControlTotalsController],
})
export class TimeToInvoiceModule {}
