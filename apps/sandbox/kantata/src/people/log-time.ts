import type { Ctx, Reply } from '../../../kernel/src/index.js';
import { createEntry } from '../timesheets/entry-changes.js';
import type { Attributes } from '../wire/body.js';
import { eachItem } from './outcomes.js';

/** People log their time: `{entries: [{workspace_id, user_id, story_id?, date_performed, time_in_minutes, …}]}`. Same rules as the API. */
export const logTime = (ctx: Ctx, body: { entries?: Attributes[] }): Reply =>
  eachItem(body.entries, (entry) => ({ id: createEntry(ctx, entry).id }));
