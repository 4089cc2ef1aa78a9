import type { Books, Row } from '../../../kernel/src/index.js';
import { parseReference } from '../wid.js';
import { workerAsOf, type Viewpoint, type Worker } from './worker.js';

/** The row a reference names: a WID, `Employee_ID=…` or `Contingent_Worker_ID=…`. */
export function workerRow(books: Books, type: string, value: string): Row | undefined {
  if (type === 'WID') return books.table('worker').get(value);
  const row = books.table('worker').by('worker_id', value)[0];
  const contingent = row?.kind === 'contingent';
  if (type === 'Employee_ID') return contingent ? undefined : row;
  return type === 'Contingent_Worker_ID' && contingent ? row : undefined;
}

/** The same for a path part such as `Employee_ID=E-1001`. */
export function workerRowByPath(books: Books, text: string): Row | undefined {
  const { type, value } = parseReference(text);
  return workerRow(books, type, value);
}

export function workerByNumber(books: Books, number: string | undefined, view: Viewpoint): Worker | undefined {
  const row = number === undefined ? undefined : books.table('worker').by('worker_id', number)[0];
  return row && workerAsOf(books, row, view);
}

/** Every worker seen from there, in the order of their entry. */
export function allWorkers(books: Books, view: Viewpoint): Worker[] {
  return books.table('worker').all().flatMap((row) => workerAsOf(books, row, view) ?? []);
}
