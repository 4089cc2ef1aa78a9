/** Base of the problem type URIs (RFC 9457 section 3.1.1). */
export const PROBLEM_TYPE_BASE = 'https://throughline.dev/problems/';

/** The closed set of failures a caller can meet, with the HTTP status each always has. */
export const PROBLEM_CLASSES = {
  validation: { status: 400, title: 'The request is not valid' },
  idempotency_key_required: { status: 400, title: 'An Idempotency-Key is required' },
  unauthenticated: { status: 401, title: 'Sign in first' },
  forbidden: { status: 403, title: 'Not allowed' },
  not_found: { status: 404, title: 'Not found' },
  method_not_allowed: { status: 405, title: 'Method not allowed' },
  conflict: { status: 409, title: 'Conflicts with the present state' },
  idempotency_conflict: { status: 409, title: 'The Idempotency-Key was used for another request' },
  stale_version: { status: 412, title: 'The record has changed meanwhile' },
  payload_too_large: { status: 413, title: 'The request body is too large' },
  unsupported_media_type: { status: 415, title: 'The media type is not supported' },
  business_rejection: { status: 422, title: 'Rejected by a business rule' },
  rate_limited: { status: 429, title: 'Too many requests' },
  internal: { status: 500, title: 'Something failed on our side' },
  vendor_unavailable: { status: 503, title: 'A system behind this API is not available' },
} as const satisfies Record<string, { status: number; title: string }>;

/** Name of a problem class; also the last part of its type URI. */
export type ProblemClass = keyof typeof PROBLEM_CLASSES;

/** The class that stands for an HTTP status; statuses without one of their own count as `validation` (4xx) or `internal`. */
export function problemClassForStatus(status: number): ProblemClass {
  const named: Record<number, ProblemClass> = {
    401: 'unauthenticated', 403: 'forbidden', 404: 'not_found', 405: 'method_not_allowed', 409: 'conflict', 412: 'stale_version',
    413: 'payload_too_large', 415: 'unsupported_media_type', 422: 'business_rejection', 429: 'rate_limited', 502: 'vendor_unavailable', 503: 'vendor_unavailable', 504: 'vendor_unavailable',
  };
  return named[status] ?? (status >= 400 && status < 500 ? 'validation' : 'internal');
}
