import type { Books } from '../../../kernel/src/index.js';
import { workerRow } from '../people/find.js';
import { organizationsOf } from '../people/organization.js';
import { workersInLog } from '../people/transaction-log.js';
import { workerAsOf, type Viewpoint, type Worker } from '../people/worker.js';
import { invalidId } from './fault.js';
import type { GetWorkers } from './get-workers-request.js';

/** Every worker a call is about, seen as of its effective date, in the order of their entry. */
export function selectWorkers(books: Books, ask: GetWorkers, view: Viewpoint): Worker[] {
  if (ask.references) return named(books, ask, view);
  const inLog = ask.windows && workersInLog(books, ask.windows);
  const rows = books.table('worker').all().filter((row) => !inLog || inLog.has(String(row.worker_id)));
  return rows.flatMap((row) => workerAsOf(books, row, view) ?? []).filter((w) =>
    !(ask.excludeInactive && !w.active) && !(ask.excludeEmployees && w.kind === 'employee') && !(ask.excludeContingent && w.kind === 'contingent')
    && (ask.organizations.length === 0 || organizationsOf(books, w, view).some((o) => ask.organizations.some((a) => a.value === o.wid || a.value === o.code))));
}

function named(books: Books, ask: GetWorkers, view: Viewpoint): Worker[] {
  return ask.references!.flatMap(({ type, value }) => {
    const row = workerRow(books, type, value);
    if (!row && !ask.skipMissing) throw invalidId(value, type);
    return (row && workerAsOf(books, row, view)) ?? [];
  });
}
