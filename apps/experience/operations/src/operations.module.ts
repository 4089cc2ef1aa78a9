import { Module } from '@nestjs/common';
import { StoreModule } from '#lib/store';
import { EffectsController } from './http/effects.controller.js';
import { ExceptionsController } from './http/exceptions.controller.js';
import { SummaryController } from './http/summary.controller.js';

/** Operations: open exceptions and effects, and the decisions of the person who can settle them. */
@Module({ imports: [StoreModule], controllers: [ExceptionsController, EffectsController, SummaryController] })
export class OperationsModule {}
