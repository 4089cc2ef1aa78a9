import type { Ctx, Reply } from '../../../kernel/src/index.js';
import { credentials } from '../credentials.js';
import { yearsBetween } from '../dates.js';
import { allWorkers } from '../people/find.js';
import { managersAmong, organizationsOf, supervisoryOf } from '../people/organization.js';
import { placeOf } from '../people/place.js';
import { descriptorOf, fullName, type Worker } from '../people/worker.js';
import { reference } from '../wid.js';
import { collection, present } from './collection.js';
import { knownWorker } from './known-worker.js';
import { today } from './serve.js';

/** GET common/v1/workers?search&includeTerminatedWorkers&limit&offset. `search` matches names; a space means OR. No changed-since filter exists. */
export function listWorkers(ctx: Ctx): Reply {
  const words = (ctx.query.get('search') ?? '').toLowerCase().split(/\s+/).filter(Boolean);
  const terminatedToo = ctx.query.get('includeTerminatedWorkers') === 'true';
  const everyone = allWorkers(ctx.books, { asOf: today(ctx) });
  const managers = managersAmong(everyone);
  const found = everyone.filter((w) => (w.active || terminatedToo) && (words.length === 0 || words.some((word) => fullName(w).toLowerCase().includes(word))));
  return collection(ctx, found, (w) => summary(ctx, w, managers));
}

/** GET common/v1/workers/{id}: the summary and a little more. */
export function readWorker(ctx: Ctx): Reply {
  const worker = knownWorker(ctx, ctx.params.id);
  const managers = managersAmong(allWorkers(ctx.books, { asOf: today(ctx) }));
  const place = worker.location ? placeOf(ctx.books, worker.location) : undefined;
  return {
    status: 200,
    body: present({
      ...summary(ctx, worker, managers),
      location: place && reference('location', worker.location!, place.name),
      primaryWorkAddressText: place?.country,
      yearsOfService: String(yearsBetween(worker.hire_date, today(ctx))),
      supervisoryOrganizationsManaged: managers.has(worker.worker_id) ? `${href(ctx, worker.wid)}/supervisoryOrganizationsManaged` : undefined,
    }),
  };
}

/** GET common/v1/workers/{id}/organizations. */
export function workerOrganizations(ctx: Ctx): Reply {
  const worker = knownWorker(ctx, ctx.params.id);
  return collection(ctx, organizationsOf(ctx.books, worker, { asOf: today(ctx) }), (o) => ({ id: o.wid, descriptor: o.name }));
}

/** GET common/v1/workers/{id}/directReports. */
export function directReports(ctx: Ctx): Reply {
  const manager = knownWorker(ctx, ctx.params.id);
  const everyone = allWorkers(ctx.books, { asOf: today(ctx) });
  const managers = managersAmong(everyone);
  return collection(ctx, everyone.filter((w) => w.active && w.manager === manager.worker_id), (w) => summary(ctx, w, managers));
}

function summary(ctx: Ctx, worker: Worker, managers: Set<string>): Record<string, unknown> {
  const team = supervisoryOf(ctx.books, worker, { asOf: today(ctx) });
  return present({
    isManager: managers.has(worker.worker_id),
    primaryWorkEmail: worker.email,
    primarySupervisoryOrganization: team && { id: team.wid, descriptor: team.name, href: href(ctx, team.wid, 'supervisoryOrganizations') },
    businessTitle: worker.business_title,
    id: worker.wid,
    descriptor: descriptorOf(worker),
    href: href(ctx, worker.wid),
  });
}

/** As recorded: the address in `href` has `api/api` and is of no use for a call. */
const href = (ctx: Ctx, wid: string, what = 'workers') => `https://${ctx.headers.host ?? ''}/api/api/v1/${credentials.tenant}/${what}/${wid}`;
