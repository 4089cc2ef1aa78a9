import type { Ctx, Row } from '../../../kernel/src/index.js';
import { add, change } from '../changes.js';
import { setCustomFields } from '../custom-fields.js';
import { attachReference } from '../references.js';
import { tokenUser } from '../token-user.js';
import { booleanOf, dateOf, idOf, wholeOf, type Attributes } from '../wire/body.js';
import { invalid } from '../wire/errors.js';
import { subunitsOf } from '../wire/money.js';
import { WORKSPACE_STATUSES } from './workspace-status.js';

/** Creates a project. A retried request makes a second one: titles are not unique. */
export function createWorkspace(ctx: Ctx, attributes: Attributes): Row {
  if (!attributes.title) throw invalid('title', "Title can't be blank");
  const role = attributes.creator_role ?? 'maven';
  if (role !== 'maven' && role !== 'buyer') throw invalid('creator_role', 'Creator role is not included in the list');
  const stage = attributes.stage ?? 'project';
  if (stage !== 'estimate' && stage !== 'project') throw invalid('stage', 'Stage must be estimate or project');
  const row = add(ctx, 'workspaces', {
    description: null, currency: 'USD', budgeted: false, archived: false, start_date: null, due_date: null, rate_card_id: null,
    status_key: stage === 'estimate' ? '100' : '200', stage, time_trackable: stage === 'project', creator_role: role, price_in_cents: 0,
    require_time_approvals: true, tasks_default_non_billable: false, creator_id: tokenUser(ctx.books)?.id ?? null, primary_maven_id: null,
    ...checked(ctx, attributes, undefined),
  });
  return attached(ctx, row, attributes);
}

export function updateWorkspace(ctx: Ctx, row: Row, attributes: Attributes): Row {
  return attached(ctx, change(ctx, 'workspaces', row.id, checked(ctx, attributes, row)), attributes);
}

function attached(ctx: Ctx, row: Row, attributes: Attributes): Row {
  attachReference(ctx, 'Workspace', row, attributes);
  setCustomFields(ctx, 'Workspace', row.id, attributes.custom_fields);
  return ctx.books.table('workspaces').get(row.id)!;
}

/** The columns a body sets, refused with 422 when a value does not fit. Fields that are not given stay as they are. */
function checked(ctx: Ctx, attributes: Attributes, before: Row | undefined): Record<string, unknown> {
  const set: Record<string, unknown> = {};
  const given = (name: string): boolean => attributes[name] !== undefined;
  if (given('title')) {
    if (!String(attributes.title ?? '').trim()) throw invalid('title', "Title can't be blank");
    if (String(attributes.title).length > 255) throw invalid('title', 'Title is too long (maximum is 255 characters)');
    set.title = String(attributes.title);
  }
  for (const name of ['description', 'access_level', 'target_margin', 'consultant_role_name', 'client_role_name']) if (given(name)) set[name] = attributes[name];
  for (const name of ['budgeted', 'archived', 'time_trackable', 'require_time_approvals', 'require_expense_approvals', 'tasks_default_non_billable']) {
    if (given(name)) set[name] = booleanOf(attributes, name, false);
  }
  for (const name of ['start_date', 'due_date']) if (given(name)) set[name] = dateOf(attributes, name);
  if (given('currency')) {
    if (!/^[A-Z]{3}$/.test(String(attributes.currency))) throw invalid('currency', 'Currency is not supported');
    set.currency = attributes.currency;
  }
  if (given('stage') && before && attributes.stage !== before.stage) {
    if (attributes.stage !== 'project') throw invalid('stage', 'A project cannot go back to the estimate stage');
    set.stage = 'project';
  }
  if (given('status_key')) set.status_key = statusKey(attributes.status_key);
  if (given('rate_card_id')) set.rate_card_id = existing(ctx, attributes, 'rate_card_id', 'rate_cards', 'Rate card');
  if (given('primary_maven_id')) set.primary_maven_id = existing(ctx, attributes, 'primary_maven_id', 'users', 'Primary maven');
  const currency = String(set.currency ?? before?.currency ?? 'USD');
  if (given('price')) set.price_in_cents = subunitsOf(attributes.price, currency) ?? fail('price', 'Price is not a number');
  if (given('price_in_cents')) set.price_in_cents = wholeOf(attributes, 'price_in_cents');
  const start = set.start_date ?? before?.start_date;
  const due = set.due_date ?? before?.due_date;
  if (start && due && String(due) < String(start)) throw invalid('due_date', 'Due date must be on or after the start date');
  return set;
}

function statusKey(key: unknown): string {
  const text = String(key);
  if (!Object.hasOwn(WORKSPACE_STATUSES, text)) throw invalid('status_key', 'Status key is not included in the list');
  return text;
}

function existing(ctx: Ctx, attributes: Attributes, name: string, table: string, label: string): string | null {
  const id = idOf(attributes, name);
  if (id !== null && !ctx.books.table(table).get(id)) throw invalid(name, `${label} does not exist`);
  return id;
}

function fail(field: string, message: string): never {
  throw invalid(field, message);
}
