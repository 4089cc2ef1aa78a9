import { counter, gauge, histogram, logger } from '#lib/platform';

const BUCKETS = [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30];

/** One call to a vendor, for log and metrics: label and status, never urls with ids, bodies or headers. */
export interface VendorCall {
  vendor: string;
  label: string;
  method: string;
  /** `ok`, or the failure class. */
  outcome: string;
  status?: number;
  ms: number;
  attempt: number;
}

/** Writes a call down: debug when it went well, warn when not. */
export function recordCall(call: VendorCall): void {
  histogram('vendor_request_seconds', 'Calls to vendors', ['vendor', 'label', 'outcome'], BUCKETS).observe({ vendor: call.vendor, label: call.label, outcome: call.outcome }, call.ms / 1000);
  const line = { ...call, ms: Math.round(call.ms) };
  if (call.outcome === 'ok') logger('vendor').debug(line, 'vendor call');
  else logger('vendor').warn(line, 'vendor call failed');
}

/** Counts a second and later sending of a safe request. */
export function recordRetry(vendor: string, label: string): void {
  counter('vendor_retries', 'Safe requests sent again', ['vendor', 'label']).inc({ vendor, label });
}

/** Shows how a vendor's budget stands: requests under way and callers waiting for a place. */
export function recordBudget(vendor: string, state: { underWay: number; waiting: number }): void {
  const budget = gauge('vendor_budget', 'Requests to vendors under way and waiting for a place', ['vendor', 'what']);
  budget.set({ vendor, what: 'under_way' }, state.underWay);
  budget.set({ vendor, what: 'waiting' }, state.waiting);
}
