import { Module } from '@nestjs/common';
import { StoreModule } from '#lib/store';
import { DefinitionsController } from './http/definitions.controller.js';
import { MarginController } from './http/margin.controller.js';
import { UtilizationController } from './http/utilization.controller.js';

/** Finance views: utilization and margin with definition, freshness and drill-down. Reads only. */
@Module({ imports: [StoreModule], controllers: [DefinitionsController, UtilizationController, MarginController] })
export class FinanceModule {}
