import type { Failure, FailureClass } from './failure.js';
import type { VendorAnswer } from './request.js';

const BY_STATUS: Record<number, FailureClass> = {
  400: 'validation', 401: 'auth', 403: 'auth', 404: 'not_found', 405: 'validation', 406: 'validation', 409: 'conflict', 410: 'not_found', 411: 'validation',
  412: 'conflict', 413: 'validation', 415: 'validation', 422: 'validation', 423: 'locked', 429: 'rate_limited',
};

/** Seconds to wait from `Retry-After` (seconds or an HTTP date, which is by the vendor's clock: its `Date` says what that shows); undefined when absent or unreadable. */
export function retryAfter(answer: VendorAnswer, now: number = Date.parse(answer.headers['date'] ?? '') || Date.now()): number | undefined {
  const text = answer.headers['retry-after'];
  if (!text) return undefined;
  const seconds = /^\d{1,6}(\.\d+)?$/.test(text.trim()) ? Number(text) : (Date.parse(text) - now) / 1000;
  return Number.isFinite(seconds) ? Math.max(0, Math.ceil(seconds)) : undefined;
}

/**
 * The reading of a status alone, true for most vendors: 2xx is a success; a 4xx is the vendor's word that nothing was applied; 408, 5xx and anything odd
 * leave it unknown. A vendor's `classify` starts here and refines by its own codes and texts.
 */
export function classifyStatus(answer: VendorAnswer, detail?: string): Failure | null {
  const { status } = answer;
  if (status >= 200 && status < 300) return null;
  const words = (detail ?? '').slice(0, 500) || `the vendor answered ${status}`;
  const known = BY_STATUS[status] ?? (status >= 400 && status < 500 && status !== 408 ? 'validation' : undefined);
  if (known) return { class: known, applied: 'no', detail: words, retry_after_s: retryAfter(answer) };
  if (status === 408 || status === 504) return { class: 'timeout', applied: 'unknown', detail: words };
  if (status >= 500) return { class: 'unavailable', applied: 'unknown', detail: words, retry_after_s: retryAfter(answer) };
  return { class: 'unknown', applied: 'unknown', detail: words };
}
