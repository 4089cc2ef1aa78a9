import http from 'node:http';
import https from 'node:https';
import type { Socket } from 'node:net';

/** Idle sockets are dropped this soon: a vendor that closes them first would turn the next write into an unknown outcome. */
const IDLE_MS = 2_000;

// Node's agents call these two around every reuse; the types leave them out.
interface Reuse {
  keepSocketAlive(socket: Socket): boolean;
  reuseSocket(socket: Socket, request: http.ClientRequest): void;
}

function dropIdle<A extends http.Agent>(agent: A): A {
  const { keepSocketAlive, reuseSocket } = agent as unknown as Reuse;
  const own: Reuse = {
    keepSocketAlive(socket) {
      const keep = keepSocketAlive.call(agent, socket);
      if (keep) socket.setTimeout(Math.min(IDLE_MS, socket.timeout || IDLE_MS));
      return keep;
    },
    reuseSocket(socket, request) {
      reuseSocket.call(agent, socket, request);
      socket.setTimeout(0);
    },
  };
  return Object.assign(agent, own);
}

/** Keep-alive agents of one connector. The number of sockets is bounded by the connector's budget. */
export function idleAgents(): { http: http.Agent; https: https.Agent; destroy(): void } {
  const options = { keepAlive: true, maxSockets: Infinity, maxFreeSockets: 16, scheduling: 'lifo' as const };
  const agents = { http: dropIdle(new http.Agent(options)), https: dropIdle(new https.Agent(options)) };
  return {
    ...agents,
    destroy() {
      agents.http.destroy();
      agents.https.destroy();
    },
  };
}
