import type { FastifyInstance } from 'fastify';
import { histogram } from './metrics.js';

const SECONDS = [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10];

/** Measures every answered request by app, method, route pattern and status. Unknown paths share one label: they are outsiders' choice. */
export function installHttpMetrics(fastify: FastifyInstance, app: string): void {
  const seconds = histogram('http_request_duration_seconds', 'Time from the first byte of a request to the end of its answer', ['app', 'method', 'route', 'status'], SECONDS);
  fastify.addHook('onResponse', (request, reply, done) => {
    seconds.observe({ app, method: request.method, route: request.routeOptions.url ?? 'unmatched', status: String(reply.statusCode) }, reply.elapsedTime / 1000);
    done();
  });
}
