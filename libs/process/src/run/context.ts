import { DBOS } from '@dbos-inc/dbos-sdk';
import { crashPoint } from '#lib/platform';
import { raiseException } from '#lib/store';
import type { EntityManager } from 'typeorm';
import { driveEffect } from '../effects/drive.js';
import type { EffectAsk, EffectResult } from '../effects/types.js';
import { runTx } from '../engine/checkpointed-tx.js';
import { pause } from '../engine/pause.js';
import { engineState } from '../engine/state.js';
import type { FlowContext, RaisedException, ReadOptions } from '../flow/context.js';
import { topicOf } from '../waits/awaited.js';
import { outcomeOf, type StepOutcome, unwrap } from './outcome.js';
import { driveRead } from './read.js';
import { showStep, type StepKind, type StepState } from './step-log.js';
import type { RunFacts } from './facts.js';

/** Below the longest delay a timer takes. */
const LONGEST_NAP_MS = 3_600_000;

export interface Compensation {
  name: string;
  undo: (ctx: FlowContext) => Promise<unknown>;
}

/** The FlowContext of one execution of a run. Step numbers are given in call order, which replays repeat. */
export class RunContext implements FlowContext {
  readonly compensations: Compensation[] = [];
  /** Name of the step begun last. */
  lastStep: string | undefined;
  private steps = 0;

  constructor(private readonly run: RunFacts) {}

  get runId(): string {
    return this.run.run_id;
  }
  get flow(): string {
    return this.run.flow;
  }
  get businessKey(): string {
    return this.run.business_key;
  }
  get correlationId(): string {
    return this.run.correlation_id;
  }
  get causationId(): string | undefined {
    return this.run.causation_id;
  }
  get attempt(): number {
    return this.run.attempt;
  }

  async tx<T>(name: string, fn: (em: EntityManager) => Promise<T>): Promise<T> {
    const { settings, gates } = engineState();
    const step = { run_id: this.runId, n: this.begin(name), name, attempts: settings.step_attempts, retry_cap_ms: settings.retry_cap_ms };
    return unwrap(await runTx<T>(step, fn, (work) => gates.transactions.run(this.run.queue, work)));
  }

  async effect(name: string, ask: EffectAsk): Promise<EffectResult> {
    const detail = { system: ask.system, verb: ask.verb, effect_key: ask.key };
    const result = await this.step(name, 'effect', async (show) => {
      const r = await driveEffect(this.run, name, ask, (state, more) => show(state, { ...detail, ...more }));
      return { value: r };
    }, (o) => {
      const r = (o as { value: EffectResult }).value;
      return r.ok ? ['done', { ...detail, source_id: r.source_id }] : ['refused', { ...detail, kind: r.kind, problem: r.problem }];
    });
    crashPoint('effect.after-record', this.runId, ask.verb, ask.key);
    return result;
  }

  async read<T>(name: string, fn: () => Promise<T>, options: ReadOptions = {}): Promise<T> {
    const system = options.system ?? 'http';
    return this.step(name, 'read', (show) => outcomeOf(() => driveRead(this.run, name, system, fn, (more) => show('waiting', more))), () => ['done', { system: options.system }]);
  }

  async sleep(ms: number): Promise<void> {
    const n = this.begin('sleep');
    const { clock, pool } = engineState();
    // The end is written down by the database's clock: a process with another time, or one whose clock was set, neither oversleeps nor wakes early.
    const until = await DBOS.runStep(async () => clock.now() + ms, { name: 'sleep' });
    await showStep(pool, { run_id: this.runId, n, name: 'sleep', kind: 'sleep', state: 'done', detail: { ms }, started: new Date() });
    for (let left: number; (left = until - clock.now()) > 0; ) await pause(Math.min(left, LONGEST_NAP_MS));
  }

  async now(): Promise<string> {
    return new Date(await DBOS.now()).toISOString();
  }

  async raise(e: RaisedException): Promise<void> {
    const step = this.lastStep;
    await this.tx(`raise ${e.code}`, async (em) => {
      await raiseException(em, { ...e, business_key: e.business_key ?? this.businessKey, waits_for: e.waits_for?.map(topicOf), workflow: this.flow, step, run_id: this.runId, correlation_id: this.correlationId });
      return null;
    });
  }

  compensate(name: string, undo: (ctx: FlowContext) => Promise<unknown>): void {
    this.compensations.push({ name, undo });
  }

  /** The number must be taken before anything is awaited, so that steps begun side by side keep theirs in a replay. */
  private begin(name: string): number {
    this.lastStep = name;
    return ++this.steps;
  }

  private async step<T>(
    name: string,
    kind: StepKind,
    body: (show: (state: StepState, detail: Record<string, unknown>) => Promise<void>) => Promise<StepOutcome<T>>,
    ending: (outcome: StepOutcome<T>) => [StepState, Record<string, unknown>],
  ): Promise<T> {
    const n = this.begin(name);
    const row = { run_id: this.runId, n, name, kind };
    const { pool } = engineState();
    const outcome = await DBOS.runStep(
      async () => {
        const started = new Date();
        try {
          const o = await body((state, detail) => showStep(pool, { ...row, state, detail, started }));
          const [state, detail] = ending(o);
          await showStep(pool, { ...row, state, detail: { ...detail, waits: undefined }, started });
          return o;
        } catch (error) {
          await showStep(pool, { ...row, state: 'failed', detail: { error: (error as Error)?.message ?? String(error) }, started });
          throw error;
        }
      },
      { name },
    );
    return unwrap(outcome);
  }
}
