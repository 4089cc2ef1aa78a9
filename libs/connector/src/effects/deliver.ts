import { type EffectRow, RETRY_ORDERED } from '#lib/store';
import { crashPoint } from '#lib/platform';
import { type Failure, VendorFailure } from '../define/failure.js';
import type { WriteStep, WriteVerb, Written } from '../define/write.js';
import type { ConnectorRuntime } from '../runtime.js';
import { finishEffect } from './finish.js';
import { type Ledger, LedgerError, RENEW_MS } from './ledger.js';
import { isRetryable, problemOf, uncertainProblem } from './problem.js';
import { askedOf, stepsOf } from './search.js';
import { judgeUnprepared, refusalOf } from './unprepared.js';

/** Beyond the request's own timeout: time to write the outcome down before the lease is taken over. */
const LEASE_SLACK_MS = 3_000;
/** First look for a write whose outcome is not known: it often was applied. */
const FIRST_LOOK_MS = 250;

/** Where a delivery ended; `failure` tells the caller why a planned effect was not applied. */
export interface Delivered {
  row: EffectRow;
  failure?: Failure;
}

/** Somebody else moved the effect on: whatever we were about to do must not happen. */
class Overtaken extends Error {}

/** The effect was settled while it was prepared. */
class Judged {
  constructor(readonly row: EffectRow | undefined) {}
}

/**
 * Delivers a claimed effect: prepare, look for it first if bytes ever left, send what is missing, check the echo, settle. Every ending is written to the ledger;
 * only database errors come out, and then the lease brings the effect back.
 */
export class Delivery {
  private readonly done: Written[] = [];
  private readonly lookFirst: boolean;
  private bytesLeft = false;

  constructor(private readonly runtime: ConnectorRuntime, private readonly ledger: Ledger, private row: EffectRow, private readonly verb: WriteVerb, private readonly againMs?: number) {
    this.lookFirst = row.attempts > 0;
  }

  async run(): Promise<Delivered> {
    const renewal = setInterval(() => void this.ledger.renew(this.row).catch(() => undefined), RENEW_MS);
    try {
      const prepared = await looking(async () => this.verb.prepare?.(this.row.request, this.runtime.context())).catch((error: unknown) => this.unprepared(error));
      if (prepared instanceof Judged) return this.ended(prepared.row);
      this.crashPoint('effect.after-prepare');
      for (const step of stepsOf(this.verb)) {
        const stop = await this.step(step, prepared);
        if (stop) return stop;
      }
      return await this.finish(prepared);
    } catch (error) {
      if (error instanceof LedgerError) throw error;
      if (error instanceof Overtaken) return this.ended(undefined);
      if (error instanceof VendorFailure) return this.failed(error.failure);
      return this.broken(error);
    } finally {
      clearInterval(renewal);
    }
  }

  /** Bytes left once, and now it cannot be prepared any more: what stands at the vendor is judged before it is called refused. */
  private async unprepared(error: unknown): Promise<Judged> {
    const refusal = this.lookFirst ? refusalOf(error) : undefined;
    if (!refusal) throw error;
    const judged = await looking(() => judgeUnprepared(this.runtime, this.ledger, this.row, this.verb, refusal));
    if (judged === 'absent') throw error;
    return new Judged(judged);
  }

  private async step(step: WriteStep, prepared: unknown): Promise<Delivered | undefined> {
    const asked = askedOf(this.runtime, this.row, prepared, [...this.done]);
    if (this.lookFirst) {
      const found = await looking(() => step.find(asked, this.runtime.context()));
      this.crashPoint('effect.after-find');
      if (found === 'cannot_tell' && !this.ordered) return this.ended(await this.ledger.exception(this.row, uncertainProblem('before sending again the write was looked for, and the vendor cannot tell')));
      if (found !== 'absent' && found !== 'cannot_tell') {
        this.done.push(found);
        return undefined;
      }
    }
    const request = step.build(asked);
    const leaseMs = (request.timeoutMs ?? this.runtime.manifest.requestTimeoutMs) + LEASE_SLACK_MS;
    const answer = await this.runtime.write(request, () => this.markSent(leaseMs));
    this.crashPoint('effect.after-answer');
    this.done.push(step.parse(answer, asked));
    return undefined;
  }

