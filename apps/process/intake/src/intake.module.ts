import { Module } from '@nestjs/common';
import { ProcessModule } from '#lib/process';
import { StoreModule } from '#lib/store';
import { FeedsController } from './http/feeds.controller.js';
import { RunsController } from './http/runs.controller.js';
import { StatusController } from './http/status.controller.js';
import { operatorRetries } from './retries.js';
import { IntakeWorker } from './intake-worker.js';

/** Intake: the change feeds of every system into the canonical store, and the view on every process run. */
@Module({ imports: [StoreModule, ProcessModule.forFlows('intake', [operatorRetries])], providers: [IntakeWorker], controllers: [FeedsController, RunsController, StatusController] })
export class IntakeModule {}
