import { Counter, Gauge, Histogram, Registry, collectDefaultMetrics } from 'prom-client';

const registry = new Registry();
registry.setContentType(Registry.OPENMETRICS_CONTENT_TYPE as never);
let defaultsOn = false;

/** Content type of what `metricsText` gives. */
export const METRICS_CONTENT_TYPE = Registry.OPENMETRICS_CONTENT_TYPE;

function once<M>(name: string, make: () => M): M {
  return (registry.getSingleMetric(name) as M | undefined) ?? make();
}

/**
 * A counter that only grows, the same one for the same name. OpenMetrics adds the suffix `_total` when written, so it is left out of the name.
 * @example counter('effects_sent', 'Effects sent to vendors', ['vendor']).inc({ vendor: 'netsuite' })
 */
export function counter<L extends string = string>(name: string, help: string, labelNames: readonly L[] = []): Counter<L> {
  const base = name.replace(/_total$/, '');
  return once(base, () => new Counter<L>({ name: base, help, labelNames, registers: [registry] }));
}

/** A gauge that goes up and down, the same one for the same name. `collect` is called at each scrape. */
export function gauge<L extends string = string>(name: string, help: string, labelNames: readonly L[] = [], collect?: (this: Gauge<L>) => void | Promise<void>): Gauge<L> {
  return once(name, () => new Gauge<L>({ name, help, labelNames, registers: [registry], ...(collect && { collect }) }));
}

/** A histogram, the same one for the same name. Durations are in seconds, as OpenMetrics asks. */
export function histogram<L extends string = string>(name: string, help: string, labelNames: readonly L[] = [], buckets?: number[]): Histogram<L> {
  return once(name, () => new Histogram<L>({ name, help, labelNames, registers: [registry], ...(buckets && { buckets }) }));
}

/** Starts to collect what the process itself tells (memory, event loop, garbage collection); once per process. */
export function collectProcessMetrics(): void {
  if (defaultsOn) return;
  defaultsOn = true;
  collectDefaultMetrics({ register: registry });
}

/** All metrics of this process as OpenMetrics text. */
export function metricsText(): Promise<string> {
  return registry.metrics();
}
