import type { FastifyInstance } from 'fastify';
import { requestContext } from '../correlation/hook.js';
import { requestPath } from '../problem/write.js';
import { logger } from './logger.js';
import { logSettings } from './settings.js';

/** Probes and scrapes come every few seconds and say nothing while they succeed. */
const QUIET = /^\/(health\/|metrics$|docs)/;

/** One line per answered request: method, route pattern (never the query), status, milliseconds, correlation id, principal. */
export function installRequestLog(fastify: FastifyInstance, app: string): void {
  const log = logger('http');
  fastify.addHook('onResponse', (request, reply, done) => {
    const route = request.routeOptions.url;
    if (!logSettings().requests || (route && QUIET.test(route) && reply.statusCode < 400)) return done();
    const context = requestContext(request);
    const level = reply.statusCode >= 500 ? 'error' : 'info';
    log[level](
      {
        app,
        method: request.method,
        route: route ?? requestPath(request),
        status: reply.statusCode,
        ms: Math.round(reply.elapsedTime * 10) / 10,
        correlation_id: context.correlation_id,
        ...(context.principal && { principal: context.principal.sub, client_id: context.principal.client_id }),
      },
      'request',
    );
    done();
  });
}
