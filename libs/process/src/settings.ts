import { defineSettings } from '#lib/platform';

/** Settings of the process kit. */
export const processSettings = defineSettings('process', {
  version: { env: 'PROCESS_VERSION', type: 'string', default: '1', doc: 'Version runs are bound to. Keep it while releases can finish the runs of the one before; change it when they cannot.' },
  executor_id: { env: 'EXECUTOR_ID', type: 'string', doc: 'Name of this replica; must differ between replicas. Default: random per process.' },
  database_connections: { env: 'PROCESS_DATABASE_CONNECTIONS', type: 'integer', default: 16, min: 4, max: 100, doc: 'Connections for database steps of flows.' },
  engine_connections: { env: 'PROCESS_ENGINE_CONNECTIONS', type: 'integer', default: 12, min: 4, max: 100, doc: 'Connections for the engine’s own bookkeeping.' },
  runs_finance: { env: 'PROCESS_RUNS_FINANCE', type: 'integer', default: 200, min: 1, doc: 'Finance runs open at once in this replica, waiting ones included.' },
  runs_delivery: { env: 'PROCESS_RUNS_DELIVERY', type: 'integer', default: 200, min: 1, doc: 'Delivery runs open at once in this replica, waiting ones included.' },
  runs_analytics: { env: 'PROCESS_RUNS_ANALYTICS', type: 'integer', default: 50, min: 1, doc: 'Analytics runs open at once in this replica, waiting ones included.' },
  calls_per_system: { env: 'PROCESS_CALLS_PER_SYSTEM', type: 'integer', default: 24, min: 1, doc: 'Calls open at once to one system API from this replica.' },
  poll_ms: { env: 'PROCESS_POLL', type: 'duration_ms', default: 50, min: 10, doc: 'How often queues and events are looked at.' },
  step_attempts: { env: 'PROCESS_STEP_ATTEMPTS', type: 'integer', default: 12, min: 1, doc: 'Attempts of a step before the run fails; connection errors and unavailable systems do not count.' },
  retry_cap_ms: { env: 'PROCESS_RETRY_CAP', type: 'duration_ms', default: 10_000, min: 10, doc: 'Longest pause between attempts of a step.' },
  unavailable_cap_ms: { env: 'PROCESS_UNAVAILABLE_CAP', type: 'duration_ms', default: 30_000, min: 10, doc: 'Longest pause between attempts while a system is unavailable.' },
  unavailable_after_ms: { env: 'PROCESS_UNAVAILABLE_AFTER', type: 'duration_ms', default: 300_000, doc: 'How long a system may be unavailable before people are told (VENDOR_UNAVAILABLE).' },
  person_poll_ms: { env: 'PROCESS_PERSON_POLL', type: 'duration_ms', default: 15_000, min: 10, doc: 'How often an effect that waits for a person is looked at.' },
  lease_ms: { env: 'PROCESS_LEASE', type: 'duration_ms', default: 15_000, min: 2_000, doc: 'How long a replica may be silent before its runs are taken over.' },
  sweep_ms: { env: 'PROCESS_SWEEP', type: 'duration_ms', default: 1_000, min: 50, doc: 'How often replicas look for dead ones.' },
  keep_ms: { env: 'PROCESS_KEEP', type: 'duration_ms', default: '30d', min: 60_000, doc: 'How long the engine keeps its record of runs that ended. The run, its steps and effects stay on record.' },
  drain_ms: { env: 'PROCESS_DRAIN', type: 'duration_ms', default: 5_000, doc: 'How long a stop waits for steps in progress.' },
});

export type ProcessSettings = ReturnType<typeof processSettings>;
