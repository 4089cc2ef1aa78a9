import type { Ctx, Reply } from '../../../kernel/src/index.js';
import { allWorkers } from '../people/find.js';
import { supervisoryOf } from '../people/organization.js';
import { placeOf } from '../people/place.js';
import { descriptorOf, type Worker } from '../people/worker.js';
import { reference, widOf } from '../wid.js';
import { collection, present } from './collection.js';
import { hiddenOrMissing } from './error.js';
import { knownWorker } from './known-worker.js';
import { today } from './serve.js';

/** GET staffing/v6/workers: only workers that are not terminated. */
export const listStaffing = (ctx: Ctx): Reply => collection(ctx, allWorkers(ctx.books, { asOf: today(ctx) }).filter((w) => w.active), (w) => shown(ctx, w));

/** GET staffing/v6/workers/{id}. */
export function readStaffing(ctx: Ctx): Reply {
  const worker = knownWorker(ctx, ctx.params.id);
  if (!worker.active) throw hiddenOrMissing();
  return { status: 200, body: shown(ctx, worker) };
}

function shown(ctx: Ctx, worker: Worker): Record<string, unknown> {
  const team = supervisoryOf(ctx.books, worker, { asOf: today(ctx) });
  const position = worker.position_id ?? `P-${worker.worker_id}`;
  const place = worker.location ? placeOf(ctx.books, worker.location) : undefined;
  return {
    id: worker.wid,
    descriptor: descriptorOf(worker),
    person: present({ id: widOf('person', worker.worker_id), email: worker.email }),
    primaryJob: present({
      id: widOf('position', position),
      descriptor: `${position} ${worker.business_title ?? ''}`.trim(),
      businessTitle: worker.business_title,
      supervisoryOrganization: team && { id: team.wid, descriptor: team.name },
      jobType: reference('job_type', 'Primary'),
      jobProfile: worker.job_profile && reference('job_profile', worker.job_profile),
      location: place && present({ ...reference('location', worker.location!, place.name), country: place.country && reference('country', place.country) }),
    }),
    additionalJobs: [],
  };
}
