import type { Ctx } from '../../../kernel/src/index.js';
import { workerRowByPath } from '../people/find.js';
import { workerAsOf, type Worker } from '../people/worker.js';
import { hiddenOrMissing } from './error.js';
import { today } from './serve.js';

/** The worker a path part or parameter names (WID or `Employee_ID=…`), seen as of today; 404 when there is none yet. */
export function knownWorker(ctx: Ctx, text: string | null | undefined): Worker {
  const row = text ? workerRowByPath(ctx.books, text) : undefined;
  const worker = row && workerAsOf(ctx.books, row, { asOf: today(ctx) });
  if (!worker) throw hiddenOrMissing();
  return worker;
}
