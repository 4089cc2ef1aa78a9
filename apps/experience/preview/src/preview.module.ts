import { Module } from '@nestjs/common';
import { APP_INTERCEPTOR } from '@nestjs/core';
import { CreditMemoDraftsController } from './credit/credit-memo-drafts.controller.js';
import { CurrencyConversionsController } from './currency/currency-conversions.controller.js';
import { InvoiceDraftsController } from './invoice/invoice-drafts.controller.js';
import { MarginsController } from './margin/margins.controller.js';
import { ContractModificationsController } from './modification/contract-modifications.controller.js';
import { PoliciesController } from './policy/policies.controller.js';
import { RuleErrorInterceptor } from './refusal/rule-error.interceptor.js';
import { RevenueSchedulesController } from './revenue/revenue-schedules.controller.js';
import { TimePricesController } from './time/time-prices.controller.js';
import { UtilizationsController } from './utilization/utilizations.controller.js';

/** What-if: the rules over HTTP, on what is sent. It has no store: nothing is looked up and nothing is written. */
@Module({
  controllers: [TimePricesController, InvoiceDraftsController, CreditMemoDraftsController, RevenueSchedulesController, ContractModificationsController, UtilizationsController, CurrencyConversionsController, MarginsController, PoliciesController],
  providers: [{ provide: APP_INTERCEPTOR, useClass: RuleErrorInterceptor }],
})
export class PreviewModule {}
