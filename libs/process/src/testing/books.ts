import type { EffectView } from '#lib/canonical';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';

/** What the books have under a key. */
export interface Document {
  id: string;
  verb: string;
  body: string;
}

type Problem = NonNullable<EffectView['problem']>;

/**
 * A system layer in one process: keeps one document per key as the effect ledger does, refuses the same key with other content, and counts
 * what would have become a second document. Every third write is first answered as open.
 */
export class Books {
  readonly documents = new Map<string, Document>();
  /** Keys that were asked for again with other content. */
  readonly conflicts: string[] = [];
  asked = 0;
  private readonly pending = new Set<string>();
  private readonly refusals: { key: RegExp; problem: Problem }[] = [];
  private readonly rejected = new Map<string, Problem>();
  private server: Server | undefined;
  url = '';

  /** The first key that fits is refused by the vendor's word, for good; later keys are taken. */
  refuse(key: RegExp, problem: Problem): void {
    this.refusals.push({ key, problem });
  }

  async start(): Promise<void> {
    this.server = createServer((req, res) => {
      const [, verb, rawKey] = req.url!.split('/');
      const key = decodeURIComponent(rawKey!);
      const answer = (status: number, state: string) => {
        const receipt = state === 'confirmed' ? { source_id: this.documents.get(key)!.id, facts: {} } : undefined;
        res.writeHead(status, { 'content-type': 'application/json' });
        res.end(JSON.stringify({ key, system: 'books', verb, state, attempts: 1, correlation_id: '', planned_at: '', receipt, problem: this.rejected.get(key) }));
      };
      if (req.method === 'GET') return this.rejected.has(key) ? answer(200, 'rejected') : this.documents.has(key) ? (this.pending.delete(key), answer(200, 'confirmed')) : answer(404, 'none');
      let body = '';
      req.on('data', (part) => (body += part)).on('end', () => {
        this.asked++;
        if (this.mustRefuse(key)) return answer(200, 'rejected');
        const known = this.documents.get(key);
        if (known && known.body !== body) return this.conflicts.push(key), answer(409, 'confirmed');
        if (!known) this.documents.set(key, { id: `doc-${this.documents.size + 1}`, verb: verb!, body });
        if (!known && this.documents.size % 3 === 0) this.pending.add(key);
        if (this.pending.has(key)) answer(202, 'sent');
        else answer(201, 'confirmed');
      });
    });
    await new Promise<void>((resolve) => this.server!.listen(0, '127.0.0.1', resolve));
    this.url = `http://127.0.0.1:${(this.server.address() as AddressInfo).port}`;
  }

  private mustRefuse(key: string): boolean {
    const at = this.refusals.findIndex((r) => r.key.test(key));
    if (at >= 0 && !this.documents.has(key)) this.rejected.set(key, this.refusals.splice(at, 1)[0]!.problem);
    return this.rejected.has(key);
  }

  async stop(): Promise<void> {
    this.server?.closeAllConnections();
    await new Promise((resolve) => this.server!.close(resolve));
  }
}
