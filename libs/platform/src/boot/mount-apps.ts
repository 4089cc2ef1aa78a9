import { type IncomingMessage, type Server, type ServerResponse, createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { contextFromHeaders } from '../correlation/hook.js';
import { HealthChecks } from '../health/checks.js';
import { logger } from '../log/logger.js';
import { Problem } from '../problem/problem.js';
import { rememberMount, writeProblem } from '../problem/write.js';
import { InFlight } from './in-flight.js';
import { httpSettings } from './http-settings.js';

/** Handles a bare node:http request whose prefix has been taken off its URL. */
export type RequestHandler = (request: IncomingMessage, response: ServerResponse) => void;

/** What answers under a prefix: an app of ours or a bare handler (the identity provider, a portal). */
export type Mount = { prefix: string; app: NestFastifyApplication } | { prefix: string; handler: RequestHandler; close?: () => Promise<void> };

/** A running server. */
export interface MountedApps {
  /** Where it listens, such as `http://127.0.0.1:4000`. */
  url: string;
  port: number;
  /** Not ready, no new connections, requests in flight finish (up to the drain timeout), then the apps stop. */
  close(): Promise<void>;
}

interface Entry {
  prefix: string;
  handle: RequestHandler;
}

function entryOf(mount: Mount): Entry {
  const prefix = mount.prefix.replace(/\/+$/, '');
  if (prefix && !/^(\/[A-Za-z0-9._~-]+)+$/.test(prefix)) throw new Error(`"${mount.prefix}" is not a usable prefix.`);
  if ('handler' in mount) return { prefix, handle: mount.handler };
  const fastify = mount.app.getHttpAdapter().getInstance();
  return { prefix, handle: (request, response) => fastify.routing(request, response) };
}

function matches(prefix: string, url: string): boolean {
  if (!url.startsWith(prefix)) return false;
  const next = url[prefix.length];
  return prefix === '' || next === undefined || next === '/' || next === '?';
}

function dispatcher(mounts: Mount[]): RequestHandler {
  const entries = mounts.map(entryOf).sort((a, b) => b.prefix.length - a.prefix.length);
  const doubled = entries.find((e, i) => entries[i + 1]?.prefix === e.prefix);
  if (doubled) throw new Error(`Two apps want the prefix "${doubled.prefix}".`);
  return (request, response) => {
    const url = request.url ?? '/';
    const entry = entries.find((e) => matches(e.prefix, url));
    if (!entry) {
      const { correlation_id } = contextFromHeaders(request.headers);
      writeProblem(new Problem('not_found', `There is no app at this address. Apps are mounted under: ${entries.map((e) => e.prefix).sort().join(', ')}.`), response, url.split(/[?#]/, 1)[0]!, correlation_id);
      return;
    }
    const rest = url.slice(entry.prefix.length);
    request.url = rest.startsWith('/') ? rest : `/${rest}`;
    rememberMount(request, entry.prefix);
    entry.handle(request, response);
  };
}

async function listen(server: Server, port: number, host: string): Promise<number> {
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, host, resolve);
  });
  return (server.address() as AddressInfo).port;
}

async function closeAll(mounts: Mount[]): Promise<void> {
  const stopped = new Set<unknown>();
  for (const mount of mounts) {
    const what = 'app' in mount ? mount.app : mount.handler;
    if (stopped.has(what)) continue;
    stopped.add(what);
    await ('app' in mount ? mount.app.close() : mount.close?.())?.catch((error: unknown) => logger('boot').error({ err: error, prefix: mount.prefix }, 'an app did not stop cleanly'));
  }
}

/**
 * Many apps in one process behind one port: the longest matching prefix is taken off and its app answers.
 * @throws the listen error (port taken, host not ours) as Node gives it.
 */
export async function mountApps(mounts: Mount[], where: { port?: number; host?: string } = {}): Promise<MountedApps> {
  const settings = httpSettings();
  const host = where.host ?? settings.host;
  const inFlight = new InFlight();
  const dispatch = dispatcher(mounts);
  const server = createServer({ requestTimeout: settings.request_timeout }, (request, response) => {
    inFlight.track(response);
    dispatch(request, response);
  });
  server.on('clientError', (_error, socket) => {
    if (socket.writable) socket.end('HTTP/1.1 400 Bad Request\r\nConnection: close\r\nContent-Length: 0\r\n\r\n');
    else socket.destroy();
  });
  const port = await listen(server, where.port ?? settings.port, host);
  let closing: Promise<void> | undefined;
  const close = async () => {
    for (const mount of mounts) if ('app' in mount) mount.app.get(HealthChecks, { strict: false }).drain();
    const stopped = new Promise<void>((resolve) => server.close(() => resolve()));
    inFlight.lastAnswers();
    server.closeIdleConnections();
    await inFlight.finished(settings.drain_timeout);
    server.closeAllConnections();
    await stopped;
    await closeAll(mounts);
  };
  return { url: `http://${host.includes(':') ? `[${host}]` : host}:${port}`, port, close: () => (closing ??= close()) };
}
