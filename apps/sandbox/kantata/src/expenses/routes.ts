import type { Ctx, Reply, Router } from '../../../kernel/src/index.js';
import type { Outcome } from '../resolutions.js';
import { expenseReportSubmissions } from '../resources/expense-report-submissions.js';
import { parsedBody } from '../wire/body.js';
import { notFound } from '../wire/errors.js';
import { envelope } from '../wire/present.js';
import { route } from '../wire/route.js';
import { resolveReport } from './submit.js';

/** PUT /expense_report_submissions/{id}/approve|reject|cancel. There are no bulk forms, unlike timesheets. */
export function expenseRoutes(router: Router): void {
  const kinds: [path: string, outcome: Outcome][] = [['approve', 'approved'], ['reject', 'rejected'], ['cancel', 'cancelled']];
  for (const [path, outcome] of kinds) route(router, 'PUT', `/expense_report_submissions/:id/${path}`, (ctx) => decide(ctx, outcome));
}

function decide(ctx: Ctx, outcome: Outcome): Reply {
  const submission = ctx.books.table('expense_report_submissions').get(ctx.params.id!);
  if (!submission) throw notFound();
  return envelope(expenseReportSubmissions, [resolveReport(ctx, submission, outcome, parsedBody(ctx).resolution?.description ?? null)], ctx);
}
