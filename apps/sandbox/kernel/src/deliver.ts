import type { ServerResponse } from 'node:http';
import type { Reply } from './vendor.js';

/** How an answer leaves: whole, cut after half of it with a reset, or half of it passed off as the whole. */
export type Delivery = 'whole' | 'half_then_reset' | 'half_as_whole';

/** Sends an answer and resolves when it has been handed to the network. */
export async function deliver(res: ServerResponse, reply: Reply, vendorHeaders: Record<string, string>, how: Delivery): Promise<void> {
  if (res.destroyed) return;
  const { bytes, type } = encoded(reply.body);
  const sent = how === 'whole' ? bytes : bytes.subarray(0, Math.floor(bytes.length / 2));
  const headers: Record<string, string> = { ...(type ? { 'content-type': type } : {}), ...vendorHeaders, ...lowerCased(reply.headers ?? {}) };
  if (reply.status !== 204 && reply.status !== 304) headers['content-length'] = String(how === 'half_as_whole' ? sent.length : bytes.length);
  res.writeHead(reply.status, headers);
  if (how === 'half_then_reset') {
    await new Promise<void>((done) => res.write(sent.length ? sent : ' ', () => done()));
    res.destroy();
    return;
  }
  await new Promise<void>((done) => {
    res.once('close', done);
    res.end(sent, () => done());
  });
}

/** Resets the connection, the way a process that died does. */
export function reset(res: ServerResponse): void {
  res.socket?.resetAndDestroy();
}

function encoded(body: unknown): { bytes: Buffer; type: string | undefined } {
  if (body === undefined) return { bytes: Buffer.alloc(0), type: undefined };
  if (Buffer.isBuffer(body)) return { bytes: body, type: 'application/octet-stream' };
  if (typeof body === 'string') return { bytes: Buffer.from(body), type: 'text/plain; charset=utf-8' };
  return { bytes: Buffer.from(JSON.stringify(body)), type: 'application/json; charset=utf-8' };
}

const lowerCased = (headers: Record<string, string>): Record<string, string> =>
  Object.fromEntries(Object.entries(headers).map(([name, value]) => [name.toLowerCase(), value]));
