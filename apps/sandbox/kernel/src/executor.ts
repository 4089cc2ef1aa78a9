import { BookStore } from './book-store.js';
import { contextOf, type ReadRequest, type Surroundings } from './context.js';
import { RouteTable } from './router.js';
import { Transaction } from './transaction.js';
import { Abort, BadBody, type Ctx, type Reply, type Vendor } from './vendor.js';

/** What to do with the staged changes of a request that succeeds. */
export type Ending = 'commit' | 'drop';

/** Runs handlers one at a time over the books, so that two requests never interleave. */
export class Executor {
  readonly routes = new RouteTable();
  private turn: Promise<unknown> = Promise.resolve();
  private readonly kept = new Map<string, BookStore>();

  constructor(
    private readonly vendor: Vendor,
    private readonly store: BookStore,
    private readonly around: Surroundings,
  ) {
    vendor.routes(this.routes);
  }

  /** Runs the route of a request, guards first. */
  run(request: ReadRequest, ending: Ending, over: BookStore = this.store): Promise<Reply> {
    const { handler, params } = this.routes.match(request.method, request.path);
    return this.transact(request, params, ending, (ctx) => {
      for (const guard of this.routes.guards) {
        const refusal = guard(ctx);
        if (refusal) throw new Abort(refusal);
      }
      return handler(ctx);
    }, over);
  }

  /** Keeps the books as they stand, for reads that lag behind. */
  keep(name: string): void {
    this.kept.set(name, this.store.copy());
  }

  /** Runs a read over books kept earlier; nothing it stages is committed. */
  runOver(name: string, request: ReadRequest): Promise<Reply> {
    return this.run(request, 'drop', this.kept.get(name));
  }

  /** Runs any work as one transaction over the books, in its turn. */
  transact(request: ReadRequest, params: Record<string, string>, ending: Ending, work: (ctx: Ctx) => Reply | Promise<Reply>, over: BookStore = this.store): Promise<Reply> {
    const result = this.turn.then(async () => {
      const tx = this.begin(over);
      try {
        const reply = await work(contextOf(request, params, tx, this.around));
        if (ending === 'commit' && reply.status < 400) tx.commit();
        return reply;
      } catch (error) {
        return this.failure(error, request);
      }
    });
    this.turn = result;
    return result;
  }

  /** Resolves when no request is being worked on. */
  async idle(): Promise<void> {
    await this.turn;
  }

  begin(over: BookStore = this.store): Transaction {
    return new Transaction(over, (table, n) => this.vendor.newId(table, n));
  }

  private failure(error: unknown, request: ReadRequest): Reply {
    if (error instanceof Abort) return error.reply;
    if (error instanceof BadBody) return this.vendor.faultReply('error', { status: 400, message: error.message });
    const text = error instanceof Error ? (error.stack ?? error.message) : String(error);
    process.stderr.write(`${this.vendor.name}: ${request.method} ${request.path} failed: ${text}\n`);
    return this.vendor.faultReply('error', { status: 500, message: 'internal error' });
  }
}
