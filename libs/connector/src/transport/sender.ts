import { outgoingHeaders } from '#lib/platform';
import { setTimeout as sleep } from 'node:timers/promises';
import type { AuthSchemes, Token } from '../define/auth.js';
import { TokenCache } from '../auth/token-cache.js';
import { Circuit } from '../budget/circuit.js';
import { Gate, GateTimeout } from '../budget/gate.js';
import { currentLane } from '../budget/lane.js';
import { retryAfter } from '../define/classify.js';
import { type Failure, VendorFailure } from '../define/failure.js';
import { isSafe, type VendorAnswer, type VendorRequest } from '../define/request.js';
import { failureOfFault, isPassing } from './failures.js';
import { originsOf, payloadOf, targetOf } from './target.js';
import { recordBudget, recordCall, recordRetry } from './vendor-metrics.js';
import { Wire, WireFault } from './wire.js';

/** What the sender must know of a connector. */
export interface SenderOptions {
  vendor: string;
  settings: { base_url: string };
  schemes: AuthSchemes;
  classify(answer: VendorAnswer, request: VendorRequest): Failure | null;
  limits: { concurrency: number; perSecond?: number };
  requestTimeoutMs: number;
  /** Milliseconds of the epoch, for sign-ins that carry a time; default: this machine's clock. */
  now?: () => number;
}

/** A safe request is sent at most this often … */
const SAFE_ATTEMPTS = 4;
/** … and not again once this much time has gone. */
const SAFE_TIME_MS = 45_000;
/** How long a request may wait for its place in the budget. */
const QUEUE_MS = 20_000;
const CONNECT_MS = 5_000;
const LONGEST_PAUSE_MS = 120_000;

/** All of one vendor's traffic: auth, budget, circuit, timeouts, classification, log and metrics in one place. */
export class Sender {
  readonly gate: Gate;
  readonly circuit = new Circuit();
  private readonly wire = new Wire();
  private readonly tokens = new Map<string, TokenCache>();
  private readonly origins: Set<string>;
  private throttled = 0;

  constructor(private readonly options: SenderOptions) {
    this.gate = new Gate(options.limits);
    this.origins = originsOf(options.settings);
    const ctx = { send: (request: VendorRequest) => this.raw(request), now: () => new Date((options.now ?? Date.now)()) };
    for (const [name, scheme] of Object.entries(options.schemes)) this.tokens.set(name, new TokenCache(scheme, ctx));
  }

  /** A request that changes nothing: repeated after passing failures, with growing waits and the vendor's Retry-After honored. Throws VendorFailure. */
  async safe(request: VendorRequest): Promise<VendorAnswer> {
    if (!isSafe(request)) throw new Error(`${request.label}: ${request.method} may change the vendor; mark it safe if it does not, or make it the write itself`);
    const started = performance.now();
    for (let attempt = 1; ; attempt++) {
      const outcome = await this.send(request, attempt);
      if ('answer' in outcome) return outcome.answer;
      const failure: Failure = { ...outcome.failure, applied: 'no' };
      const wait = Math.max((failure.retry_after_s ?? 0) * 1000, 150 * 3 ** (attempt - 1) * (0.5 + Math.random()));
      if (!isPassing(failure) || attempt === SAFE_ATTEMPTS || performance.now() - started + wait > SAFE_TIME_MS) throw new VendorFailure(failure);
      recordRetry(this.options.vendor, request.label);
      await sleep(wait);
    }
  }

  /**
   * The one sending of a write. `beforeBytes` runs when token and place in the budget are there, right before the first byte can leave: that is where the
   * ledger writes "sent"; if it throws, nothing leaves. Throws VendorFailure; `applied` then tells whether the vendor may have done it.
   */
  async once(request: VendorRequest, beforeBytes: () => Promise<void>): Promise<VendorAnswer> {
    const outcome = await this.send(request, 1, beforeBytes);
    if ('answer' in outcome) return outcome.answer;
    throw new VendorFailure(outcome.failure);
  }

  close(): void {
    this.wire.close();
  }

  private async send(request: VendorRequest, attempt: number, beforeBytes?: () => Promise<void>): Promise<{ answer: VendorAnswer } | { failure: Failure }> {
    for (let renewed = false; ; renewed = true) {
      const name = request.auth ?? 'default';
      const cache = name === 'none' ? undefined : this.tokens.get(name);
      if (!cache && name !== 'none') throw new Error(`${request.label} asks for auth scheme ${name}, which the connector does not define`);
      let token: Token = { value: '' };
      try {
        token = (await cache?.token()) ?? token;
      } catch (error) {
        return { failure: failureOf(error) };
      }
      const outcome = await this.exchange(cache ? this.options.schemes[name]!.apply(request, token) : request, request, token, attempt, beforeBytes);
      if ('answer' in outcome || outcome.status !== 401 || !cache?.renewable || renewed) return outcome;
      cache.refused(token);
    }
  }

