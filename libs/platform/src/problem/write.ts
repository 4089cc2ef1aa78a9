import type { ServerResponse } from 'node:http';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { CORRELATION_HEADER, requestContext } from '../correlation/hook.js';
import type { Problem, ProblemBody } from './problem.js';

export const PROBLEM_MEDIA_TYPE = 'application/problem+json';
const mounts = new WeakMap<object, string>();

/** Remembers under which prefix a raw request reached its app, so that `instance` names the path the caller asked for. */
export function rememberMount(raw: object, prefix: string): void {
  mounts.set(raw, prefix);
}

/** The path the caller asked for, mount prefix included, query left out (it may hold personal values). */
export function requestPath(request: FastifyRequest): string {
  return (mounts.get(request.raw) ?? '') + (request.raw.url ?? '/').split(/[?#]/, 1)[0];
}

function headersOf(problem: Problem): Record<string, string> {
  return {
    ...problem.headers,
    ...(problem.retryAfterS !== undefined && { 'retry-after': String(Math.max(0, Math.ceil(problem.retryAfterS))) }),
  };
}

/** Answers a Fastify request with the problem; does nothing if an answer is already on its way. */
export function sendProblem(problem: Problem, request: FastifyRequest, reply: FastifyReply): void {
  if (reply.sent || reply.raw.headersSent) return;
  const context = requestContext(request);
  void reply
    .code(problem.status)
    .headers({ 'cache-control': 'no-store', ...headersOf(problem), [CORRELATION_HEADER]: context.correlation_id })
    .type(PROBLEM_MEDIA_TYPE)
    .serializer((body: unknown) => JSON.stringify(body))
    .send(problem.body(requestPath(request), context.correlation_id));
}

/** Answers a bare node:http request with the problem (for what happens before any app is reached). */
export function writeProblem(problem: Problem, response: ServerResponse, instance: string, correlationId: string): void {
  if (response.headersSent) return;
  const body: ProblemBody = problem.body(instance, correlationId);
  const text = JSON.stringify(body);
  response.writeHead(problem.status, {
    'content-type': PROBLEM_MEDIA_TYPE,
    'cache-control': 'no-store',
    'content-length': Buffer.byteLength(text),
    [CORRELATION_HEADER]: correlationId,
    ...headersOf(problem),
  });
  response.end(text);
}
