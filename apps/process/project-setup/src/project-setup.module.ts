import { Module } from '@nestjs/common';
import { ProcessModule } from '#lib/process';
import { StoreModule } from '#lib/store';
import { planDemand } from './flows/plan-demand.flow.js';
import { setUpProject } from './flows/set-up-project.flow.js';
import { withdrawDemand } from './flows/withdraw-demand.flow.js';
import { SetupsController } from './http/setups.controller.js';
import { onCommitted, onWithdrawn, onWon, unapprovedWins } from './triggers.js';

/** Project set-up: committed deals become demand, won deals become projects that finance can bill. */
@Module({
  imports: [StoreModule, ProcessModule.forFlows('project-setup', [planDemand, withdrawDemand, setUpProject, onCommitted, onWithdrawn, onWon, unapprovedWins])],
  controllers: [SetupsController],
})
export class ProjectSetupModule {}
