import type { TimesheetRejectWrite } from '#lib/canonical';
import type { WriteVerb } from '#lib/connector';
import { type Row, single } from '../client/envelope.js';
import { get } from '../client/listing.js';
import type { KantataSettings } from '../settings.js';
import { sameFields } from './echo.js';
import { plain } from './written.js';

/** A sheet that was sent back, by whomever, is sent back. It never comes to life again: a resubmission has another id. */
export const rejectTimesheet: WriteVerb<TimesheetRejectWrite, KantataSettings> = {
  idempotency: 'natural_key',
  build: ({ body }) => ({ method: 'PUT', url: `/timesheet_submissions/${encodeURIComponent(body.timesheet_source_id)}/reject`, label: 'timesheet_submissions.reject', body: { resolution: { description: body.reason } } }),
  parse: (answer) => plain(single(answer, 'timesheet_submissions')),
  find: async ({ body }, ctx) => {
    const row = (await get(ctx, 'timesheet_submissions', body.timesheet_source_id))?.rows[0];
    return row?.status === 'rejected' ? plain(row) : 'absent';
  },
  echo: (_asked, { record }) => sameFields({ status: 'rejected' }, record as Row),
  undo: 'irreversible',
};
