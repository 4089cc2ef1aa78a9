import type { Reply } from '../../kernel/src/index.js';

const STATUS: Record<string, number> = {
  INVALID_SESSION_ID: 401,
  REQUEST_LIMIT_EXCEEDED: 403,
  API_DISABLED_FOR_ORG: 403,
  INSUFFICIENT_ACCESS_OR_READONLY: 403,
  NOT_FOUND: 404,
  ENTITY_IS_DELETED: 404,
  METHOD_NOT_ALLOWED: 405,
  URI_TOO_LONG: 414,
  UNSUPPORTED_MEDIA_TYPE: 415,
  UNKNOWN_EXCEPTION: 500,
  SERVER_UNAVAILABLE: 503,
};

/** One refusal in Salesforce's words. Plain answers carry `errorCode`, collections carry `statusCode`. */
export class SalesforceError extends Error {
  constructor(readonly errorCode: string, message: string, readonly fields: string[] = [], readonly status = statusOf(errorCode)) {
    super(message);
  }

  /** The array every data endpoint answers with. */
  reply(): Reply {
    return { status: this.status, body: [this.plain()] };
  }

  plain(): object {
    const body = { message: this.message, errorCode: this.errorCode };
    return this.fields.length ? { ...body, fields: this.fields } : body;
  }

  inCollection(): object {
    return { statusCode: this.errorCode, message: this.message, fields: this.fields };
  }
}

export function statusOf(errorCode: string): number {
  return STATUS[errorCode] ?? 400;
}

export const notFound = (message = 'The requested resource does not exist') => new SalesforceError('NOT_FOUND', message);
