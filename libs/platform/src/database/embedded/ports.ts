import { createServer } from 'node:net';

/** True if nothing listens on this port of loopback. */
export function isFree(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const probe = createServer();
    probe.once('error', () => resolve(false));
    probe.listen({ port, host: '127.0.0.1', exclusive: true }, () => probe.close(() => resolve(true)));
  });
}

/**
 * The first free port from `from` on.
 * @throws Error if none of the next 200 is free.
 */
export async function nextFreePort(from: number): Promise<number> {
  for (let port = from; port < from + 200 && port <= 65_535; port++) if (await isFree(port)) return port;
  throw new Error(`No free port on loopback from ${from} to ${from + 199} for the embedded PostgreSQL. Set EMBEDDED_PG_PORT.`);
}
