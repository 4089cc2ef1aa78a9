import type { Ctx, Reply } from '../../../kernel/src/index.js';
import { SalesforceError } from '../errors.js';
import { undoable } from '../record/undo.js';
import { bodyOf } from '../sobject/body.js';
import type { Route } from './dispatch.js';
import { checkParts, HALTED, runPart, type Part, type Result } from './parts.js';

interface Graph { graphId: string; compositeRequest?: Part[] }

const MOST_NODES = 500;
const MOST_GRAPHS = 75;
/** Nodes are single records: `sobjects/{X}`, `sobjects/{X}/{id}`, `sobjects/{X}/{field}/{value}`. */
const NODE = /^\/services\/data\/v\d+\.\d+\/sobjects\/[^/?]+(\/[^/?]+){0,2}\/?(\?|$)/;

/** POST composite/graph: each graph is done wholly or not at all, whatever becomes of the others. 200 in either case; `isSuccessful` says which. */
export function graphs(routes: () => Route[]): (ctx: Ctx) => Reply {
  return (ctx) => {
    const { graphs: asked } = bodyOf<{ graphs?: Graph[] }>(ctx);
    if (!Array.isArray(asked) || asked.length === 0) throw new SalesforceError('JSON_PARSER_ERROR', 'graphs is required');
    if (asked.length > MOST_GRAPHS) throw new SalesforceError('LIMIT_EXCEEDED', `Limit of ${MOST_GRAPHS} graphs exceeded`);
    if (asked.some((graph) => !/^\w+$/.test(graph.graphId ?? ''))) throw new SalesforceError('JSON_PARSER_ERROR', 'graphId is required in every graph');
    const nodes = asked.flatMap((graph) => graph.compositeRequest ?? []);
    if (nodes.length > MOST_NODES) throw new SalesforceError('LIMIT_EXCEEDED', `Limit of ${MOST_NODES} nodes exceeded`);
    for (const graph of asked) checkParts(graph.compositeRequest, MOST_NODES);
    return { status: 200, body: { graphs: asked.map((graph) => run(ctx, routes(), graph)) } };
  };
}

function run(ctx: Ctx, routes: Route[], { graphId, compositeRequest }: Graph): object {
  const work = undoable(ctx.books);
  const answers = new Map<string, unknown>();
  const results: Result[] = [];
  for (const part of compositeRequest!) {
    const failed = results.some((r) => r.httpStatusCode >= 300);
    const reply: Reply = failed ? { status: 400, body: [HALTED] } : node(ctx, work.books, routes, part, answers);
    if (reply.status < 300) answers.set(part.referenceId, reply.body);
    results.push({ body: reply.body ?? null, httpHeaders: reply.headers ?? {}, httpStatusCode: reply.status, referenceId: part.referenceId });
  }
  const isSuccessful = results.every((r) => r.httpStatusCode < 300);
  if (!isSuccessful) {
    work.undo();
    for (const r of results) if (r.httpStatusCode < 300) Object.assign(r, { body: [HALTED], httpStatusCode: 400, httpHeaders: {} });
  }
  return { graphId, graphResponse: { compositeResponse: results }, isSuccessful };
}

function node(ctx: Ctx, books: Ctx['books'], routes: Route[], part: Part, answers: Map<string, unknown>): Reply {
  if (!NODE.test(part.url)) return new SalesforceError('INVALID_INPUT', `${part.url} is not supported in a composite graph`).reply();
  return runPart(ctx, books, routes, part, answers);
}
