import type { Ctx, Row } from '../../../kernel/src/index.js';
import { add, change } from '../changes.js';
import { setCustomFields } from '../custom-fields.js';
import { attachReference } from '../references.js';
import { byFlag, byIds, byText, column, instant, isTrue, many, one, type Resource } from '../resource.js';
import { tokenUser } from '../token-user.js';
import { booleanOf, dateOf, idOf, wholeOf, type Attributes } from '../wire/body.js';
import { invalid } from '../wire/errors.js';
import { stampOf } from '../wire/stamps.js';
import { customFieldValues, externalReferences } from './shared.js';

const TYPES = ['task', 'deliverable', 'milestone', 'issue'];
const STATES = [
  'not started', 'started', 'needs info', 'completed', 'new', 'reopened', 'in progress', 'blocked', 'fixed', 'duplicate', "can't reproduce",
  'resolved', "won't fix",
];

/** Tasks, deliverables, milestones and issues. Deleting hides them for good: `deleted_at` is set. */
export const stories: Resource = {
  plural: 'stories', singular: 'story', subject: 'Story', event: 'story',
  columns: [
    'title', 'description', 'story_type', 'state', 'status', 'priority', 'position', 'start_date', 'due_date', 'billable', 'fixed_fee', 'archived',
    'deleted_at', 'percentage_complete', 'time_estimate_in_minutes', 'budget_estimate_in_cents', 'logged_billable_time_in_minutes',
    'logged_nonbillable_time_in_minutes', 'weight', 'time_trackable', 'project_plan', 'created_at', 'updated_at',
  ],
  computed: {
    status: (row) => ({ key: row.state ?? 'not started', message: titled(String(row.state ?? 'not started')) }),
    logged_billable_time_in_minutes: (row, books) => minutes(books.table('time_entries').by('story_id', row.id).filter((entry) => entry.billable)),
    logged_nonbillable_time_in_minutes: (row, books) => minutes(books.table('time_entries').by('story_id', row.id).filter((entry) => !entry.billable)),
    archived: (row) => row.archived === true,
    priority: (row) => row.priority ?? 'normal',
  },
  associations: {
    workspace: one('workspaces', 'workspace_id'),
    creator: one('users', 'creator_id'),
    parent: one('stories', 'parent_id'),
    root: one('stories', 'root_id'),
    sub_stories: many('stories', 'sub_story_ids', 'parent_id'),
    custom_field_values: customFieldValues('Story'),
    external_references: externalReferences('Story'),
  },
  filters: {
    workspace_id: byIds('workspace_id'),
    with_projects: byIds('workspace_id'),
    with_parent_id: byIds('parent_id'),
    with_root_id: byIds('root_id'),
    story_type: byText('story_type'),
    story_types: byText('story_type'),
    billable: byFlag('billable'),
    completed: { keep: (row, value) => !isTrue(value) || row.state === 'completed' },
    uncompleted: { keep: (row, value) => !isTrue(value) || row.state !== 'completed' },
    search: { keep: (row, value) => String(row.title ?? '').toLowerCase().includes(value.toLowerCase()) },
    parents_only: { keep: (row, value) => !isTrue(value) || !row.parent_id },
    time_trackable_on_workspace_id: { keep: (row, value) => row.workspace_id === value && row.time_trackable === true },
  },
  orders: {
    created_at: instant('created_at'), updated_at: instant('updated_at'), due_date: column('due_date'), start_date: column('start_date'),
    position: column('position'),
  },
  defaultOrder: 'updated_at:desc',
  listed(row, query, books) {
    const inArchive = books.table('workspaces').get(String(row.workspace_id))?.archived === true;
    if (inArchive !== isTrue(query.get('show_from_archived_workspaces'))) return false;
    if (isTrue(query.get('only_deleted'))) return Boolean(row.deleted_at);
    if (row.deleted_at && !isTrue(query.get('show_deleted'))) return false;
    const archived = query.get('archived');
    if (archived === 'only' || isTrue(query.get('only_archived'))) return row.archived === true;
    return row.archived !== true || archived === 'include' || isTrue(query.get('show_archived'));
  },
  shown: (row, query) => !row.deleted_at || isTrue(query.get('show_deleted')),
  bulk: 300,
  create: createStory,
  update: (ctx, row, attributes) => {
    const after = change(ctx, 'stories', row.id, checked(attributes));
    attachReference(ctx, 'Story', after, attributes);
    setCustomFields(ctx, 'Story', row.id, attributes.custom_fields);
    return after;
  },
  remove: (ctx, row) => void change(ctx, 'stories', row.id, { deleted_at: stampOf(ctx) }, 'deleted'),
};

