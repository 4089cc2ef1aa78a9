import type { Consumer } from '../events/consumer.js';
import type { Flow, QueueClass } from '../flow/define.js';

export interface RegisteredFlow {
  flow: Flow;
  app: string;
  /** Queue of the engine: one per class and app, so that a process never takes a run whose code it does not have. */
  queue: string;
}

const flows = new Map<string, RegisteredFlow>();
const consumers = new Map<string, Consumer>();

/** Makes an app's flows and consumers known to this process. Repeating it with the same objects is harmless. */
export function registerParts(app: string, parts: readonly (Flow | Consumer)[]): void {
  for (const part of parts) {
    if (part.kind === 'flow') {
      const known = flows.get(part.name);
      if (known && known.flow !== part) throw new Error(`Two flows are called "${part.name}"`);
      flows.set(part.name, { flow: part, app, queue: queueName(part.queue, app) });
    } else {
      const known = consumers.get(part.name);
      if (known && known !== part) throw new Error(`Two event consumers are called "${part.name}"`);
      consumers.set(part.name, part);
    }
  }
}

/** Forgets all parts (tests that run several apps one after the other). */
export function forgetParts(): void {
  flows.clear();
  consumers.clear();
}

export function registeredFlows(): RegisteredFlow[] {
  return [...flows.values()];
}

export function registeredConsumers(): Consumer[] {
  return [...consumers.values()];
}

/** Does this process have a flow of this name? Flows of other apps are started by name where they are there. */
export function hasFlow(name: string): boolean {
  return flows.has(name);
}

/** Throws when this process does not have the flow. */
export function registeredFlow(name: string): RegisteredFlow {
  const found = flows.get(name);
  if (!found) throw new Error(`This process has no flow "${name}"; it has: ${[...flows.keys()].join(', ') || 'none'}`);
  return found;
}

function queueName(queue: QueueClass, app: string): string {
  return `${queue}.${app}`;
}
