import type { FlowContext } from './context.js';

/** Work classes, most urgent first: finance before delivery before analytics. */
export const QUEUE_CLASSES = ['finance', 'delivery', 'analytics'] as const;
export type QueueClass = (typeof QUEUE_CLASSES)[number];

/** A business flow: a plain async method that reads top-down, made durable by the kit. */
export interface FlowDefinition<In extends object, Out> {
  /** Stable name, e.g. `project-setup`; runs in flight find their code by it. */
  name: string;
  queue: QueueClass;
  /** Names the business fact the run is about; exceptions of the run carry it. */
  businessKey(input: In): string;
  /** Runs with the same partition go one after the other, in the order they were started. Without it a run waits for nobody. */
  partition?(input: In): string;
  /**
   * The story. Everything that touches the world goes through `ctx`: between two `ctx` calls the code must do the same thing
   * each time it is given the same answers, because it is replayed after a crash.
   */
  run(ctx: FlowContext, input: In): Promise<Out>;
}

export interface Flow<In extends object = any, Out = any> extends FlowDefinition<In, Out> {
  readonly kind: 'flow';
}

/** Declares a flow. Register it with `ProcessModule.forFlows`. */
export function defineFlow<In extends object, Out>(definition: FlowDefinition<In, Out>): Flow<In, Out> {
  if (!/^[a-z][a-z0-9-]*$/.test(definition.name)) throw new TypeError(`"${definition.name}" is no flow name: use lower-case words joined by hyphens`);
  return { ...definition, kind: 'flow' };
}
