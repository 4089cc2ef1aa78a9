import type { FaultWords, Reply } from '../../kernel/src/index.js';
import { RestError } from './rest/error.js';
import { SoapFault } from './soap/fault.js';

const TEXTS: Record<number, string> = { 400: 'invalid request', 401: 'invalid_token', 403: 'permission denied', 404: 'not found', 429: 'Too many requests', 500: 'internal error', 503: 'Service Unavailable' };

/** An injected error: REST shape, or a SOAP fault when the message names one (`validationError: …`). */
export function faultReply(kind: 'error' | 'rate_limit', words: FaultWords): Reply {
  const soap = /^(validationError|authenticationError|processingError)(?::\s*(.*))?$/s.exec(words.message ?? '');
  if (soap) return new SoapFault(soap[1] as 'validationError', soap[2] || 'invalid username or password').reply();
  const status = words.status ?? (kind === 'rate_limit' ? 429 : 500);
  const reply = new RestError(status, words.message ?? TEXTS[status] ?? 'error').reply();
  return words.retry_after === undefined ? reply : { ...reply, headers: { 'Retry-After': String(words.retry_after) } };
}
