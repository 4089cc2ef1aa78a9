import type { Domain } from '#lib/canonical';
import type { ExceptionInput } from '#lib/store';
import type { EntityManager } from 'typeorm';
import type { EffectAsk, EffectResult } from '../effects/types.js';
import type { AwaitedChange } from '../waits/awaited.js';

/** What a flow may raise: the kit adds flow, step, run and correlation. */
export type RaisedException = Pick<ExceptionInput, 'code' | 'message' | 'context' | 'evidence' | 'legal_entity_code'> & {
  /** Default: the run's business key. */
  business_key?: string;
  /** Changes that take the cause away. A run that ends waiting goes on by itself when one of them comes. */
  waits_for?: readonly AwaitedChange[];
};

export interface ReadOptions {
  /** The domain whose system API is read: shares its call budget and its outage exception. */
  system?: Domain;
}

/**
 * Everything a flow may do to the world. Each call is one keyed step: done once, recorded, and answered from the record when the
 * run is replayed after a crash. Answers must survive JSON (no class instances, no undefined members that matter).
 */
export interface FlowContext {
  /** Id of this attempt; retries are `<id>~2`, `<id>~3` … */
  readonly runId: string;
  readonly flow: string;
  readonly businessKey: string;
  readonly correlationId: string;
  /** Id of the event that started the run, when one did: the causation id of what the run publishes. */
  readonly causationId?: string;
  /** 1 for the first run, higher after retries by a person. */
  readonly attempt: number;
  /** One database transaction, committed together with the record that it was done: exactly once, whatever crashes. Only database work inside. */
  tx<T>(name: string, fn: (em: EntityManager) => Promise<T>): Promise<T>;
  /**
   * One write to a system API, driven to an end. Waits as long as its outcome is open, the vendor is down or a person has to decide;
   * opens and closes the exceptions that tell people so. A refusal is an answer, not an error.
   */
  effect(name: string, ask: EffectAsk): Promise<EffectResult>;
  /** A read over HTTP. Repeated until it succeeds while the other side is unavailable; other errors fail the run after the retries. */
  read<T>(name: string, fn: () => Promise<T>, options?: ReadOptions): Promise<T>;
  /** Waits; a restart does not start the wait again. */
  sleep(ms: number): Promise<void>;
  /** The current instant (ISO 8601), the same one in every replay. */
  now(): Promise<string>;
  /** Records an exception for a person and goes on. To stop the run instead, throw `BusinessFailure`. */
  raise(exception: RaisedException): Promise<void>;
  /**
   * Registers what undoes the step just done. If the run later ends in a BusinessFailure, the registered functions run in reverse
   * order, as steps, before the exception is raised.
   */
  compensate(name: string, undo: (ctx: FlowContext) => Promise<unknown>): void;
}
