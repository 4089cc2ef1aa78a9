import type { Ctx, Reply } from '../../../kernel/src/index.js';
import { SalesforceError } from '../errors.js';
import { undoable } from '../record/undo.js';
import { bodyOf } from '../sobject/body.js';
import { dispatch, type Route, type SubRequest } from './dispatch.js';
import { resolveReferences } from './references.js';

type Part = SubRequest & { referenceId: string };

interface Result {
  body: unknown;
  httpHeaders: Record<string, string>;
  httpStatusCode: number;
  referenceId: string;
}

const HALTED = { errorCode: 'PROCESSING_HALTED', message: 'The transaction was rolled back since another operation in the same transaction failed.' };

/** POST composite: up to 25 subrequests in order, later ones may refer to earlier answers. 200 even when parts fail; allOrNone takes everything back. */
export function composite(routes: () => Route[]): (ctx: Ctx) => Reply {
  return (ctx) => {
    const { allOrNone = false, compositeRequest: parts } = bodyOf<{ allOrNone?: boolean; compositeRequest?: Part[] }>(ctx);
    checkParts(parts);
    const work = undoable(ctx.books);
    const answers = new Map<string, unknown>();
    const results: Result[] = [];
    for (const part of parts) {
      const failed = allOrNone && results.some((r) => r.httpStatusCode >= 300);
      const reply: Reply = failed ? { status: 400, body: [HALTED] } : runPart(ctx, work.books, routes(), part, answers);
      if (reply.status < 300) answers.set(part.referenceId, reply.body);
      results.push({ body: reply.body ?? null, httpHeaders: reply.headers ?? {}, httpStatusCode: reply.status, referenceId: part.referenceId });
    }
    if (allOrNone && results.some((r) => r.httpStatusCode >= 300)) {
      work.undo();
      for (const r of results) if (r.httpStatusCode < 300) Object.assign(r, { body: [HALTED], httpStatusCode: 400, httpHeaders: {} });
    }
    return { status: 200, body: { compositeResponse: results } };
  };
}

function runPart(ctx: Ctx, books: Ctx['books'], routes: Route[], part: Part, answers: Map<string, unknown>): Reply {
  try {
    const url = String(resolveReferences(part.url, answers));
    if (/\/composite(\/batch)?\/?(\?|$)/.test(url)) throw new SalesforceError('INVALID_INPUT', 'Composite requests cannot be nested');
    return dispatch(ctx, books, routes, { ...part, url, body: resolveReferences(part.body, answers) });
  } catch (error) {
    if (error instanceof SalesforceError) return error.reply();
    throw error;
  }
}

function checkParts(parts: Part[] | undefined): asserts parts is Part[] {
  if (!Array.isArray(parts) || parts.length === 0) throw new SalesforceError('JSON_PARSER_ERROR', 'compositeRequest is required');
  if (parts.length > 25) throw new SalesforceError('LIMIT_EXCEEDED', 'Limit of 25 subrequests exceeded');
  const ids = parts.map((p) => p.referenceId);
  if (ids.some((id) => !/^[A-Za-z]\w*$/.test(id ?? ''))) throw new SalesforceError('INVALID_INPUT', 'Provided referenceId must start with a letter and contain only letters, numbers and underscores');
  if (new Set(ids).size !== ids.length) throw new SalesforceError('INVALID_INPUT', 'Provided referenceId is not unique');
  if (parts.some((p) => typeof p.method !== 'string' || typeof p.url !== 'string')) throw new SalesforceError('JSON_PARSER_ERROR', 'method and url are required in every subrequest');
}
