import { Module } from '@nestjs/common';
import { ProcessModule } from '#lib/process';
import { StoreModule } from '#lib/store';
import { MILESTONE_BILLING_PARTS } from './billing/parts.js';
import { REVENUE_CONTROLLERS, REVENUE_PARTS } from './revenue/parts.js';

/** Milestone to revenue: delivery becomes recognized revenue. Billing and recognition are two folders that do not know each other. */
@Module({
  imports: [StoreModule, ProcessModule.forFlows('milestone-to-revenue', [...MILESTONE_BILLING_PARTS, ...REVENUE_PARTS])],
  controllers: [...REVENUE_CONTROLLERS],
})
export class MilestoneToRevenueModule {}
