import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';

/**
 * A system layer in one process: keeps one document per key as the effect ledger does, and counts what would have become a second one.
 * Every third write is first answered as open.
 */
export class Books {
  readonly documents = new Map<string, string>();
  asked = 0;
  private readonly pending = new Set<string>();
  private server: Server | undefined;
  url = '';

  async start(): Promise<void> {
    this.server = createServer((req, res) => {
      const [, verb, rawKey] = req.url!.split('/');
      const key = decodeURIComponent(rawKey!);
      const answer = (status: number, state: string) => {
        res.writeHead(status, { 'content-type': 'application/json' });
        res.end(JSON.stringify({ key, system: 'books', verb, state, attempts: 1, correlation_id: '', planned_at: '', receipt: state === 'confirmed' ? { source_id: this.documents.get(key)!, facts: {} } : undefined }));
      };
      if (req.method === 'GET') return this.documents.has(key) ? (this.pending.delete(key), answer(200, 'confirmed')) : answer(404, 'none');
      req.resume().on('end', () => {
        this.asked++;
        const known = this.documents.has(key);
        if (!known) this.documents.set(key, `doc-${this.documents.size + 1}`);
        if (!known && this.documents.size % 3 === 0) this.pending.add(key);
        if (this.pending.has(key)) answer(202, 'sent');
        else answer(201, 'confirmed');
      });
    });
    await new Promise<void>((resolve) => this.server!.listen(0, '127.0.0.1', resolve));
    this.url = `http://127.0.0.1:${(this.server.address() as AddressInfo).port}`;
  }

  async stop(): Promise<void> {
    this.server?.closeAllConnections();
    await new Promise((resolve) => this.server!.close(resolve));
  }
}
