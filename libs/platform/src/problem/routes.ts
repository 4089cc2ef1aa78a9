import type { FastifyInstance } from 'fastify';

interface KnownRoute {
  method: string;
  pattern: RegExp;
}

function patternOf(url: string): RegExp {
  const source = url
    .split('/')
    .map((part) => (part === '*' ? '.*' : part.startsWith(':') ? '[^/]+' : part.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')))
    .join('/');
  return new RegExp(`^${source || '/'}/?$`);
}

/**
 * Which methods a path has. Fastify answers 404 for a known path asked with another method; RFC 9110 (15.5.6) asks
 * for 405 with `Allow`, so the not-found answer looks here first.
 */
export class RouteTable {
  private readonly routes: KnownRoute[] = [];

  /** Starts to record; call before any route is added. */
  watch(fastify: FastifyInstance): void {
    fastify.addHook('onRoute', (route) => {
      for (const method of Array.isArray(route.method) ? route.method : [route.method]) this.routes.push({ method, pattern: patternOf(route.url) });
    });
  }

  /** Methods registered for a path (without query), sorted; empty if the path is not known at all. */
  methodsOf(path: string): string[] {
    return [...new Set(this.routes.filter((r) => r.pattern.test(path)).map((r) => r.method))].sort();
  }
}
