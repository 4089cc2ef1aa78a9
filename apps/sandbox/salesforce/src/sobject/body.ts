import { BadBody, type Ctx } from '../../../kernel/src/index.js';
import { SalesforceError } from '../errors.js';

/** JSON object body of a write, or the parser's refusal. */
export function bodyOf<T = Record<string, unknown>>(ctx: Ctx): T {
  const type = ctx.headers['content-type'] ?? 'application/json';
  if (!/^application\/json\b/i.test(type)) throw new SalesforceError('UNSUPPORTED_MEDIA_TYPE', `Content type not supported: ${type}`);
  let body: unknown;
  try {
    body = ctx.json();
  } catch (error) {
    if (!(error instanceof BadBody)) throw error;
    throw new SalesforceError('JSON_PARSER_ERROR', 'Unexpected character or end of input at [line:1, column:1]');
  }
  if (typeof body !== 'object' || body === null || Array.isArray(body)) throw new SalesforceError('JSON_PARSER_ERROR', 'The HTTP entity body is required, but this request has no entity body.');
  return body as T;
}
