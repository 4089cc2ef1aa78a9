import 'reflect-metadata';
import type { Domain } from '#lib/canonical';
import { type EffectHttpAnswer, type EffectTrace, launchEngine, registerParts, shutdownEngine, type SystemClient } from '#lib/process';
import { MILESTONE_BILLING_PARTS } from '../parts.js';

/** A process of its own that runs the flows of milestone billing. Killed by the kill spec. */
class HttpSystem implements SystemClient {
  perform(_domain: Domain, verb: string, key: string, body: object, _trace: EffectTrace): Promise<EffectHttpAnswer> {
    return this.call(`/${verb}/${encodeURIComponent(key)}`, { method: 'POST', body: JSON.stringify(body) });
  }

  effect(_domain: Domain, key: string): Promise<EffectHttpAnswer> {
    return this.call(`/effects/${encodeURIComponent(key)}`, {});
  }

  private async call(path: string, init: RequestInit): Promise<EffectHttpAnswer> {
    const r = await fetch(process.env['SYSTEM_URL']! + path, { ...init, signal: AbortSignal.timeout(30_000) });
    return { status: r.status, effect: (await r.json()) as EffectHttpAnswer['effect'] };
  }
}

registerParts('spec', MILESTONE_BILLING_PARTS);
await launchEngine({ url: process.env['DATABASE_URL']!, client: new HttpSystem() });
process.stdout.write('READY\n');
process.once('SIGTERM', () => void shutdownEngine().then(() => process.exit(0)));
setInterval(() => undefined, 60_000);
