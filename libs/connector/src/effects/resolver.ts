import type { EffectRow } from '#lib/store';
import { counter, crashPoint, inWorkContext, logger, nextTraceparent } from '#lib/platform';
import { CONTRACTS } from '#lib/canonical';
import { setTimeout as sleep } from 'node:timers/promises';
import { inLane, type Lane } from '../budget/lane.js';
import { type Failure, VendorFailure } from '../define/failure.js';
import type { WriteVerb } from '../define/write.js';
import type { ConnectorRuntime } from '../runtime.js';
import { Delivery } from './deliver.js';
import { finishEffect } from './finish.js';
import { type DueRow, type Ledger, LedgerError, RENEW_MS } from './ledger.js';
import { isRetryable, problemOf, uncertainProblem } from './problem.js';
import { searchEffect } from './search.js';
import { judgeUnprepared, refusalOf } from './unprepared.js';

const POLL_MS = 250;
/** `prepare` refuses what it took when the write was sent. */
class Refused extends Error {
  constructor(readonly refusal: Failure) {
    super(refusal.detail);
  }
}

/** Effects worked on at once. */
const WORKERS = 10;
/** A sending that takes this long is looked up while it is still under way: its process may be dead. */
const EARLY_LOOK_MS = 1_000;
const MOST_ATTEMPTS = 5;
const LONGEST_WAIT_MS = 10_000;
/** Look-ups that fail for other reasons than an absent vendor, before a person is asked. */
const MOST_BROKEN_LOOKS = 12;

/**
 * Drives open effects to their end: looks uncertain ones up, takes over what dead processes left, sends again what is provably absent, and hands the rest to a person.
 * Any number of replicas may run it.
 */
export class Resolver {
  private stopping = false;
  private loop: Promise<void> | undefined;
  private readonly working = new Set<Promise<void>>();
  private readonly log = logger('effects');

  constructor(private readonly runtime: ConnectorRuntime, private readonly ledger: Ledger) {}

  start(): void {
    this.loop ??= this.run();
  }

  /** Takes nothing new; resolves when what is under way has been written down. */
  async stop(): Promise<void> {
    this.stopping = true;
    await this.loop;
    await Promise.all(this.working);
  }

  /** Takes what is due, as far as there are free workers; returns how many were taken. */
  async round(): Promise<number> {
    const free = WORKERS - this.working.size;
    if (free === 0) return 0;
    const rows = await this.ledger.due(free, EARLY_LOOK_MS);
    for (const row of rows) {
      const work: Promise<void> = this.inContext(row, () => this.resolve(row))
        .catch((error: unknown) => this.log.warn({ err: error, system: this.runtime.system, effect: row.key }, 'an open effect could not be worked on; it comes up again'))
        .finally(() => this.working.delete(work));
      this.working.add(work);
    }
    return rows.length;
  }

  /** Resolves when nothing is being worked on (specs). */
  async idle(): Promise<void> {
    await Promise.all(this.working);
  }

  private async run(): Promise<void> {
    while (!this.stopping) {
      let taken = 0;
      try {
        taken = await this.round();
      } catch (error) {
        this.log.warn({ err: error, system: this.runtime.system }, 'the effect ledger could not be reached; trying again');
        await sleep(1_000);
      }
      if (taken > 0 && this.working.size >= WORKERS) await Promise.race(this.working);
      else await sleep(POLL_MS);
    }
  }

  private async resolve(row: DueRow): Promise<void> {
    const before = row.state;
    const renewal = setInterval(() => void this.ledger.hold(row).catch(() => undefined), RENEW_MS);
    const after = await this.next(row).finally(() => clearInterval(renewal));
    crashPoint('resolver.after-resolve', row.run_id, row.verb, row.key);
    if (after && after.state !== before) counter('effects_resolved', 'Open effects moved on by the resolver', ['system', 'from', 'to']).inc({ system: row.system, from: before, to: after.state });
  }

  private async next(row: DueRow): Promise<EffectRow | undefined> {
    const verb = this.runtime.connector.writes[row.verb];
    if (!verb) return this.ledger.exception(row, uncertainProblem(`${row.verb} is no longer offered by this connector`));
    if (row.state === 'planned') return (await new Delivery(this.runtime, this.ledger, row, verb, backoff(row)).run()).row;
    if (row.state === 'sent' && row.lease_left_ms === 0) return this.takeOver(row);
    return this.look(row);
  }

