import type { IncomingMessage, ServerResponse } from 'node:http';
import { alterAnswer, alterStored } from './alter.js';
import { readBody, readHead, type ReadRequest } from './context.js';
import { deliver, reset } from './deliver.js';
import type { Executor } from './executor.js';
import type { Strike, FaultBoard } from './fault-board.js';
import type { Fault } from './fault.js';
import type { LateWork } from './late-work.js';
import { BadBody, type Reply, type Vendor } from './vendor.js';
import type { WireLog } from './wire-log.js';

/** Bytes a vendor takes in one request. */
const BODY_LIMIT = 64 * 1024 * 1024;
/** How long a connection is held when a timeout fault gives no length. */
const HELD_MS = 120_000;

/** What one request meets at a vendor: the faults in place, then its handler. */
export class Exchange {
  constructor(
    private readonly vendor: Vendor,
    private readonly executor: Executor,
    private readonly faults: FaultBoard,
    private readonly late: LateWork,
    private readonly log: WireLog,
    private readonly now: () => Date,
  ) {}

  async serve(req: IncomingMessage, res: ServerResponse): Promise<void> {
    const started = performance.now();
    const request = readHead(req, this.log.arrive());
    const outcome = await this.meet(req, res, request).catch((error: unknown) => {
      reset(res);
      return { reply: undefined, fault: error instanceof Error ? `broken: ${error.message}` : 'broken' };
    });
    this.log.leave({
      at: this.now().toISOString(),
      method: request.method,
      path: req.url ?? '/',
      status: outcome.reply?.status ?? null,
      write: isWrite(request, outcome.reply),
      fault: outcome.fault ?? null,
      ms: Math.round(performance.now() - started),
    });
  }

  private async meet(req: IncomingMessage, res: ServerResponse, request: ReadRequest): Promise<{ reply: Reply | undefined; fault: string | undefined }> {
    const target = req.url ?? '/';
    const early = this.faults.beforeBody(request.method, target);
    if (early) return { reply: this.vanish(res, early), fault: early.kind };
    try {
      request.raw = await readBody(req, BODY_LIMIT);
    } catch (error) {
      if (!(error instanceof BadBody)) throw error;
      return { reply: await this.send(res, this.vendor.faultReply('error', { status: 413, message: error.message })), fault: undefined };
    }
    const strike = this.faults.strike(request.method, target, request.raw.toString('utf8'));
    if (strike.delayMs > 0) await this.late.pause(strike.delayMs);
    request.raw = alterStored(request.raw, strike.alterations);
    const reply = strike.main ? await this.struck(res, request, strike.main, strike) : await this.plain(res, request, strike);
    const fault = strike.main?.kind ?? strike.alterations[0]?.kind ?? (strike.delayMs > 0 ? 'latency' : undefined);
    return { reply, fault };
  }

  private async plain(res: ServerResponse, request: ReadRequest, strike: Strike): Promise<Reply> {
    return this.send(res, this.altered(await this.executor.run(request, 'commit'), request, strike));
  }

  private altered(reply: Reply, request: ReadRequest, strike: Strike): Reply {
    return strike.alterations.length ? alterAnswer(reply, isWrite(request, reply), strike.alterations) : reply;
  }

  /** Answers a request that a fault strikes; undefined when no byte of an answer left. */
  private async struck(res: ServerResponse, request: ReadRequest, fault: Fault, strike: Strike): Promise<Reply | undefined> {
    switch (fault.kind) {
      case 'error':
        if (fault.commit) await this.executor.run(request, 'commit');
        return this.send(res, this.vendor.faultReply('error', { status: 503, ...fault }));
      case 'rate_limit':
        return this.send(res, this.vendor.faultReply('rate_limit', { ...fault }));
      case 'ok_with_error':
        return this.send(res, { ...this.vendor.faultReply('error', { ...fault, status: fault.status ?? 400 }), status: 200 });
      case 'refuse':
      case 'down':
      case 'reset_before':
        return this.vanish(res, fault);
      case 'answer_lost':
        await this.executor.run(request, 'commit');
        return this.vanish(res, fault);
      case 'timeout':
        if (fault.commit) await this.executor.run(request, 'commit');
        await this.late.pause(fault.ms ?? HELD_MS, res);
        return this.vanish(res, fault);
      case 'stale':
        return this.send(res, this.altered(await this.executor.runOver(fault.id, request), request, strike));
      case 'late_commit':
        return this.lateCommit(res, request, fault);
      default: {
        const reply = this.altered(await this.executor.run(request, 'commit'), request, strike);
        await deliver(res, reply, this.headers(), fault.kind === 'truncated' ? 'half_as_whole' : 'half_then_reset');
        return reply;
      }
    }
  }

  /**
   * A slow server: the work is valid now and is done later, against the books as they are then; the caller is told
   * nothing, or a failure. Work that would be refused now is refused now.
   */
  private async lateCommit(res: ServerResponse, request: ReadRequest, fault: Fault): Promise<Reply | undefined> {
    const rehearsal = await this.executor.run(request, 'drop');
    if (rehearsal.status >= 400) return this.send(res, rehearsal);
    this.late.after(fault.delay_ms ?? 1000, () => this.executor.run(request, 'commit'));
    if (fault.answer === 'error') return this.send(res, this.vendor.faultReply('error', { status: 503, ...fault }));
    if (fault.answer === 'timeout') await this.late.pause(fault.ms ?? HELD_MS, res);
    return this.vanish(res, fault);
  }

  private async send(res: ServerResponse, reply: Reply): Promise<Reply> {
    await deliver(res, reply, this.headers(), 'whole');
    return reply;
  }

  private vanish(res: ServerResponse, fault: Fault): undefined {
    if (fault.kind === 'refuse' || fault.kind === 'timeout') res.socket?.destroy();
    else reset(res);
    return undefined;
  }

  private headers(): Record<string, string> {
    return this.vendor.answerHeaders?.() ?? {};
  }
}

const isWrite = (request: ReadRequest, reply: Reply | undefined): boolean =>
  reply?.write ?? (request.method !== 'GET' && request.method !== 'HEAD');
