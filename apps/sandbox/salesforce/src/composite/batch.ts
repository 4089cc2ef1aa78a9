import type { Ctx, Reply } from '../../../kernel/src/index.js';
import { SalesforceError } from '../errors.js';
import { spendCall } from '../session/usage.js';
import { bodyOf } from '../sobject/body.js';
import { dispatch, type Route } from './dispatch.js';

interface BatchPart {
  method: string;
  /** `v66.0/sobjects/…`: below /services/data/. */
  url: string;
  richInput?: unknown;
}

/** POST composite/batch: up to 25 independent subrequests, each counted as a call of its own. */
export function batch(routes: () => Route[]): (ctx: Ctx) => Reply {
  return (ctx) => {
    const { batchRequests: parts, haltOnError = false } = bodyOf<{ batchRequests?: BatchPart[]; haltOnError?: boolean }>(ctx);
    if (!Array.isArray(parts) || parts.length === 0) throw new SalesforceError('JSON_PARSER_ERROR', 'batchRequests is required');
    if (parts.length > 25) throw new SalesforceError('LIMIT_EXCEEDED', 'Limit of 25 subrequests exceeded');
    let halted = false;
    const results = parts.map((part) => {
      if (halted) return { statusCode: 412, result: [{ errorCode: 'BATCH_PROCESSING_HALTED', message: 'Batch processing halted per request' }] };
      spendCall(ctx);
      const url = part.url.startsWith('/services/data/') ? part.url : `/services/data/${part.url.replace(/^\//, '')}`;
      const reply = dispatch(ctx, ctx.books, routes(), { method: part.method, url, body: part.richInput });
      halted = haltOnError && reply.status >= 300;
      return { statusCode: reply.status, result: reply.body ?? null };
    });
    return { status: 200, body: { hasErrors: results.some((r) => r.statusCode >= 300), results } };
  };
}