  /** The process that sent it died or lost its lease: what it knew is lost. */
  private takeOver(row: DueRow): Promise<EffectRow | undefined> {
    const { settleWindowMs, findLagMs } = this.runtime.manifest;
    return this.ledger.uncertain(row, uncertainProblem('the process that sent it ended before the answer was written down'), 0, settleWindowMs + findLagMs);
  }

  private async look(row: DueRow): Promise<EffectRow | undefined> {
    const verb = this.runtime.connector.writes[row.verb]!;
    try {
      const prepared = await verb.prepare?.(row.request, this.runtime.context()).catch((error: unknown) => {
        const refusal = refusalOf(error);
        if (refusal) throw new Refused(refusal);
        throw error;
      });
      const search = await searchEffect(this.runtime, row, verb, prepared);
      crashPoint('resolver.after-find', row.run_id, row.verb, row.key);
      if ('found' in search) return await finishEffect(this.runtime, this.ledger, row, verb, prepared, search.found);
      // Still under way, or a late commit may yet come: only a find counts.
      if (row.state === 'sent') return undefined;
      if (row.lease_left_ms > 0) return await this.ledger.lookAgain(row, Math.min(backoff(row), row.lease_left_ms + 20));
      if (search.missing === 'cannot_tell') return await this.ledger.exception(row, uncertainProblem(`after an unknown outcome (${row.problem?.detail ?? ''}) the vendor cannot tell whether it has the write`));
      return await this.sendAgain(row);
    } catch (error) {
      if (error instanceof LedgerError) throw error;
      if (row.state === 'sent') return undefined;
      if (!(error instanceof Refused)) return this.lookLater(row, error);
      return await this.lookUnprepared(row, verb, error.refusal).catch((later: unknown) => this.lookLater(row, later));
    }
  }

  /** A code it needs was taken away after the sending: it is looked for without. What the vendor provably does not have cannot be sent any more either. */
  private async lookUnprepared(row: DueRow, verb: WriteVerb, refusal: Failure): Promise<EffectRow | undefined> {
    if (row.lease_left_ms > 0) return this.ledger.lookAgain(row, Math.min(backoff(row), row.lease_left_ms + 20));
    const judged = await judgeUnprepared(this.runtime, this.ledger, row, verb, refusal);
    return judged === 'absent' ? this.ledger.reject(row, problemOf(refusal)) : judged;
  }

  /** The vendor could not be asked: again after a while, and in the end a person is. */
  private lookLater(row: DueRow, error: unknown): Promise<EffectRow | undefined> {
    if (error instanceof LedgerError) throw error;
    const failure = error instanceof VendorFailure ? error.failure : undefined;
    if (!(failure && isRetryable(failure, 0)) && row.lease_left_ms === 0 && row.lookups >= MOST_BROKEN_LOOKS) {
      return this.ledger.exception(row, uncertainProblem(`looking for the write failed ${row.lookups} times: ${failure?.detail ?? (error as Error).name}`));
    }
    return this.ledger.lookAgain(row, Math.max(backoff(row), (failure?.retry_after_s ?? 0) * 1000));
  }

  /** Absent beyond settle window and find lag: it was not applied. */
  private async sendAgain(row: DueRow): Promise<EffectRow | undefined> {
    if (row.attempts >= MOST_ATTEMPTS) return this.ledger.exception(row, uncertainProblem(`sent ${row.attempts} times, each time without a known outcome and without a trace at the vendor`));
    const planned = await this.ledger.replan(row, row.problem, { againMs: 0 });
    crashPoint('resolver.after-replan', row.run_id, row.verb, row.key);
    const mine = planned && (await this.ledger.claim(row.key));
    if (!mine) return planned;
    return (await new Delivery(this.runtime, this.ledger, mine, this.runtime.connector.writes[row.verb]!, backoff(row)).run()).row;
  }

  /** Calls to the vendor carry the correlation id of whoever asked for the effect, and queue in its lane. */
  private inContext<T>(row: EffectRow, work: () => Promise<T>): Promise<T> {
    const group = CONTRACTS[this.runtime.connector.domain].writes.find((w) => w.verb === row.verb)?.group;
    const lane: Lane = group === 'transactions' ? 'finance' : 'delivery';
    return inWorkContext({ correlation_id: row.correlation_id, traceparent: nextTraceparent(), ...(row.run_id ? { run_id: row.run_id } : {}) }, () => inLane(lane, work));
  }
}

function backoff(row: EffectRow): number {
  return Math.min(LONGEST_WAIT_MS, 250 * 2 ** Math.min(row.lookups, 8));
}
