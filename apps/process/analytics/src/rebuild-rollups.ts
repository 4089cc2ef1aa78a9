import { allProjectMonths, clearRollups, recomputeProjectMonths, ROLLUP_CONSUMER } from '#lib/store';
import type { DataSource } from 'typeorm';
import { refreshAllWorkerDays } from './refresh.js';

/** Throws the rollups away and makes them from the records alone, in one transaction: readers see the old figures until the new ones are complete. Returns row counts. */
export async function rebuildRollups(ds: DataSource): Promise<{ worker_days: number; project_months: number }> {
  return ds.transaction(async (em) => {
    // Reading hours of facts while rows are written takes longer than an idle transaction may.
    await em.query('set local idle_in_transaction_session_timeout = 0');
    await clearRollups(em, ROLLUP_CONSUMER);
    await refreshAllWorkerDays(em);
    await recomputeProjectMonths(em, await allProjectMonths(em));
    const [counts] = await em.query('select (select count(*)::int from rollup_worker_day) as worker_days, (select count(*)::int from rollup_project_month) as project_months');
    return counts;
  });
}
