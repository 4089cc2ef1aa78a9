import type { Ctx, Reply, Row } from '../../../kernel/src/index.js';
import { setCustomFieldValue } from '../custom-fields.js';
import { stories } from '../resources/stories.js';
import type { Attributes } from '../wire/body.js';
import { invalid } from '../wire/errors.js';
import { stampOf } from '../wire/stamps.js';
import { eachItem } from './outcomes.js';

/** What a person says of a milestone: attributes of the story, and custom fields by their names. */
interface Said {
  id?: string;
  set?: Attributes;
  fields?: Record<string, unknown>;
}

/** Project managers plan milestones: `{items: [{set: {workspace_id, title, due_date, weight}, fields: {"Contract Line": "2", …}}]}`. */
export const addMilestones = (ctx: Ctx, body: { items?: Said[] }): Reply =>
  eachItem(body.items, ({ set, fields }) => ({ id: say(ctx, stories.create!(ctx, { ...set, story_type: 'milestone' }), {}, fields ?? {}).id }));

/** The work is done: `{items: [{id, date?}]}`; the day is today unless said. */
export const completeMilestones = (ctx: Ctx, body: { items?: { id: string; date?: string }[] }): Reply =>
  eachItem(body.items, (item) => ({ id: say(ctx, milestone(ctx, item.id), { state: 'completed', percentage_complete: 100 }, { 'Completed On': item.date ?? today(ctx) }).id }));

/** The client accepted: `{items: [{id, date?, evidence}]}`. */
export const acceptMilestones = (ctx: Ctx, body: { items?: { id: string; date?: string; evidence?: string }[] }): Reply =>
  eachItem(body.items, (item) => ({ id: say(ctx, milestone(ctx, item.id), {}, { Acceptance: 'accepted', 'Accepted On': item.date ?? today(ctx), 'Acceptance Evidence': item.evidence ?? null }).id }));

/** The client, or whoever checks the evidence, does not accept: `{items: [{id}]}`. */
export const rejectMilestones = (ctx: Ctx, body: { items?: { id: string }[] }): Reply =>
  eachItem(body.items, (item) => ({ id: say(ctx, milestone(ctx, item.id), {}, { Acceptance: 'rejected', 'Accepted On': null, 'Acceptance Evidence': null }).id }));

/** Work goes on where it was thought done: `{items: [{id}]}`. */
export const reopenMilestones = (ctx: Ctx, body: { items?: { id: string }[] }): Reply =>
  eachItem(body.items, (item) => ({ id: say(ctx, milestone(ctx, item.id), { state: 'started', percentage_complete: 90 }, { Acceptance: null, 'Accepted On': null, 'Acceptance Evidence': null, 'Completed On': null }).id }));

/** Another planned date: `{items: [{id, due_date}]}`. */
export const rescheduleMilestones = (ctx: Ctx, body: { items?: { id: string; due_date: string }[] }): Reply =>
  eachItem(body.items, (item) => ({ id: say(ctx, milestone(ctx, item.id), { due_date: item.due_date }, {}).id }));

function milestone(ctx: Ctx, id: unknown): Row {
  const row = ctx.books.table('stories').get(String(id));
  if (!row || row.story_type !== 'milestone' || row.deleted_at) throw invalid('id', `Milestone ${id} does not exist`);
  return row;
}

/** Saves the story and its custom fields. A field the account does not have is refused, as the screen would not show it; nothing is cleared that was never set. */
function say(ctx: Ctx, row: Row, set: Attributes, fields: Record<string, unknown>): Row {
  const { books } = ctx;
  if (Object.keys(set).length > 0) stories.update!(ctx, row, set);
  for (const [name, value] of Object.entries(fields)) {
    const field = books.table('custom_fields').by('name', name).find((one) => one.subject_type === 'Story');
    if (!field) throw invalid('custom_fields', `There is no custom field ${name} for tasks`);
    const kept = books.table('custom_field_values').by('subject_id', row.id).some((one) => one.subject_type === 'Story' && one.custom_field_id === field.id);
    if (value !== null || kept) setCustomFieldValue(ctx, { subject_type: 'Story', subject_id: row.id, custom_field_id: field.id, value });
  }
  return row;
}

const today = (ctx: Ctx): string => stampOf(ctx).slice(0, 10);
