import type { Ctx, Reply } from '../../../kernel/src/index.js';
import { SalesforceError } from '../errors.js';
import { dispatch, type Route, type SubRequest } from './dispatch.js';
import { resolveReferences } from './references.js';

/** A named part of a composite call or graph. */
export type Part = SubRequest & { referenceId: string };

export interface Result {
  body: unknown;
  httpHeaders: Record<string, string>;
  httpStatusCode: number;
  referenceId: string;
}

export const HALTED = { errorCode: 'PROCESSING_HALTED', message: 'The transaction was rolled back since another operation in the same transaction failed.' };

export function runPart(ctx: Ctx, books: Ctx['books'], routes: Route[], part: Part, answers: Map<string, unknown>): Reply {
  try {
    const url = String(resolveReferences(part.url, answers));
    if (/\/composite(\/batch|\/graph)?\/?(\?|$)/.test(url)) throw new SalesforceError('INVALID_INPUT', 'Composite requests cannot be nested');
    return dispatch(ctx, books, routes, { ...part, url, body: resolveReferences(part.body, answers) });
  } catch (error) {
    if (error instanceof SalesforceError) return error.reply();
    throw error;
  }
}

/** Parts are there, named once each, and no more than may be. */
export function checkParts(parts: Part[] | undefined, most: number): asserts parts is Part[] {
  if (!Array.isArray(parts) || parts.length === 0) throw new SalesforceError('JSON_PARSER_ERROR', 'compositeRequest is required');
  if (parts.length > most) throw new SalesforceError('LIMIT_EXCEEDED', `Limit of ${most} subrequests exceeded`);
  const ids = parts.map((p) => p.referenceId);
  if (ids.some((id) => !/^[A-Za-z]\w*$/.test(id ?? ''))) throw new SalesforceError('INVALID_INPUT', 'Provided referenceId must start with a letter and contain only letters, numbers and underscores');
  if (new Set(ids).size !== ids.length) throw new SalesforceError('INVALID_INPUT', 'Provided referenceId is not unique');
  if (parts.some((p) => typeof p.method !== 'string' || typeof p.url !== 'string')) throw new SalesforceError('JSON_PARSER_ERROR', 'method and url are required in every subrequest');
}
