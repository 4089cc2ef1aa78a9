import { crashPoint, isConnectionError, isContention, logger } from '#lib/platform';
import { TENANT } from '#lib/store';
import type { DataSource, EntityManager } from 'typeorm';
import { baseOf, retryRun, RunNotRetryable } from '../run/attempts.js';
import { whenWoken } from './wake.js';

/** Resumed runs under way at a time, over all replicas: a rate card may wake thousands, and new work must not wait for them. */
const AT_ONCE = 20;
/** Place in the queue of a lane: behind new work. */
export const RESUMED_PRIORITY = 10;
/** One replica at a time hands runs over. */
const LOCK = 7_150_044;
const SOON_MS = 100;
const LATER_MS = 5_000;

/**
 * Runs whose cause went away go on by themselves, a few at a time. What a person waived stays waived: such runs are left alone.
 */
export class Resumer {
  private timer: NodeJS.Timeout | undefined;
  private stopped = false;
  private working: Promise<void> = Promise.resolve();

  constructor(private readonly ds: DataSource) {}

  start(): void {
    whenWoken(() => this.next(SOON_MS));
    this.next(SOON_MS);
  }

  async stop(): Promise<void> {
    this.stopped = true;
    whenWoken(() => undefined);
    clearTimeout(this.timer);
    await this.working;
  }

  private next(ms: number): void {
    if (this.stopped) return;
    clearTimeout(this.timer);
    this.timer = setTimeout(() => {
      this.working = this.work().then((more) => this.next(more ? SOON_MS : LATER_MS));
    }, ms);
    this.timer.unref();
  }

  private async work(): Promise<boolean> {
    try {
      return await this.ds.transaction((em) => resumeSome(em));
    } catch (error) {
      if (!isConnectionError(error) && !isContention(error)) logger('process').error({ err: error }, 'waiting runs could not be resumed; tried again');
      return false;
    }
  }
}

interface Woken {
  id: string;
  run_id: string;
}

const WOKEN = `exception e join process_run r on r.id = e.run_id where e.tenant_id = $1 and e.status in ('open', 'assigned') and e.context ? 'woken_by' and r.state = 'waiting'`;

/** Runs whose cause went away and that are about to go on. */
export async function wokenRuns(em: Pick<EntityManager, 'query'>): Promise<number> {
  return (await em.query(`select count(distinct e.run_id)::int as n from ${WOKEN}`, [TENANT]))[0].n;
}

/** Resumes as many woken runs as there is room for. Returns whether there are, or may be, more. */
export async function resumeSome(em: EntityManager): Promise<boolean> {
  const [{ locked }] = await em.query('select pg_try_advisory_xact_lock($1) as locked', [LOCK]);
  if (!locked) return false;
  const woken: Woken[] = await em.query(
    `select e.id, e.run_id from ${WOKEN}
     order by e.first_seen, e.id limit $2 for update of e skip locked`, [TENANT, AT_ONCE]);
  if (woken.length === 0) return false;
  const [{ n }] = await em.query(`select count(*)::int as n from dbos.workflow_status where status in ('ENQUEUED', 'PENDING') and priority = $1`, [RESUMED_PRIORITY]);
  const runs = [...new Set(woken.map((w) => w.run_id))].slice(0, Math.max(0, AT_ONCE - n));
  for (const run of runs) {
    if (!(await waived(em, run))) await resume(em, run);
    await em.query(
      `update exception set context = (context - 'woken_by') || jsonb_build_object('resumed_for', coalesce(context->'resumed_for', '[]') || to_jsonb(context->>'woken_by'))
       where run_id = $1 and status in ('open', 'assigned') and context ? 'woken_by'`, [run]);
  }
  crashPoint('resume.before-commit', 'resumer');
  return true;
}

async function resume(em: EntityManager, run: string): Promise<void> {
  try {
    await retryRun(run, 'process', em, { priority: RESUMED_PRIORITY });
  } catch (error) {
    if (!(error instanceof RunNotRetryable)) throw error;
  }
}

/** A person has decided about this run, or about a write of it: nothing happens to it by itself any more. */
async function waived(em: EntityManager, run: string): Promise<boolean> {
  const rows = await em.query(
    `select 1 from exception where tenant_id = $2 and status = 'waived' and (run_id = $1 or starts_with(run_id, $1 || '~'))
     union all select 1 from effect where state = 'rejected' and problem->>'vendor_code' = 'waived' and (run_id = $1 or starts_with(run_id, $1 || '~')) limit 1`, [baseOf(run), TENANT]);
  return rows.length > 0;
}
