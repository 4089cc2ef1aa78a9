import { Module } from '@nestjs/common';
import { ProcessModule } from '#lib/process';
import { StoreModule } from '#lib/store';
import { RollupsController } from './http/rollups.controller.js';
import { keepRollups } from './keep-rollups.js';

/** Analytics: keeps the rollups that utilization and margin are read from. */
@Module({ imports: [StoreModule, ProcessModule.forFlows('analytics', [keepRollups])], controllers: [RollupsController] })
export class AnalyticsModule {}
