import { clearExceptions, raiseException } from '#lib/store';
import type { DataSource } from 'typeorm';
import { patiently } from '../engine/patience.js';
import { unlessStopping } from '../engine/pause.js';

const REFRESH_MS = 30_000;

export interface OutageWitness {
  flow: string;
  step: string;
  run_id: string;
  correlation_id: string;
}

/**
 * Tells people once that a system is unavailable, however many runs wait for it, and takes it back when the first call gets through.
 * Knows the open ones of other replicas too, since whoever gets through first has to close them.
 */
export class Outages {
  private open = new Set<string>();
  private readonly waiting = new Map<string, Set<() => void>>();
  private timer: NodeJS.Timeout | undefined;

  constructor(private readonly ds: DataSource) {}

  async start(): Promise<void> {
    await this.refresh();
    this.timer = setInterval(() => void this.refresh().catch(() => undefined), REFRESH_MS);
    this.timer.unref();
  }

  stop(): void {
    clearInterval(this.timer);
  }

  async down(system: string, by: OutageWitness, detail: string, since: Date): Promise<void> {
    await patiently(() =>
      this.ds.transaction((em) =>
        raiseException(em, {
          code: 'VENDOR_UNAVAILABLE', business_key: key(system), workflow: by.flow, step: by.step, run_id: by.run_id, correlation_id: by.correlation_id,
          message: `${system} has not answered since ${since.toISOString()}; work that needs it waits and goes on by itself`,
          context: { system, since: since.toISOString(), detail },
        }),
      ),
    );
    this.open.add(key(system));
  }

  /**
   * Waits before the next attempt at a system that is unavailable: `ms`, or until somebody of this process got through. The first to get through wakes all: whoever
   * has waited for hours asks rarely, and a vendor that is back would stand idle meanwhile. How many then call at once is for the gates and the vendor's budget to say.
   */
  async patience(system: string, ms: number): Promise<void> {
    const waiting = this.waiting.get(system) ?? new Set();
    this.waiting.set(system, waiting);
    await new Promise<void>((resolve) => {
      const over = (): void => {
        clearTimeout(timer);
        waiting.delete(over);
        resolve();
      };
      const timer = setTimeout(over, ms).unref();
      waiting.add(over);
    });
    await unlessStopping();
  }

  /** To be called after every call that got through: costs nothing while nobody waits and nothing is open. */
  async up(system: string): Promise<void> {
    for (const wake of this.waiting.get(system) ?? []) wake();
    if (!this.open.delete(key(system))) return;
    await patiently(() =>
      this.ds.transaction((em) => clearExceptions(em, { business_key: key(system), code: 'VENDOR_UNAVAILABLE' }, 'cleared', { by: 'process', reason: 'The system answers again' })),
    );
  }

  private async refresh(): Promise<void> {
    const rows: { business_key: string }[] = await this.ds.query(`select business_key from exception where code = 'VENDOR_UNAVAILABLE' and status in ('open', 'assigned')`);
    this.open = new Set(rows.map((r) => r.business_key));
  }
}

function key(system: string): string {
  return `system:${system}`;
}
