import { NestFactory } from '@nestjs/core';
import { FastifyAdapter, type NestFastifyApplication } from '@nestjs/platform-fastify';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { validateSettings } from '../config/registry.js';
import { installCorrelation } from '../correlation/hook.js';
import { NestLogger } from '../log/nest-logger.js';
import { installRequestLog } from '../log/request-log.js';
import { problemFrom } from '../problem/from-error.js';
import { ProblemFilter } from '../problem/problem.filter.js';
import { RouteTable } from '../problem/routes.js';
import { problemValidationPipe } from '../problem/validation.js';
import { sendProblem } from '../problem/write.js';
import { installHttpMetrics } from '../telemetry/http-metrics.js';
import { collectProcessMetrics } from '../telemetry/metrics.js';
import { refuseDeepBodies } from './body-depth.js';
import { httpSettings } from './http-settings.js';
import { type AppMeta, type AppModule, withPlatform } from './meta.js';
import { securityHeaders } from './security-headers.js';
import { serveDocs } from './swagger.js';
import { refuseUnusableContent } from './unusable-content.js';

const metas = new WeakMap<object, AppMeta>();

/** Name, prefix and document facts of an app made by `createApp`. */
export function metaOf(app: NestFastifyApplication): AppMeta {
  const meta = metas.get(app);
  if (!meta) throw new Error('This app was not made by createApp.');
  return meta;
}

function newAdapter(): FastifyAdapter {
  const { body_limit_bytes, trust_proxy, request_timeout } = httpSettings();
  return new FastifyAdapter({
    bodyLimit: body_limit_bytes,
    requestTimeout: request_timeout,
    trustProxy: trust_proxy.length ? [...trust_proxy] : false,
    // Errors the router meets before any hook has run.
    frameworkErrors: (error: Error, request: unknown, reply: unknown) => sendProblem(problemFrom(error), request as FastifyRequest, reply as FastifyReply),
  });
}

/**
 * An initialized Nest app with everything an app of ours has: guard, limits, problem details, validation, correlation,
 * logs, metrics, health, Swagger UI under /docs and the document under /openapi.json. It does not listen yet: mount it
 * with `mountApps` or start it with `listenAlone`.
 * @throws SettingsError if the configuration is not usable.
 */
export async function createApp(appModule: AppModule, meta: AppMeta): Promise<NestFastifyApplication> {
  validateSettings();
  collectProcessMetrics();
  const adapter = newAdapter();
  const fastify = adapter.getInstance();
  const routes = new RouteTable();
  routes.watch(fastify as never);
  installCorrelation(fastify as never);
  installRequestLog(fastify as never, meta.name);
  installHttpMetrics(fastify as never, meta.name);
  refuseDeepBodies(fastify as never);
  refuseUnusableContent(fastify as never);

  const app = await NestFactory.create<NestFastifyApplication>(withPlatform(appModule), adapter, { logger: new NestLogger(meta.name), abortOnError: false });
  metas.set(app, meta);
  await securityHeaders(app);
  const { cors_origins } = httpSettings();
  if (cors_origins.length) app.enableCors({ origin: [...cors_origins], exposedHeaders: ['x-correlation-id', 'location', 'retry-after'] });
  app.useGlobalFilters(new ProblemFilter(routes));
  app.useGlobalPipes(problemValidationPipe());
  serveDocs(app, meta);
  await app.init();
  await fastify.ready();
  return app;
}
