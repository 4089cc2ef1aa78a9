import { CONTRACTS, type Domain, type EffectProblem, type EffectView, type ReadContract, type WriteContract } from '#lib/canonical';
import axios, { type AxiosInstance, type AxiosResponse } from 'axios';
import { Agent } from 'node:http';
import type { BodyOf, EntityOf, Named, PageOf, RecordOf, VerbOf } from './contract-types.js';

/** Where the system API of each domain answers, e.g. `http://127.0.0.1:3000/system/netsuite`, and how to get a token for it. */
export interface SystemClientOptions {
  baseUrls: Partial<Record<Domain, string>>;
  token: () => Promise<string>;
  /** Milliseconds a call may take; a write answers 202 long before. Default 60 000. */
  timeoutMs?: number;
}

export interface CallContext {
  correlation_id: string;
  run_id?: string;
  /** Lane inside the connector's budget. */
  priority?: 'finance' | 'delivery' | 'analytics';
}

/** The answer of a system API to a write or to a question about one; see libs/process `SystemClient`. */
export interface EffectAnswer {
  status: number;
  effect?: EffectView;
  problem?: EffectProblem;
  retry_after_s?: number;
}

/** A system API said something a read cannot go on with. */
export class SystemApiError extends Error {
  constructor(readonly domain: Domain, readonly status: number, readonly problem: Record<string, any> | undefined, readonly retry_after_s?: number) {
    super(`${domain} system API answered ${status}: ${problem?.['detail'] ?? problem?.['title'] ?? 'no detail'}`);
    this.name = 'SystemApiError';
  }
}

/**
 * The process layer's one way to the system layer: the domain contract over HTTP, whichever vendor stands behind it. Records and bodies are typed from the
 * contract documents: `page('psa', 'timesheet', …)` gives timesheets, `perform('erp', 'create_invoice', …)` takes an invoice.
 */
export class SystemClient {
  private readonly http: AxiosInstance;

  constructor(private readonly options: SystemClientOptions) {
    this.http = axios.create({ timeout: options.timeoutMs ?? 60_000, validateStatus: () => true, maxRedirects: 0, httpAgent: new Agent({ keepAlive: true, maxSockets: 64 }), maxContentLength: 64 * 1024 * 1024 });
  }

  /** One page of a feed. Throws SystemApiError; network errors pass through. */
  async page<D extends Domain, E extends string>(domain: D, entity: E & Named<E, EntityOf<D>>, cursor: string, limit: number, ctx: CallContext): Promise<PageOf<D, E>> {
    const read = readContract(domain, entity);
    const answer = await this.call(domain, 'get', `/v1/${read.group}/${read.path}`, ctx, { params: { ...(cursor ? { cursor } : {}), limit } });
    return this.body<PageOf<D, E>>(domain, answer);
  }

  /** One record by the vendor's id, or undefined when the vendor has none. */
  async one<D extends Domain, E extends string>(domain: D, entity: E & Named<E, EntityOf<D>>, sourceId: string, ctx: CallContext): Promise<RecordOf<D, E> | undefined> {
    const read = readContract(domain, entity);
    const answer = await this.call(domain, 'get', `/v1/${read.group}/${read.path}/${encodeURIComponent(sourceId)}`, ctx);
    return answer.status === 404 ? undefined : this.body<RecordOf<D, E>>(domain, answer);
  }

  /** What the vendor behind a domain can be read for and asked to write, in the contract's words: vendors differ. */
  async offers(domain: Domain, ctx: CallContext): Promise<{ reads: string[]; writes: string[] }> {
    const answer = await this.call(domain, 'get', '/v1/capabilities', ctx);
    const found = this.body<{ reads: { entity: string }[]; writes: { verb: string }[] }>(domain, answer);
    return { reads: found.reads.map((r) => r.entity), writes: found.writes.map((w) => w.verb) };
  }

