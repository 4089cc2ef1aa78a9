import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { AcmeBooks } from './acme-books.js';

/** What goes wrong with the next matching request. */
export type AcmeFault =
  | { kind: 'answer_lost' }                      // commits, then closes without a byte
  | { kind: 'late_commit'; delayMs: number }     // closes without a byte, commits later
  | { kind: 'hang'; commit: boolean }            // never answers
  | { kind: 'reset' }                            // reads, closes, commits nothing
  | { kind: 'status'; status: number; body?: object; headers?: Record<string, string>; commit?: boolean }
  | { kind: 'truncated' }                        // commits, answers half
  | { kind: 'garbled' }                          // commits, answers HTML
  | { kind: 'echo'; field: string; value: unknown }
  | { kind: 'slow'; ms: number };

/** A small vendor on loopback with its own books, tokens and faults: what the kit's specs talk to. */
export class AcmeServer {
  readonly books = new AcmeBooks();
  readonly wire: { method: string; path: string; at: number; correlation?: string }[] = [];
  faults: { method: string; path: string; fault: AcmeFault }[] = [];
  tokensIssued = 0;
  tokenLifeS = 3600;
  tokenDelayMs = 0;
  peak = 0;
  url = '';
  private underWay = 0;
  private server: Server | undefined;
  private tokens = new Set<string>();

  async start(port = 0): Promise<void> {
    this.server = createServer((request, response) => void this.answer(request, response).catch(() => response.destroy()));
    await new Promise<void>((resolve) => this.server!.listen(port, '127.0.0.1', resolve));
    this.url = `http://127.0.0.1:${(this.server.address() as AddressInfo).port}`;
  }

  async stop(): Promise<void> {
    this.server?.closeAllConnections();
    await new Promise<void>((resolve) => (this.server ? this.server.close(() => resolve()) : resolve()));
    this.server = undefined;
  }

  get port(): number {
    return Number(new URL(this.url).port);
  }

  fault(method: string, path: string, ...faults: AcmeFault[]): void {
    for (const fault of faults) this.faults.push({ method, path, fault });
  }

  revokeTokens(): void {
    this.tokens.clear();
  }

  sent(method: string, path: string): number {
    return this.wire.filter((w) => w.method === method && w.path === path).length;
  }

  private async answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const url = new URL(request.url!, 'http://acme');
    this.underWay += 1;
    this.peak = Math.max(this.peak, this.underWay);
    response.once('close', () => (this.underWay -= 1));
    this.wire.push({ method: request.method!, path: url.pathname, at: performance.now(), correlation: request.headers['x-correlation-id'] as string | undefined });
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    const text = Buffer.concat(chunks).toString();
    if (url.pathname === '/token') return this.token(response);
    if (!this.tokens.has(String(request.headers.authorization).replace('Bearer ', ''))) return this.json(response, 401, { error: 'token' });
    const at = this.faults.findIndex((f) => f.method === request.method && f.path === url.pathname);
    const fault = at < 0 ? undefined : this.faults.splice(at, 1)[0]!.fault;
    await this.act(request, url, text, response, fault);
  }

  private async token(response: ServerResponse): Promise<void> {
    await sleep(this.tokenDelayMs);
    const token = `t${++this.tokensIssued}`;
    this.tokens.add(token);
    this.json(response, 200, { access_token: token, expires_in: String(this.tokenLifeS) });
  }

  private async act(request: IncomingMessage, url: URL, text: string, response: ServerResponse, fault?: AcmeFault): Promise<void> {
    const type = url.pathname.split('/')[1]!;
    const commit = () => {
      const fields = JSON.parse(text) as Record<string, unknown>;
      return this.books.add(type, fault?.kind === 'echo' ? { ...fields, [fault.field]: fault.value } : fields);
    };
    if (fault?.kind === 'slow') await sleep(fault.ms);
    if (fault?.kind === 'reset' || fault?.kind === 'late_commit') {
      if (fault.kind === 'late_commit') setTimeout(commit, fault.delayMs);
      return void request.socket.destroy();
    }
    if (fault?.kind === 'hang') return void (fault.commit && commit());
    if (fault?.kind === 'status') {
      if (fault.commit) commit();
      return this.json(response, fault.status, fault.body ?? { message: `status ${fault.status}` }, fault.headers);
    }
    if (request.method === 'POST') {
      const { id } = commit();
      if (fault?.kind === 'answer_lost') return void request.socket.destroy();
      if (fault?.kind === 'garbled') return void response.end('<html>');
      if (fault?.kind === 'truncated') {
        response.writeHead(201, { 'content-type': 'application/json', 'content-length': '200' });
        return void response.write('{"id":"', () => request.socket.destroy());
      }
      return this.json(response, 201, { id });
    }
    this.list(type, url, response);
  }

  private list(type: string, url: URL, response: ServerResponse): void {
    const id = url.pathname.split('/')[2];
    if (id) {
      const one = this.books.of(type).find((d) => d.id === id);
      return one ? this.json(response, 200, one) : this.json(response, 404, { message: 'no such document' });
    }
    const q = url.searchParams;
    let rows = this.books.of(type);
    if (q.get('key')) rows = rows.filter((d) => d.key === q.get('key'));
    if (q.get('since')) rows = rows.filter((d) => d.changed_at >= q.get('since')!);
    rows = [...rows].sort((a, b) => (a.changed_at + a.id.padStart(20)).localeCompare(b.changed_at + b.id.padStart(20)));
    if (q.get('after_at')) rows = rows.filter((d) => d.changed_at > q.get('after_at')! || (d.changed_at === q.get('after_at') && d.id.padStart(20) > q.get('after_id')!.padStart(20)));
    this.json(response, 200, { rows: rows.slice(0, Number(q.get('limit') ?? 100)) });
  }

  private json(response: ServerResponse, status: number, body: object, headers: Record<string, string> = {}): void {
    response.writeHead(status, { 'content-type': 'application/json', ...headers });
    response.end(JSON.stringify(body));
  }
}
