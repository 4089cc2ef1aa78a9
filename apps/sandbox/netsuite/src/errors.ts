import type { Reply } from '../../kernel/src/index.js';

/** One entry of `o:errorDetails`. */
export interface ErrorDetail {
  detail: string;
  'o:errorCode': string;
  'o:errorPath'?: string;
  'o:errorQueryParam'?: string;
  'o:errorHeader'?: string;
  'o:errorUrl'?: string;
}

const TITLES: Record<number, string> = {
  400: 'Bad Request', 401: 'Unauthorized', 403: 'Forbidden', 404: 'Not Found', 405: 'Method Not Allowed', 409: 'Conflict',
  429: 'Too Many Requests', 500: 'Internal Server Error', 503: 'Service Unavailable',
};

/** An answer in NetSuite's error shape (RFC 9110 type URI, title, status, o:errorDetails). */
export function errorReply(status: number, details: ErrorDetail[], title = TITLES[status] ?? 'Error'): Reply {
  return {
    status,
    headers: { 'content-type': 'application/vnd.oracle.resource+json; type=error; charset=UTF-8' },
    body: { type: `https://www.rfc-editor.org/rfc/rfc9110.html#section-15.${status < 500 ? 5 : 6}`, title, status, 'o:errorDetails': details },
  };
}

/** Thrown by anything below a route: nothing staged is committed and the caller reads this error. */
export class Refusal extends Error {
  constructor(readonly status: number, readonly details: ErrorDetail[], readonly headers: Record<string, string> = {}, readonly title?: string) {
    super(details[0]?.detail ?? `refused with ${status}`);
  }

  reply(): Reply {
    const reply = errorReply(this.status, this.details, this.title);
    return { ...reply, headers: { ...reply.headers, ...this.headers } };
  }
}

/** Business errors nearly all arrive as 400 USER_ERROR with this opening. */
export const userError = (text: string, path?: string): Refusal =>
  new Refusal(400, [{ detail: `Error while accessing a resource. ${text}`, 'o:errorCode': 'USER_ERROR', ...(path ? { 'o:errorPath': path } : {}) }]);

export const missingValue = (label: string, path: string): Refusal => userError(`You must enter a value for ${label}.`, path);

export const invalidFieldValue = (value: unknown, field: string, path = field): Refusal =>
  userError(`You have entered an Invalid Field Value ${String(value)} for the following field: ${field.toLowerCase()}`, path);

export const invalidContent = (detail: string, path?: string): Refusal =>
  new Refusal(400, [{ detail, 'o:errorCode': 'INVALID_CONTENT', ...(path ? { 'o:errorPath': path } : {}) }]);

export const invalidParameter = (detail: string, parameter?: string): Refusal =>
  new Refusal(400, [{ detail, 'o:errorCode': 'INVALID_PARAMETER', ...(parameter ? { 'o:errorQueryParam': parameter } : {}) }]);

export const invalidHeader = (detail: string, header: string): Refusal =>
  new Refusal(400, [{ detail, 'o:errorCode': 'INVALID_HEADER', 'o:errorHeader': header }]);

/** SuiteQL that cannot be understood or names what is not there. */
export const invalidQuery = (reason: string): Refusal =>
  invalidParameter(`Invalid search query. Detailed unprocessed description follows. ${reason}`, 'q');

export const noSuchInstance = (url: string): Refusal =>
  new Refusal(404, [{ detail: 'The record instance does not exist. Provide a valid record instance ID.', 'o:errorCode': 'NONEXISTENT_ID', 'o:errorUrl': url }]);

export const noSuchResource = (url: string): Refusal =>
  new Refusal(404, [{ detail: `The requested resource does not exist. Check the URL: ${url}`, 'o:errorCode': 'NONEXISTENT_RESOURCE', 'o:errorUrl': url }]);