  /** From here on the vendor has it all: a failure to read it back leaves the outcome open, never "not applied". */
  private async finish(prepared: unknown): Promise<Delivered> {
    try {
      return await this.ended(await finishEffect(this.runtime, this.ledger, this.row, this.verb, prepared, this.done));
    } catch (error) {
      if (error instanceof LedgerError) throw error;
      const failure = error instanceof VendorFailure ? error.failure : undefined;
      if (this.bytesLeft) return this.unknown(failure, `the vendor took the write, but it could not be read back (${failure?.detail ?? nameOf(error)})`);
      return { ...(await this.ended(await this.ledger.replan(this.row, this.row.problem, { againMs: this.againMs ?? 1_000 }))), failure };
    }
  }

  private async markSent(leaseMs: number): Promise<void> {
    const asked = performance.now();
    const row = await this.ledger.markSent(this.row, leaseMs);
    // A process frozen here for longer than the lease must not wake up and send what somebody else has taken over.
    if (!row || performance.now() - asked > leaseMs / 2) throw new Overtaken();
    this.row = row;
    this.bytesLeft = true;
    this.crashPoint('effect.after-sent');
  }

  private crashPoint(name: string): void {
    crashPoint(name, this.row.run_id, this.row.verb, this.row.key);
  }

  private get ordered(): boolean {
    return this.row.problem?.vendor_code === RETRY_ORDERED;
  }

  private async failed(failure: Failure): Promise<Delivered> {
    if (failure.applied === 'unknown' && this.bytesLeft) return this.unknown(failure);
    if (isRetryable(failure, this.row.attempts)) {
      const row = await this.ledger.replan(this.row, this.ordered ? this.row.problem : problemOf(failure), {
        nothingSent: failure.nothing_sent, ...(this.againMs === undefined ? {} : { againMs: Math.max(this.againMs, (failure.retry_after_s ?? 0) * 1000) }),
      });
      return { ...(await this.ended(row)), failure };
    }
    // Refused after a part was applied, or after nobody knew: what stands at the vendor is for a person to judge.
    if (this.done.length > 0 || this.ordered) return this.ended(await this.ledger.exception(this.row, problemOf(failure)));
    return this.ended(await this.ledger.reject(this.row, problemOf(failure)));
  }

  private async unknown(failure?: Failure, detail = failure?.detail ?? 'the answer could not be read'): Promise<Delivered> {
    const { settleWindowMs, findLagMs } = this.runtime.manifest;
    return this.ended(await this.ledger.uncertain(this.row, uncertainProblem(detail, failure), Math.min(FIRST_LOOK_MS, settleWindowMs + findLagMs), settleWindowMs + findLagMs));
  }

  /** An error of the connector's own code: before any byte left a person (IT) must look at it; afterwards the write is looked for. */
  private async broken(error: unknown): Promise<Delivered> {
    if (this.bytesLeft) return this.unknown(undefined, `the vendor answered something the connector could not read (${nameOf(error)})`);
    return this.ended(await this.ledger.exception(this.row, { class: 'unknown', code: 'EFFECT_REJECTED', detail: `the connector could not make the request (${nameOf(error)}); nothing was sent` }));
  }

  private async ended(row: EffectRow | undefined): Promise<Delivered> {
    return { row: row ?? (await this.ledger.get(this.row.key))! };
  }
}

function nameOf(error: unknown): string {
  return error instanceof Error ? error.name : typeof error;
}

/** Looks something up: what cannot be read is as good as no answer, for nothing was sent yet. */
async function looking<T>(look: () => Promise<T>): Promise<T> {
  try {
    return await look();
  } catch (error) {
    if (error instanceof LedgerError || (error instanceof VendorFailure && error.failure.class !== 'unknown')) throw error;
    const detail = error instanceof VendorFailure ? error.failure.detail : `a look-up before the write failed (${nameOf(error)})`;
    throw new VendorFailure({ class: 'unavailable', applied: 'no', detail });
  }
}