function createStory(ctx: Ctx, attributes: Attributes): Row {
  const workspace = ctx.books.table('workspaces').get(idOf(attributes, 'workspace_id') ?? '');
  if (!workspace) throw invalid('workspace_id', 'Workspace does not exist');
  if (workspace.archived === true) throw invalid('workspace_id', 'Workspace is archived');
  if (!attributes.title) throw invalid('title', "Title can't be blank");
  const siblings = ctx.books.table('stories').by('workspace_id', workspace.id);
  const parent = idOf(attributes, 'parent_id');
  if (parent !== null && ctx.books.table('stories').get(parent)?.workspace_id !== workspace.id) throw invalid('parent_id', 'Parent is not in this project');
  const type = String(attributes.story_type ?? 'task');
  const row = add(ctx, 'stories', {
    description: null, state: 'not started', start_date: null, due_date: null, time_estimate_in_minutes: null, budget_estimate_in_cents: null,
    billable: workspace.tasks_default_non_billable !== true, fixed_fee: false, time_trackable: type === 'task' || type === 'issue', archived: false,
    deleted_at: null, percentage_complete: 0, weight: null, project_plan: false, ...checked({ ...attributes, story_type: type }),
    workspace_id: workspace.id, parent_id: parent, root_id: parent && (ctx.books.table('stories').get(parent)?.root_id ?? parent),
    position: siblings.length + 1, creator_id: tokenUser(ctx.books)?.id ?? null,
  });
  attachReference(ctx, 'Story', row, attributes);
  setCustomFields(ctx, 'Story', row.id, attributes.custom_fields);
  return row;
}

function checked(attributes: Attributes): Record<string, unknown> {
  const set: Record<string, unknown> = {};
  const given = (name: string): boolean => attributes[name] !== undefined;
  if (given('title')) {
    const title = String(attributes.title ?? '').trim();
    if (!title) throw invalid('title', "Title can't be blank");
    if (title.length > 200) throw invalid('title', 'Title is too long (maximum is 200 characters)');
    set.title = title;
  }
  if (given('story_type')) set.story_type = listed(attributes, 'story_type', TYPES);
  if (given('state')) set.state = listed(attributes, 'state', STATES);
  for (const name of ['description', 'priority']) if (given(name)) set[name] = attributes[name];
  for (const name of ['billable', 'fixed_fee', 'time_trackable', 'archived', 'project_plan']) if (given(name)) set[name] = booleanOf(attributes, name, false);
  for (const name of ['time_estimate_in_minutes', 'budget_estimate_in_cents', 'percentage_complete', 'weight']) if (given(name)) set[name] = wholeOf(attributes, name);
  for (const name of ['start_date', 'due_date']) if (given(name)) set[name] = dateOf(attributes, name);
  if (set.start_date && set.due_date && String(set.due_date) < String(set.start_date)) throw invalid('due_date', 'Due date must be on or after the start date');
  return set;
}

function listed(attributes: Attributes, name: string, values: string[]): string {
  const value = String(attributes[name]);
  if (!values.includes(value)) throw invalid(name, `${name} is not included in the list`);
  return value;
}

const titled = (text: string): string => text.replace(/\b[a-z]/g, (letter) => letter.toUpperCase());
const minutes = (entries: Row[]): number => entries.reduce((sum, entry) => sum + Number(entry.time_in_minutes), 0);
