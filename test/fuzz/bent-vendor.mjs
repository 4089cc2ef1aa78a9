import { createServer, request } from 'node:http';

/** Requests that only look, though they are POSTs: query languages, sign-in, SOAP. */
const LOOKS = /suiteql|token|\/query|\/service\//i;

/**
 * Stands between a connector and its sandbox and bends one answer of a conversation. Writes are answered from what the sandbox answered when they were really done once,
 * so that the books stay as they are while the same write is tried again and again.
 */
export class BentVendor {
  /** Answers to writes by method and path, in the order given. */
  recorded = new Map();
  /** Requests of the present conversation: { write, token }. */
  seen = [];
  recording = false;
  /** { at, bend }: which answer of the conversation to bend, counted without sign-in. */
  bent;

  constructor(target) {
    this.target = new URL(target);
    this.server = createServer((req, res) => void this.#meet(req, res).catch(() => res.destroy()));
  }

  async start() {
    await new Promise((r) => this.server.listen(0, '127.0.0.1', r));
    this.url = `http://127.0.0.1:${this.server.address().port}`;
  }

  stop() {
    this.server.closeAllConnections();
    return new Promise((r) => this.server.close(r));
  }

  begin(bent) {
    this.seen = [];
    this.bent = bent;
  }

  async #meet(req, res) {
    const parts = [];
    for await (const part of req) parts.push(part);
    const body = Buffer.concat(parts);
    const token = /token/i.test(req.url);
    const write = req.method !== 'GET' && !LOOKS.test(req.url);
    const name = `${req.method} ${req.url.split('?')[0]}`;
    const known = write && !this.recording ? this.recorded.get(name) : undefined;
    let answer = known ?? (await this.#ask(req, body));
    if (write && this.recording) this.recorded.set(name, answer);
    const at = token ? -1 : this.seen.filter((s) => !s.token).length;
    this.seen.push({ write, token });
    if (!token && this.bent && this.bent.at === at) answer = this.bent.bend(answer);
    const headers = Object.fromEntries(Object.entries(answer.headers).filter(([k]) => !['content-length', 'transfer-encoding', 'connection', 'keep-alive'].includes(k)));
    res.writeHead(answer.status, answer.status === 204 ? headers : { ...headers, 'content-length': answer.body.length });
    res.end(answer.status === 204 ? undefined : answer.body);
  }

  #ask(req, body) {
    const headers = { ...req.headers, host: this.target.host };
    return new Promise((done, failed) => {
      const asked = request({ hostname: this.target.hostname, port: this.target.port, method: req.method, path: req.url, headers }, (answer) => {
        const parts = [];
        answer.on('data', (d) => parts.push(d));
        // Links to itself that the vendor writes must lead through here.
        answer.on('end', () => done({ status: answer.statusCode, headers: this.#own(answer.headers), body: Buffer.from(Buffer.concat(parts).toString('utf8').replaceAll(this.target.origin, this.url)) }));
      });
      asked.on('error', failed);
      asked.end(body);
    });
  }

  #own(headers) {
    return Object.fromEntries(Object.entries(headers).map(([k, v]) => [k, typeof v === 'string' ? v.replaceAll(this.target.origin, this.url) : v]));
  }
}