  /** Asks for one write under its business key. Rejects only when no HTTP answer came. */
  async perform<D extends Domain, V extends string>(domain: D, verb: V & Named<V, VerbOf<D>>, key: string, body: BodyOf<D, V>, ctx: CallContext): Promise<EffectAnswer> {
    const write = writeContract(domain, verb);
    return this.effectCall(domain, 'post', `/v1/${write.group}/${write.path}`, ctx, { data: body as object, headers: { 'idempotency-key': key } });
  }

  /** How a write stands. */
  async effect(domain: Domain, key: string, ctx: CallContext): Promise<EffectAnswer> {
    return this.effectCall(domain, 'get', `/v1/effects/${encodeURIComponent(key)}`, ctx);
  }

  private async effectCall(domain: Domain, method: 'get' | 'post', path: string, ctx: CallContext, extra?: { data?: object; headers?: Record<string, string> }): Promise<EffectAnswer> {
    const answer = await this.call(domain, method, path, ctx, extra);
    const ok = answer.status >= 200 && answer.status < 300;
    return { status: answer.status, effect: ok ? answer.data : undefined, problem: ok ? undefined : effectProblem(answer), retry_after_s: retryAfterS(answer) };
  }

  private async call(domain: Domain, method: 'get' | 'post', path: string, ctx: CallContext, extra: { params?: object; data?: object; headers?: Record<string, string> } = {}): Promise<AxiosResponse> {
    const base = this.options.baseUrls[domain];
    if (!base) throw new Error(`no system API is configured for ${domain}: set ${domain.toUpperCase()}_API_URL`);
    const headers: Record<string, string> = { authorization: `Bearer ${await this.options.token()}`, 'x-correlation-id': ctx.correlation_id, ...extra.headers };
    if (ctx.run_id) headers['x-run-id'] = ctx.run_id;
    if (ctx.priority) headers['x-priority'] = ctx.priority;
    return this.http.request({ method, url: `${base}${path}`, headers, params: extra.params, data: extra.data });
  }

  private body<T>(domain: Domain, answer: AxiosResponse): T {
    if (answer.status >= 200 && answer.status < 300) return answer.data as T;
    throw new SystemApiError(domain, answer.status, objectOf(answer.data), retryAfterS(answer));
  }
}

function readContract(domain: Domain, entity: string): ReadContract {
  const found = CONTRACTS[domain].reads.find((r) => r.entity === entity);
  if (!found) throw new Error(`${domain} has no read of ${entity}`);
  return found;
}

function writeContract(domain: Domain, verb: string): WriteContract {
  const found = CONTRACTS[domain].writes.find((w) => w.verb === verb);
  if (!found) throw new Error(`${domain} has no write ${verb}`);
  return found;
}

function objectOf(data: unknown): Record<string, any> | undefined {
  return data !== null && typeof data === 'object' ? (data as Record<string, any>) : undefined;
}

/** A problem document reduced to what a flow decides by. */
function effectProblem(answer: AxiosResponse): EffectProblem {
  const p = objectOf(answer.data) ?? {};
  const first = Array.isArray(p['errors']) ? p['errors'][0] : undefined;
  return { class: String(p['class'] ?? 'unknown'), code: p['code'], detail: String(p['detail'] ?? p['title'] ?? `answered ${answer.status}`), field: first?.field ?? p['field'], vendor_code: p['vendor_code'] };
}

function retryAfterS(answer: AxiosResponse): number | undefined {
  const text = answer.headers['retry-after'];
  const seconds = typeof text === 'string' ? Number(text) : NaN;
  return Number.isFinite(seconds) ? seconds : undefined;
}

let shared: SystemClient | undefined;

/** Sets the client that the process apps of this program use; called once at start, before any of them works. */
export function useSystemClient(client: SystemClient): void {
  shared = client;
}

export function systemClient(): SystemClient {
  if (!shared) throw new Error('useSystemClient() was not called before the first call to a system API');
  return shared;
}
