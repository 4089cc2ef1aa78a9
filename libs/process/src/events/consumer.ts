import type { CanonicalEvent, EventType } from '#lib/canonical';
import type { EntityManager } from 'typeorm';

/** Reads the event log in order and does something about it in the database. */
export interface ConsumerDefinition {
  /** Stable name: its place in the log is kept under it. */
  name: string;
  types: readonly EventType[];
  /** Most events handed over at once. Default 100. */
  batch?: number;
  /**
   * Called with events in order (per partition by sequence), in the transaction that also moves the consumer's place: its writes and
   * the place commit together, so each event is handled exactly once. Only database work inside. May be called again with the same
   * events after a rollback, then possibly one by one.
   */
  handle(em: EntityManager, events: CanonicalEvent[]): Promise<void>;
}

export interface Consumer extends ConsumerDefinition {
  readonly kind: 'consumer';
}

/** Declares a consumer. Register it with `ProcessModule.forFlows`. One replica at a time runs it. */
export function defineConsumer(definition: ConsumerDefinition): Consumer {
  if (!/^[a-z][a-z0-9.-]*$/.test(definition.name)) throw new TypeError(`"${definition.name}" is no consumer name: use lower-case words joined by hyphens or dots`);
  if (definition.types.length === 0) throw new TypeError(`Consumer "${definition.name}" listens to no event type`);
  return { ...definition, kind: 'consumer' };
}
