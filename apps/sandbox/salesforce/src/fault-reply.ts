import type { FaultWords, Reply } from '../../kernel/src/index.js';
import { SalesforceError, statusOf } from './errors.js';

const BY_STATUS: Record<number, [code: string, message: string]> = {
  400: ['UNKNOWN_EXCEPTION', 'The request could not be understood'],
  401: ['INVALID_SESSION_ID', 'Session expired or invalid'],
  403: ['REQUEST_LIMIT_EXCEEDED', 'TotalRequests Limit exceeded.'],
  404: ['NOT_FOUND', 'The requested resource does not exist'],
  500: ['UNKNOWN_EXCEPTION', 'An unexpected error occurred. Please include this ErrorId if you contact support'],
  503: ['SERVER_UNAVAILABLE', 'The server is temporarily unavailable. Please try again later.'],
};

/**
 * An injected error in Salesforce's shape. A message such as `UNABLE_TO_LOCK_ROW` or `UNABLE_TO_LOCK_ROW: unable to obtain
 * exclusive access` names the error code; the status then follows from the code unless the fault gives one other than 503
 * (what the kernel fills in). Rate limiting is 403 REQUEST_LIMIT_EXCEEDED and never a Retry-After.
 */
export function faultReply(kind: 'error' | 'rate_limit', words: FaultWords): Reply {
  if (kind === 'rate_limit') return new SalesforceError('REQUEST_LIMIT_EXCEEDED', words.message ?? 'TotalRequests Limit exceeded.', [], words.status ?? 403).reply();
  const named = /^([A-Z][A-Z0-9_]{3,})(?::\s*(.*))?$/s.exec(words.message ?? '');
  if (named) {
    const status = words.status === undefined || words.status === 503 ? statusOf(named[1]!) : words.status;
    return new SalesforceError(named[1]!, named[2] || TEXTS[named[1]!] || named[1]!, [], status).reply();
  }
  const status = words.status ?? 500;
  const [code, message] = BY_STATUS[status] ?? ['UNKNOWN_EXCEPTION', 'An unexpected error occurred'];
  return new SalesforceError(status === 400 && words.message?.includes('JSON') ? 'JSON_PARSER_ERROR' : code, words.message ?? message, [], status).reply();
}

const TEXTS: Record<string, string> = {
  UNABLE_TO_LOCK_ROW: 'unable to obtain exclusive access to this record or 1 records',
  SERVER_UNAVAILABLE: 'The server is temporarily unavailable. Please try again later.',
  CANNOT_INSERT_UPDATE_ACTIVATE_ENTITY: 'We can\'t save this record because the “After Save” process failed.',
  DUPLICATES_DETECTED: 'Use one of these records?',
  INSUFFICIENT_ACCESS_OR_READONLY: 'insufficient access rights on object id',
  API_DISABLED_FOR_ORG: 'The REST API is not enabled for this Organization.',
};
