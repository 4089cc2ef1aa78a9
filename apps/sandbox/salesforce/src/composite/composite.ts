import type { Ctx, Reply } from '../../../kernel/src/index.js';
import { undoable } from '../record/undo.js';
import { bodyOf } from '../sobject/body.js';
import type { Route } from './dispatch.js';
import { checkParts, HALTED, runPart, type Part, type Result } from './parts.js';

/** POST composite: up to 25 subrequests in order, later ones may refer to earlier answers. 200 even when parts fail; allOrNone takes everything back. */
export function composite(routes: () => Route[]): (ctx: Ctx) => Reply {
  return (ctx) => {
    const { allOrNone = false, compositeRequest: parts } = bodyOf<{ allOrNone?: boolean; compositeRequest?: Part[] }>(ctx);
    checkParts(parts, 25);
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
