import type { CanonicalEvent, EventType } from '#lib/canonical';
import { startIn } from '../engine/start.js';
import type { Flow } from '../flow/define.js';
import { type Consumer, defineConsumer } from './consumer.js';

export interface TriggerDefinition<In extends object> {
  /** Default `start-<flow>`. A flow with several triggers names them. */
  name?: string;
  types: readonly EventType[];
  flow: Flow<In, any>;
  /** What the event means to the flow; null when it means nothing. Must not look anywhere but at the event. */
  input(event: CanonicalEvent): In | null;
  /** Id of the run: the same business fact must give the same id. */
  id(event: CanonicalEvent): string;
}

/** Starts a flow for each event that concerns it, in the transaction that moves past the event: no event without its run, no run twice. */
export function defineTrigger<In extends object>(t: TriggerDefinition<In>): Consumer {
  return defineConsumer({
    name: t.name ?? `start-${t.flow.name}`,
    types: t.types,
    async handle(em, events) {
      for (const event of events) {
        const input = t.input(event);
        if (input) await startIn(em, { flow: t.flow, id: t.id(event), input, correlation_id: event.correlationid, causation_id: event.id });
      }
    },
  });
}
