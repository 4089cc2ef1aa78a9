import { backoff, pause } from '../engine/pause.js';
import { engineState } from '../engine/state.js';
import type { RunFacts } from './facts.js';

type Loose = { status?: unknown; response?: { status?: unknown }; code?: unknown; name?: string; cause?: unknown };

const NETWORK = /^(ECONN|EPIPE|ETIMEDOUT|EHOST|ENET|ENOTFOUND|EAI_AGAIN|ERR_NETWORK|ERR_SOCKET|UND_ERR)/;

/** True when the other side could not be reached or asked for patience, judged by HTTP status or Node's error code. */
export function isUnavailable(error: unknown): boolean {
  const e = error as Loose | null | undefined;
  const status = e?.status ?? e?.response?.status;
  if (typeof status === 'number') return [401, 403, 408, 425, 429, 502, 503, 504].includes(status);
  if (typeof e?.code === 'string' && NETWORK.test(e.code)) return true;
  if (e?.name === 'TimeoutError' || e?.name === 'AbortError') return true;
  return e?.cause !== undefined && e.cause !== error && isUnavailable(e.cause);
}

/** Repeats a read while the other side is unavailable; gives other errors a limited number of attempts. */
export async function driveRead<T>(run: RunFacts, step: string, system: string, read: () => Promise<T>, onWait: (detail: Record<string, unknown>) => Promise<void>): Promise<T> {
  const { settings, outages, gates } = engineState();
  const wait = backoff(200, 1.5, settings.retry_cap_ms);
  const patience = backoff(200, 1.5, settings.unavailable_cap_ms);
  let since: Date | undefined;
  let told = false;
  for (let attempt = 1; ; ) {
    try {
      const answer = await gates.calls(system).run(run.queue, read);
      await outages.up(system);
      return answer;
    } catch (error) {
      if (!isUnavailable(error)) {
        if (attempt++ >= settings.step_attempts) throw error;
        await pause(wait());
        continue;
      }
      const detail = (error as Error).message;
      if (!since) await onWait({ waits: { for: 'system', detail } });
      since ??= new Date();
      if (!told && Date.now() - since.getTime() >= settings.unavailable_after_ms) {
        await outages.down(system, { flow: run.flow, step, run_id: run.run_id, correlation_id: run.correlation_id }, detail, since);
        told = true;
      }
      await outages.patience(system, patience());
    }
  }
}
