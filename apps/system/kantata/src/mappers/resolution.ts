import type { Row } from '../client/envelope.js';
import { instant } from './values.js';

/** What submissions of timesheets and expense reports say; the list filter says `new` where they say `pending`. */
export const SUBMISSION_STATUSES = { pending: 'submitted', approved: 'approved', rejected: 'rejected', cancelled: 'recalled' } as const;

/** Kantata tells the day of a decision, and the instant of the last change: the instant, unless the submission was touched on a later day. */
export function resolvedAt(row: Row): string {
  const changed = String(row.updated_at);
  const day = row.current_resolution_created_at_date && String(row.current_resolution_created_at_date).slice(0, 10);
  if (!day || day === changed.slice(0, 10) || day === instant(changed).slice(0, 10)) return instant(changed);
  return instant(`${day}T00:00:00${/([+-]\d\d:\d\d|Z)$/.exec(changed)?.[0] ?? 'Z'}`);
}
