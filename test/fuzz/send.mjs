import { Agent, request } from 'node:http';

const agent = new Agent({ keepAlive: true, maxSockets: 16 });
const TIMEOUT_MS = 60_000;

/** Sends a request as it stands, without the repairs a browser-like client would make. @returns {{ status, headers, text }} or `{ status: 0, text }` when there was no HTTP answer */
export function send(base, asking, again = false) {
  const { method, url, headers, body } = asking;
  const { hostname, port } = new URL(base);
  return new Promise((done) => {
    const asked = request({ agent, hostname, port, method, path: url, headers: { ...headers, ...(body ? { 'content-length': body.length } : {}) }, timeout: TIMEOUT_MS }, (answer) => {
      const parts = [];
      answer.on('data', (d) => parts.push(d));
      answer.on('end', () => done({ status: answer.statusCode, headers: answer.headers, text: Buffer.concat(parts).toString('utf8') }));
      answer.on('error', (error) => done({ status: 0, headers: {}, text: error.message }));
    });
    asked.on('timeout', () => asked.destroy(new Error(`no answer within ${TIMEOUT_MS / 1000} s`)));
    // A kept connection that the server closed at this very moment: asked once more on a new one.
    asked.on('error', (error) => done(asked.reusedSocket && error.code === 'ECONNRESET' && !again ? send(base, asking, true) : { status: 0, headers: {}, text: error.message }));
    asked.end(body);
  });
}
