import type { TaskWrite } from '#lib/canonical';
import { refuse, type WriteVerb } from '#lib/connector';
import { type Row, single } from '../client/envelope.js';
import { effectReference, findByKey } from '../client/references.js';
import { minutes } from '../mappers/values.js';
import type { KantataSettings } from '../settings.js';
import { sameFields } from './echo.js';
import { written } from './written.js';

const title = (body: TaskWrite): string => `${body.wbs_code} ${body.name}`;
const estimate = (body: TaskWrite): number | undefined => (body.planned_hours ? minutes(body.planned_hours) : undefined);
const ANY_STATE = { archived: 'include', show_deleted: true, all_on_account: true };

/** The title begins with the code, and the first word is what is read back as the code: one with a space would come back as another. */
export const createTask: WriteVerb<TaskWrite, KantataSettings> = {
  build: ({ body, key }) => {
    if (/\s/.test(body.wbs_code)) throw refuse(`The task code "${body.wbs_code}" holds a space; Kantata tasks are recognized by the first word of their title`, { field: 'wbs_code' });
    return {
      method: 'POST', url: '/stories', query: { include: 'workspace' }, label: 'stories.post',
      body: { story: {
        title: title(body), story_type: 'task', workspace_id: body.project_source_id, billable: body.billable, time_trackable: true, start_date: body.start, due_date: body.end,
        time_estimate_in_minutes: estimate(body), external_reference: effectReference(key),
      } },
    };
  },
  parse: (answer) => written(single(answer, 'stories')),
  find: async ({ key }, ctx) => {
    const query = { ...ANY_STATE, include: 'workspace' };
    const found = await findByKey(ctx, 'stories', key, written, query);
    return found === 'absent' ? findByKey(ctx, 'stories', key, written, { ...query, show_from_archived_workspaces: true }) : found;
  },
  echo: ({ body }, { record }) => sameFields({
    title: title(body), workspace_id: body.project_source_id, billable: body.billable, start_date: body.start, due_date: body.end, time_estimate_in_minutes: estimate(body),
  }, record as Row),
  undo: 'irreversible',
};
