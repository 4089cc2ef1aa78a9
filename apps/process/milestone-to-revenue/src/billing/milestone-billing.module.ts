import { Module } from '@nestjs/common';
import { ProcessModule } from '#lib/process';
import { StoreModule } from '#lib/store';
import { billMilestone } from './bill-milestone.flow.js';
import { tellMilestone } from './tell-milestone.flow.js';
import { onMilestoneBilling, onMilestoneFacts } from './triggers.js';

/** Billing of milestones: completed milestones become billing events behind a guard, and the PSA sees how they stand. */
@Module({ imports: [StoreModule, ProcessModule.forFlows('milestone-billing', [billMilestone, tellMilestone, onMilestoneFacts, onMilestoneBilling])] })
export class MilestoneBillingModule {}
