import { Module } from '@nestjs/common';
import { ProcessModule } from '#lib/process';
import { StoreModule } from '#lib/store';
import { applyAmendment } from './flows/apply-amendment.flow.js';
import { AmendmentsController } from './http/amendments.controller.js';
import { estimateRenewed, onApproved, onSettled, workAtRisk } from './triggers.js';

/** Amendments: a change that both parties agreed is carried through contract, rates, schedule, budget, revenue, forecast and backlog, or not at all. */
@Module({
  imports: [StoreModule, ProcessModule.forFlows('amendments', [applyAmendment, onApproved, onSettled, workAtRisk, estimateRenewed])],
  controllers: [AmendmentsController],
})
export class AmendmentsModule {}
