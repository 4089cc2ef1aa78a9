import type { Ctx, Handler, Reply, Router } from './vendor.js';

interface Route {
  method: string;
  pattern: RegExp;
  names: string[];
  handler: Handler;
}

/** A route found for a request, with the values of its named parts. */
export interface RouteMatch {
  handler: Handler;
  params: Record<string, string>;
}

/** The routes of one vendor, in the order they were registered. */
export class RouteTable implements Router {
  private readonly routes: Route[] = [];
  readonly guards: ((ctx: Ctx) => Reply | undefined)[] = [];
  private fallback: Handler = () => ({ status: 404 });

  on(method: string, pattern: string, handler: Handler): void {
    this.routes.push({ method: method.toUpperCase(), ...compile(pattern), handler });
  }

  before(mw: (ctx: Ctx) => Reply | undefined): void {
    this.guards.push(mw);
  }

  notFound(handler: Handler): void {
    this.fallback = handler;
  }

  match(method: string, path: string): RouteMatch {
    const wanted = method === 'HEAD' ? 'GET' : method;
    for (const route of this.routes) {
      if (route.method !== wanted) continue;
      const parts = route.pattern.exec(path);
      if (parts) return { handler: route.handler, params: paramsOf(route.names, parts) };
    }
    return { handler: this.fallback, params: {} };
  }
}

function compile(pattern: string): { pattern: RegExp; names: string[] } {
  const names: string[] = [];
  const source = pattern.split('/').map((segment) => {
    if (segment === '*') {
      names.push('*');
      return '(.*)';
    }
    return segment.split(/(:[A-Za-z_]\w*)/).map((part) => {
      if (!/^:[A-Za-z_]/.test(part)) return part.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
      names.push(part.slice(1));
      return '([^/]+)';
    }).join('');
  }).join('/');
  return { pattern: new RegExp(`^${source}/?$`), names };
}

function paramsOf(names: string[], parts: RegExpExecArray): Record<string, string> {
  return Object.fromEntries(names.map((name, at) => [name, decoded(parts[at + 1] ?? '')]));
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
