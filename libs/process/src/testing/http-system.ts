import type { Domain } from '#lib/canonical';
import type { EffectHttpAnswer, EffectTrace, SystemClient } from '../effects/types.js';

/** The system layer as a worker process reaches it in a spec: `Books` at another process's address. */
export class HttpSystem implements SystemClient {
  constructor(private readonly url: string, private readonly timeoutMs: number) {}

  perform(_domain: Domain, verb: string, key: string, body: object, _trace: EffectTrace): Promise<EffectHttpAnswer> {
    return this.call(`/${verb}/${encodeURIComponent(key)}`, { method: 'POST', body: JSON.stringify(body) });
  }

  effect(_domain: Domain, key: string): Promise<EffectHttpAnswer> {
    return this.call(`/effects/${encodeURIComponent(key)}`, {});
  }

  private async call(path: string, init: RequestInit): Promise<EffectHttpAnswer> {
    const r = await fetch(this.url + path, { ...init, signal: AbortSignal.timeout(this.timeoutMs) });
    return { status: r.status, effect: (await r.json()) as EffectHttpAnswer['effect'] };
  }
}
