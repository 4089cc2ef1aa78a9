import type { Ctx, Reply, Row, Router } from '../../../kernel/src/index.js';
import { resolutions, timesheetSubmissions } from '../resources/timesheet-submissions.js';
import { objectIn, parsedBody } from '../wire/body.js';
import { badRequest, invalid, notFound } from '../wire/errors.js';
import { envelope } from '../wire/present.js';
import { route } from '../wire/route.js';
import type { Outcome } from '../resolutions.js';
import { resolveTimesheet } from './resolve.js';

/** PUT /timesheet_submissions/{id}/approve|reject|cancel, and the bulk forms of the three. */
export function timesheetRoutes(router: Router): void {
  const kinds: [path: string, bulkPath: string, outcome: Outcome][] = [
    ['approve', 'timesheet_approvals', 'approved'],
    ['reject', 'timesheet_rejections', 'rejected'],
    ['cancel', 'timesheet_cancellations', 'cancelled'],
  ];
  for (const [path, bulkPath, outcome] of kinds) {
    route(router, 'PUT', `/timesheet_submissions/:id/${path}`, (ctx) => resolveOne(ctx, outcome));
    route(router, 'POST', `/${bulkPath}`, (ctx) => resolveMany(ctx, outcome));
  }
}

function resolveOne(ctx: Ctx, outcome: Outcome): Reply {
  const submission = ctx.books.table('timesheet_submissions').get(ctx.params.id!);
  if (!submission) throw notFound();
  const body = parsedBody(ctx);
  const description = body.resolution?.description ?? body.description ?? null;
  return envelope(timesheetSubmissions, [resolveTimesheet(ctx, submission, outcome, description)], ctx);
}

/** All or none: one timesheet that cannot be resolved refuses the whole request. */
function resolveMany(ctx: Ctx, outcome: Outcome): Reply {
  const resolution = objectIn(ctx, 'resolution');
  const ids: unknown = resolution.submission_ids;
  if (!Array.isArray(ids) || ids.length === 0) throw badRequest('submission_ids is required');
  const made = ids.map((id): Row => {
    const submission = ctx.books.table('timesheet_submissions').get(String(id));
    if (!submission) throw invalid('submission_ids', `Timesheet submission ${id} does not exist`);
    resolveTimesheet(ctx, submission, outcome, resolution.description ?? null);
    return ctx.books.table('resolutions').by('target_id', submission.id).find((row) => row.current === true)!;
  });
  return envelope(resolutions, made, ctx);
}
