import { addDays } from '#lib/canonical';
import type { ReadVerb, RowPage, VendorContext } from '#lib/connector';
import { getWorkers, LARGEST_PAGE, type WorkersQuery } from '../client/get-workers.js';
import { identifyWorker, isHiredAfter, type WorkerRow } from '../mappers/worker-row.js';
import { knownWorker, mapWorker, WORKER_DROPPED } from '../mappers/worker.js';
import type { WorkdaySettings } from '../settings.js';
import { phaseAfter, positionFrom, positionText, startOf, type WorkerPosition } from './worker-position.js';

const HIRES = ['Hire Employee', 'Contract Contingent Worker'];
/** Effective days are looked at this far back at least: a last day of work changes the worker only on the day after. */
const DAYS_BACK = 2;

/**
 * Workers by the transaction log. A change is found twice: when it is keyed in (`entered`) and on the day it takes effect (`effective`),
 * since one keyed in ahead changes nothing until then. `ahead` adds those hired from tomorrow on, who are in no plain list yet.
 */
export const worker: ReadVerb<WorkerRow, WorkdaySettings> = {
  feed: 'delta',
  page: async (at, ctx) => {
    const position = at.from === null ? startOf(at.since, Math.min(at.limit, LARGEST_PAGE)) : positionFrom(at.from);
    const page = await getWorkers(queryOf(position, at.since, ctx.settings), ctx);
    const moment = position.moment ?? page.givenAt;
    const today = moment.slice(0, 10);
    const ahead = position.phase === 'ahead';
    const rows = page.workers.filter((one) => !ahead || isHiredAfter(one, today)).map((one) => ({ worker: one, ahead, given_at: moment }));
    return { rows, next: next(position, page.totalPages, moment, ctx.settings) } satisfies RowPage<WorkerRow>;
  },
  identify: identifyWorker,
  map: mapWorker,
  known: knownWorker,
  one,
  dropped: WORKER_DROPPED,
};

/** The call of a position. The moment of the walk's first answer bounds all later ones, so that its pages fit together. */
export function queryOf({ phase, page, count, moment }: WorkerPosition, since: string | null, settings: WorkdaySettings): WorkersQuery {
  const paged = { page, count, ...(moment ? { enteredBy: moment } : {}) };
  const today = moment?.slice(0, 10) ?? '';
  switch (phase) {
    case 'all':
      return paged;
    case 'entered':
      return { ...paged, updatedFrom: since! };
    case 'effective': {
      const back = addDays(today, -DAYS_BACK);
      const from = since!.slice(0, 10);
      // Tomorrow in UTC may be today in the tenant's zone.
      return { ...paged, effective: { from: from < back ? from : back, through: addDays(today, 1) } };
    }
    case 'ahead': {
      const horizon = addDays(today, settings.hire_horizon_days);
      return { ...paged, asOf: horizon, effective: { from: today, through: horizon, types: HIRES } };
    }
  }
}

function next(position: WorkerPosition, totalPages: number, moment: string, settings: WorkdaySettings): string | null {
  if (position.page < totalPages) return positionText({ ...position, page: position.page + 1, moment });
  const phase = phaseAfter(position.phase, settings.hire_horizon_days > 0);
  return phase && positionText({ phase, page: 1, count: position.count, moment });
}

/** The worker as of the tenant's today, else as of the horizon when the hire lies ahead; null when there is none. */
/** What XML 1.0 has no way to write, and blanks alone, which it reads as nothing. Nobody has such an id. */
// eslint-disable-next-line no-control-regex
const NOT_XML = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]/;

async function one(wid: string, ctx: VendorContext<WorkdaySettings>): Promise<WorkerRow | null> {
  if (NOT_XML.test(wid) || wid.trim() === '') return null;
  const { workers, givenAt } = await getWorkers({ wid }, ctx);
  if (workers[0]) return { worker: workers[0], ahead: false, given_at: givenAt };
  const today = givenAt.slice(0, 10);
  const later = await getWorkers({ wid, asOf: addDays(today, ctx.settings.hire_horizon_days) }, ctx);
  const hire = later.workers.find((worker) => isHiredAfter(worker, today));
  return hire ? { worker: hire, ahead: true, given_at: later.givenAt } : null;
}
