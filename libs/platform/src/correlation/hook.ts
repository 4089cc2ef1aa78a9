import type { IncomingHttpHeaders } from 'node:http';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import { inWorkContext, type WorkContext } from './context.js';
import { isCorrelationId, newCorrelationId, nextTraceparent, parseTraceparent, safeTracestate } from './ids.js';

export const CORRELATION_HEADER = 'x-correlation-id';
const contexts = new WeakMap<object, WorkContext>();

/**
 * The context of an incoming request: its `x-correlation-id` if that is safe, else the trace id of its W3C
 * `traceparent`, else a new id.
 */
export function contextFromHeaders(headers: IncomingHttpHeaders): WorkContext {
  const trace = parseTraceparent(headers.traceparent);
  const given = headers[CORRELATION_HEADER];
  const tracestate = trace && safeTracestate(headers.tracestate);
  return {
    correlation_id: isCorrelationId(given) ? given : (trace?.trace_id ?? newCorrelationId()),
    traceparent: nextTraceparent(trace),
    ...(tracestate && { tracestate }),
  };
}

/** The context of a request, made if the correlation hook has not run for it (a URL the router itself refused). */
export function requestContext(request: FastifyRequest): WorkContext {
  let context = contexts.get(request.raw);
  if (!context) contexts.set(request.raw, (context = contextFromHeaders(request.headers)));
  return context;
}

/** Opens the context of each request before anything else runs and echoes its correlation id on the answer. */
export function installCorrelation(fastify: FastifyInstance): void {
  fastify.addHook('onRequest', (request, reply, done) => {
    const context = requestContext(request);
    void reply.header(CORRELATION_HEADER, context.correlation_id);
    inWorkContext(context, done);
  });
  // Body chunks arrive in the socket's own async context, so what was entered above is lost while a body is parsed.
  fastify.addHook('preValidation', (request, _reply, done) => inWorkContext(requestContext(request), done));
}
