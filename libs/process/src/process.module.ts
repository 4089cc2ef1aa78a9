import { type DynamicModule, Module } from '@nestjs/common';
import { registerParts } from './engine/registry.js';
import type { Consumer } from './events/consumer.js';
import type { Flow } from './flow/define.js';

/** Token under which the module's registration is provided. */
export const PROCESS_PARTS = Symbol('PROCESS_PARTS');

/**
 * Makes an app's flows, triggers and consumers known to the process. They begin to run with `launchEngine`.
 * @example imports: [ProcessModule.forFlows('project-setup', [projectSetup, onDealWon])]
 */
@Module({})
export class ProcessModule {
  static forFlows(app: string, parts: readonly (Flow | Consumer)[]): DynamicModule {
    return {
      module: ProcessModule,
      // A factory, so that generating documents without instantiating providers registers nothing.
      providers: [{ provide: PROCESS_PARTS, useFactory: () => (registerParts(app, parts), parts) }],
      exports: [PROCESS_PARTS],
    };
  }
}
