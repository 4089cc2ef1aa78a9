import type { Books, Row } from '../../../kernel/src/index.js';
import { enteredAt } from './worker.js';

/** What of the log is asked for: by moment of entry, by effective date, by kind of transaction. Bounds are inclusive. */
export interface LogWindow {
  updatedFrom?: string;
  updatedThrough?: string;
  effectiveFrom?: string;
  effectiveThrough?: string;
  types: string[];
}

/** Numbers of the workers that have a transaction in one of the windows. A hire, a change and a rescind each are one. */
export function workersInLog(books: Books, windows: LogWindow[]): Set<string> {
  const found = new Set<string>();
  const note = (row: Row, type: string, effective: string, entered: string) => {
    if (windows.some((w) => falls(w, type, effective, entered))) found.add(String(row.worker_id));
  };
  for (const row of books.table('worker').all()) {
    note(row, row.kind === 'contingent' ? 'Contract Contingent Worker' : 'Hire Employee', String(row.hire_date), enteredAt(row));
    // Seeded on the row, a termination has no moment of entry of its own: it counts as keyed in on its day.
    if (row.termination_date) note(row, 'Terminate Employee', String(row.termination_date), `${String(row.termination_date)}T00:00:00.000Z`);
  }
  for (const event of books.table('worker_event').all()) {
    note(event, String(event.type), String(event.effective_date), enteredAt(event));
    if (event.rescinded_at) note(event, String(event.type), String(event.effective_date), String(event.rescinded_at));
  }
  return found;
}

function falls(w: LogWindow, type: string, effective: string, entered: string): boolean {
  return (!w.updatedFrom || entered >= w.updatedFrom) && (!w.updatedThrough || entered <= w.updatedThrough)
    && (!w.effectiveFrom || effective >= w.effectiveFrom) && (!w.effectiveThrough || effective <= w.effectiveThrough)
    && (w.types.length === 0 || w.types.includes(type));
}
