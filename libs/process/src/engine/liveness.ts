import { DBOS } from '@dbos-inc/dbos-sdk';
import { logger } from '#lib/platform';
import pg from 'pg';
import { executingHere } from './executing.js';
import { backoff } from './pause.js';

/** Namespace of the advisory locks that say "this executor lives". */
const SPACE = 7_150_042;

export interface LivenessOptions {
  url: string;
  pool: pg.Pool;
  executor: string;
  lease_ms: number;
  sweep_ms: number;
}

/**
 * Says that this replica lives, and takes over the runs of replicas that do not. A replica lives as long as one database session
 * holds the advisory lock on its name; the database frees it when the process dies, and after `lease_ms` of silence when it froze.
 * (The engine itself lets runs of a replica that never comes back stay pending for ever.)
 */
export class Liveness {
  private session: pg.Client | undefined;
  private timer: NodeJS.Timeout | undefined;
  private stopped = false;
  private sweeping: Promise<void> = Promise.resolve();
  /** Executors whose lock was free at the last look. One look may fall into a reconnect after a database restart. */
  private suspects = new Set<string>();

  constructor(private readonly o: LivenessOptions) {}

  /** Whether peers see this replica as alive. */
  get holds(): boolean {
    return this.session !== undefined;
  }

  /** Takes the lock; waits for a process of the same name to be gone. */
  async start(): Promise<void> {
    await this.hold();
    this.timer = setInterval(() => {
      this.sweeping = this.sweeping.then(() => this.beat()).catch(() => undefined);
    }, this.o.sweep_ms);
    this.timer.unref();
  }

  async stop(): Promise<void> {
    this.stopped = true;
    clearInterval(this.timer);
    await this.sweeping;
    await this.session?.end().catch(() => undefined);
  }

  /** Puts the runs of dead replicas back into their queues. `certain` skips the second look: at boot nobody is reconnecting. */
  async sweep(certain = false): Promise<string[]> {
    const session = this.session;
    if (!session) return [];
    const { rows } = await this.o.pool.query(`select distinct executor_id from dbos.workflow_status where status = 'PENDING' and executor_id <> $1`, [this.o.executor]);
    const silent = new Set<string>();
    const taken: string[] = [];
    for (const { executor_id } of rows as { executor_id: string }[]) {
      const lock = await session.query('select pg_try_advisory_lock($1, hashtext($2)) as free', [SPACE, executor_id]);
      if (!lock.rows[0].free) continue;
      try {
        silent.add(executor_id);
        if (certain || this.suspects.has(executor_id)) taken.push(...(await this.takeOver(executor_id)));
      } finally {
        await session.query('select pg_advisory_unlock($1, hashtext($2))', [SPACE, executor_id]);
      }
    }
    this.suspects = silent;
    return [...taken, ...(await this.takeBack())];
  }

  /**
   * Runs that the database says were handed to this replica, and that it never began: PostgreSQL died after it had noted the claim and
   * before it could answer. The engine forgets such runs, and with them every later one of their partitions.
   */
  private async takeBack(): Promise<string[]> {
    const { rows } = await this.o.pool.query(
      `select workflow_uuid as run from dbos.workflow_status where status = 'PENDING' and executor_id = $1 and started_at_epoch_ms < (extract(epoch from now()) * 1000)::bigint - $2::bigint`,
      [this.o.executor, this.o.lease_ms],
    );
    const lost = (rows as { run: string }[]).map((r) => r.run).filter((run) => !executingHere(run));
    return lost.length > 0 ? this.takeOver(this.o.executor, lost) : [];
  }

  private async takeOver(executor: string, only?: string[]): Promise<string[]> {
    const { rows } = await this.o.pool.query(
      `select queue_name, array_agg(workflow_uuid) as runs from dbos.workflow_status where status = 'PENDING' and executor_id = $1 and ($2::text[] is null or workflow_uuid = any($2)) group by queue_name`, [executor, only ?? null]);
    const runs: string[] = [];
    for (const row of rows as { queue_name: string | null; runs: string[] }[]) {
      // Back into their own queue: the order of a partition holds, and only a process with the flow's code takes them.
      await DBOS.resumeWorkflows(row.runs, row.queue_name ? { queueName: row.queue_name } : undefined);
      runs.push(...row.runs);
    }
    if (runs.length > 0) logger('process').warn({ replica: executor, runs: runs.length }, only ? 'took back runs that were handed over and never begun' : 'took over the runs of a replica that is gone');
    return runs;
  }

  /** The sweep doubles as the sign of life that keeps the session from running into its idle timeout. */
  private async beat(): Promise<void> {
    if (this.stopped || !this.session) return;
    await this.session.query('select 1');
    await this.sweep();
  }

  private async hold(): Promise<void> {
    const wait = backoff(100, 2, 2_000);
    while (!this.stopped) {
      const session = new pg.Client({ connectionString: this.o.url, keepAlive: true, application_name: 'throughline-liveness', options: `-c idle_session_timeout=${this.o.lease_ms}` });
      session.on('error', () => undefined);
      try {
        await session.connect();
        // Looked for again and again rather than waited for: a waiting statement would hold up index builds (see launch-lock.ts).
        while (!this.stopped && !(await session.query('select pg_try_advisory_lock($1, hashtext($2)) as ok', [SPACE, this.o.executor])).rows[0].ok) await new Promise((resolve) => setTimeout(resolve, 100));
        this.session = session;
        session.once('end', () => {
          this.session = undefined;
          if (!this.stopped) void this.hold();
        });
        return;
      } catch {
        await session.end().catch(() => undefined);
        await new Promise((resolve) => setTimeout(resolve, wait()));
      }
    }
  }
}
