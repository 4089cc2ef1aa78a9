import { Injectable, Logger } from '@nestjs/common';
import { defineSettings } from '../config/registry.js';

export const healthSettings = defineSettings('health', {
  check_timeout: { env: 'HEALTH_CHECK_TIMEOUT', type: 'duration_ms', default: '2s', min: 1, doc: 'How long one readiness check may take before it counts as failed.' },
});

/** Outcome of one check. The cause of a failure is logged, not told: it may name hosts and accounts. */
export interface CheckOutcome {
  name: string;
  ok: boolean;
  ms: number;
  /** Why it failed, in words fit for outside. */
  reason?: string;
}

type Check = { run: () => Promise<unknown>; timeout_ms?: number };

/** What must work before an app takes traffic. Inject it and register what you depend on. */
@Injectable()
export class HealthChecks {
  private readonly checks = new Map<string, Check>();
  private readonly logger = new Logger('health');
  private draining = false;

  /** Adds a check: it passes if `run` resolves in time. The same name replaces the earlier check. */
  register(name: string, run: () => Promise<unknown>, options: { timeout_ms?: number } = {}): void {
    this.checks.set(name, { run, ...options });
  }

  /** From now on not ready: the app is about to stop and finishes what it has. */
  drain(): void {
    this.draining = true;
  }

  /** Runs all checks at the same time. */
  async run(): Promise<CheckOutcome[]> {
    const outcomes = await Promise.all([...this.checks].map(([name, check]) => this.one(name, check)));
    if (this.draining) outcomes.push({ name: 'shutdown', ok: false, ms: 0, reason: 'is stopping' });
    return outcomes;
  }

  private async one(name: string, check: Check): Promise<CheckOutcome> {
    const started = performance.now();
    const limit = check.timeout_ms ?? healthSettings().check_timeout;
    const ms = () => Math.round(performance.now() - started);
    let timer: NodeJS.Timeout | undefined;
    try {
      const late = new Promise<'late'>((resolve) => (timer = setTimeout(resolve, limit, 'late')));
      if ((await Promise.race([check.run(), late])) === 'late') return { name, ok: false, ms: ms(), reason: `did not answer within ${limit} ms` };
      return { name, ok: true, ms: ms() };
    } catch (error) {
      this.logger.warn(`check ${name} failed: ${error instanceof Error ? error.message : String(error)}`);
      return { name, ok: false, ms: ms(), reason: 'failed' };
    } finally {
      clearTimeout(timer);
    }
  }
}
