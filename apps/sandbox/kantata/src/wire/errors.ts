import { Abort, type FaultWords, type Reply } from '../../../kernel/src/index.js';

/** One entry of the `errors` list that every failure carries. */
export interface ApiError {
  type: 'oauth' | 'system' | 'validation';
  message: string;
  field?: string;
}

export const failure = (status: number, errors: ApiError[], headers?: Record<string, string>): Reply => ({
  status,
  ...(headers ? { headers } : {}),
  body: { errors },
});

/** 422 with the field at fault. Nothing of the request is kept. */
export function invalid(field: string, message: string): Abort {
  return new Abort(failure(422, [{ type: 'validation', message, field }]));
}

/** 400: the request itself cannot be understood. */
export function badRequest(message: string): Abort {
  return new Abort(failure(400, [{ type: 'system', message }]));
}

/** 404, also for records that the default filters hide. */
export function notFound(): Abort {
  return new Abort(failure(404, [{ type: 'system', message: 'The requested resource could not be found' }]));
}

/** 401 as seen from the live service. */
export const unauthorized = (): Reply =>
  failure(401, [{ type: 'oauth', message: 'Invalid OAuth 2 Request' }], {
    'WWW-Authenticate': 'Bearer realm="Doorkeeper", error="invalid_token", error_description="The access token is invalid"',
  });

/** 429. The reference promises no body and no Retry-After; the header is there only when it is asked for. */
export const tooManyRequests = (retryAfter?: number, message = 'Rate limit exceeded. Please retry after a small delay.'): Reply =>
  failure(429, [{ type: 'system', message }], retryAfter === undefined ? undefined : { 'Retry-After': String(retryAfter) });

/** An injected failure in this vendor's words. */
export function faultReply(kind: 'error' | 'rate_limit', words: FaultWords): Reply {
  if (kind === 'rate_limit') return tooManyRequests(words.retry_after, words.message);
  const status = words.status ?? 500;
  const type = status === 401 ? 'oauth' : status === 422 ? 'validation' : 'system';
  return failure(status, [{ type, message: words.message ?? 'Service is unavailable' }]);
}