  private async exchange(signed: VendorRequest, request: VendorRequest, token: Token, attempt: number, beforeBytes?: () => Promise<void>): Promise<{ answer: VendorAnswer } | { failure: Failure; status?: number }> {
    const url = targetOf(signed, token.base_url ?? this.options.settings.base_url, this.origins);
    const { body, contentType } = payloadOf(signed);
    const headers = { accept: 'application/json', ...outgoingHeaders(), ...(contentType ? { 'content-type': contentType } : {}), ...lower(signed.headers) };
    const pass = await this.place();
    if ('failure' in pass) return pass;
    const started = performance.now();
    const note = (outcome: string, status?: number) =>
      recordCall({ vendor: this.options.vendor, label: request.label, method: request.method, outcome, status, ms: performance.now() - started, attempt });
    try {
      await beforeBytes?.();
      const timeoutMs = request.timeoutMs ?? this.options.requestTimeoutMs;
      const answer = await this.wire.exchange({ method: signed.method, url, headers, body, timeoutMs, connectTimeoutMs: CONNECT_MS });
      const failure = request.accept?.includes(answer.status) ? null : this.classified(answer, request);
      if (failure && isPassing(failure) && failure.class !== 'rate_limited') this.circuit.unavailable();
      else this.circuit.answered();
      if (failure?.class === 'rate_limited') failure.retry_after_s = this.slowDown(answer, failure);
      else this.throttled = 0;
      note(failure?.class ?? 'ok', answer.status);
      return failure ? { failure, status: answer.status } : { answer };
    } catch (error) {
      if (!(error instanceof WireFault)) {
        this.circuit.notAsked();
        throw error;
      }
      this.circuit.unavailable();
      const failure = failureOfFault(error);
      note(failure.class);
      return { failure };
    } finally {
      pass.leave();
      recordBudget(this.options.vendor, this.gate.state);
    }
  }

  /** A place in the budget, or why there is none; nothing was sent in that case. */
  private async place(): Promise<{ leave: () => void } | { failure: Failure }> {
    const away = (ms: number): { failure: Failure } => ({
      failure: { class: 'unavailable', applied: 'no', detail: 'the vendor has not been answering; nothing was sent', retry_after_s: Math.max(1, Math.ceil(ms / 1000)) },
    });
    const closed = this.circuit.remainingMs();
    if (closed > 0) return away(closed);
    let leave: () => void;
    try {
      leave = await this.gate.enter(currentLane(), QUEUE_MS);
    } catch (error) {
      if (!(error instanceof GateTimeout)) throw error;
      return { failure: { class: 'rate_limited', applied: 'no', detail: 'the budget of calls to the vendor is used up; nothing was sent', retry_after_s: error.retryAfterS } };
    }
    const blocked = this.circuit.blockedMs();
    recordBudget(this.options.vendor, this.gate.state);
    if (blocked === 0) return { leave };
    leave();
    return away(blocked);
  }

  private classified(answer: VendorAnswer, request: VendorRequest): Failure | null {
    try {
      return this.options.classify(answer, request);
    } catch {
      return { class: 'unknown', applied: 'unknown', detail: `the answer (${answer.status}) could not be read` };
    }
  }

  /** 429: nobody starts before the vendor said so, or for a growing while. Returns the seconds to tell the caller. */
  private slowDown(answer: VendorAnswer, failure: Failure): number {
    this.throttled += 1;
    const asked = failure.retry_after_s ?? retryAfter(answer);
    const ms = Math.min(LONGEST_PAUSE_MS, asked !== undefined ? asked * 1000 : Math.min(30_000, 500 * 2 ** Math.min(this.throttled, 6)) * (0.75 + Math.random() / 2));
    this.gate.pause(ms);
    return Math.max(1, Math.ceil(ms / 1000));
  }

  /** For token requests: no credentials, every status is an answer, broken connections tried once more. */
  private async raw(request: VendorRequest): Promise<VendorAnswer> {
    const bare: VendorRequest = { ...request, auth: 'none', accept: EVERY_STATUS };
    for (let attempt = 1; ; attempt++) {
      const outcome = await this.exchange(bare, bare, { value: '' }, attempt);
      if ('answer' in outcome) return outcome.answer;
      if (attempt === 3 || !isPassing(outcome.failure)) throw new VendorFailure({ ...outcome.failure, applied: 'no' });
      await sleep(200 * attempt * (0.5 + Math.random()));
    }
  }
}

const EVERY_STATUS = Array.from({ length: 500 }, (_, i) => i + 100);

function failureOf(error: unknown): Failure {
  if (error instanceof VendorFailure) return { ...error.failure, applied: 'no' };
  return { class: 'auth', applied: 'no', detail: `no token could be had: ${error instanceof Error ? error.name : 'unknown error'}` };
}

function lower(headers: Record<string, string> = {}): Record<string, string> {
  return Object.fromEntries(Object.entries(headers).map(([k, v]) => [k.toLowerCase(), v]));
}
