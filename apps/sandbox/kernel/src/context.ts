import type { IncomingMessage } from 'node:http';
import type { Transaction } from './transaction.js';
import { BadBody, type Ctx } from './vendor.js';

/** A request read from the wire, before any route has been found for it. */
export interface ReadRequest {
  method: string;
  path: string;
  query: URLSearchParams;
  headers: Record<string, string>;
  raw: Buffer;
  inFlight: number;
}

/** What the vendor's process lends to every request. */
export interface Surroundings {
  now(): Date;
  rng(): number;
  state: Map<string, unknown>;
}

/** Line and headers of a request; the body is read apart because some faults strike before it. */
export function readHead(req: IncomingMessage, inFlight: number): ReadRequest {
  const target = req.url ?? '/';
  const mark = target.indexOf('?');
  const headers: Record<string, string> = {};
  for (const [name, value] of Object.entries(req.headers)) headers[name] = Array.isArray(value) ? value.join(', ') : (value ?? '');
  return {
    method: req.method ?? 'GET',
    path: mark < 0 ? target : target.slice(0, mark),
    query: new URLSearchParams(mark < 0 ? '' : target.slice(mark + 1)),
    headers,
    raw: Buffer.alloc(0),
    inFlight,
  };
}

/** The whole body; throws `BadBody` beyond the limit (bytes). */
export async function readBody(req: IncomingMessage, limit: number): Promise<Buffer> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of req) {
    size += (chunk as Buffer).length;
    if (size > limit) throw new BadBody(`body is larger than ${limit} bytes`);
    chunks.push(chunk as Buffer);
  }
  return Buffer.concat(chunks);
}

export function contextOf(request: ReadRequest, params: Record<string, string>, books: Transaction, around: Surroundings): Ctx {
  return {
    ...request,
    params,
    books,
    booksVersion: books.version,
    now: () => around.now(),
    rng: () => around.rng(),
    state: around.state,
    json: () => jsonOf(request.raw),
    form: () => new URLSearchParams(request.raw.toString('utf8')),
  };
}

function jsonOf(raw: Buffer): any {
  try {
    return JSON.parse(raw.toString('utf8'));
  } catch {
    throw new BadBody('body is not valid JSON');
  }
}
