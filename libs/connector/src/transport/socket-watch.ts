import http from 'node:http';
import https from 'node:https';
import type { Socket } from 'node:net';
import { TLSSocket } from 'node:tls';

/** How far one request got on its socket. */
export interface Progress {
  /** True until bytes of the request can have left this machine: no socket yet, still connecting, or nothing written. */
  nothingSent(): boolean;
  /** Resolves once the connection stands (at once on a reused socket); never rejects. */
  readonly connected: Promise<void>;
}

/**
 * Watches a request's socket. Judged by what the socket did, not by an error's text: the same ECONNRESET means "refused" before the connection stands
 * and "unknown" after. When in doubt the answer is that bytes may have left.
 */
export function watchSocket(request: http.ClientRequest): Progress {
  let socket: Socket | undefined;
  let stands = false;
  let before = 0;
  let resolve!: () => void;
  const connected = new Promise<void>((r) => (resolve = r));
  request.once('socket', (s: Socket) => {
    socket = s;
    const ready = () => {
      stands = true;
      resolve();
    };
    if (request.reusedSocket || !s.connecting) {
      before = s.bytesWritten;
      stands = true;
      resolve();
    } else {
      s.once(s instanceof TLSSocket ? 'secureConnect' : 'connect', ready);
    }
  });
  return {
    // bytesWritten counts queued bytes too, so before the connection stands it says nothing and afterwards it errs to the safe side.
    nothingSent: () => socket === undefined || !stands || (request.reusedSocket && socket.bytesWritten === before),
    connected,
  };
}

/** What axios needs instead of node:http and node:https so that each request is watched. */
export function watchedTransport(onRequest: (progress: Progress) => void): { request(options: http.RequestOptions, done: (answer: http.IncomingMessage) => void): http.ClientRequest } {
  return {
    request(options, done) {
      const request = (options.protocol === 'https:' ? https : http).request(options, done);
      onRequest(watchSocket(request));
      return request;
    },
  };
}
