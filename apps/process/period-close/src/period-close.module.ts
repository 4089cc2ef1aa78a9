import { Module } from '@nestjs/common';
import { daily, ProcessModule } from '#lib/process';
import { StoreModule } from '#lib/store';
import { closePreparation } from './flows/close-preparation.flow.js';
import { CloseMovesController } from './http/close-moves.controller.js';
import { ClosesController } from './http/closes.controller.js';
import { dailyReconciliation } from './reconcile/daily-reconciliation.js';

/** Period close: checklist, accruals, exchange differences, reconciliation, balances, and the states every posting obeys. */
@Module({
  imports: [StoreModule, ProcessModule.forFlows('period-close', [closePreparation])],
  providers: [daily(dailyReconciliation)],
  controllers: [ClosesController, CloseMovesController],
})
export class PeriodCloseModule {}
