import { defineTrigger } from '#lib/process';
import { laneOf, postTimesheet, postingOf } from './flows/post-timesheet.flow.js';

/** Approved time is posted; time that was approved and is then sent back, recalled or handed in anew is taken back by the same steps. */
export const onTimesheet = defineTrigger({
  name: 'time-to-invoice.timesheets', types: ['timesheet.approved', 'timesheet.rejected', 'timesheet.submitted'], flow: postTimesheet,
  input: (e) => (e.type !== 'timesheet.approved' && e.data['previous_status'] !== 'approved' ? null : {
    timesheet_id: e.entityid, version: e.entityversion, project_id: String(e.data['project_id']), natural_key: String(e.data['natural_key']),
    lane: laneOf({ worker_id: String(e.data['worker_id']), project_id: String(e.data['project_id']), period_start: String(e.data['period_start']) }),
  }),
  id: (e) => postingOf(e.entityid, e.entityversion),
});
