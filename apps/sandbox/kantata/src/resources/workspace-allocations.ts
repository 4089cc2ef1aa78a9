import type { Books, Ctx, Row } from '../../../kernel/src/index.js';
import { add, change, drop } from '../changes.js';
import { attachReference } from '../references.js';
import { byIds, commaList, instant, isTrue, one, type Resource } from '../resource.js';
import { booleanOf, dateOf, idOf, wholeOf, type Attributes } from '../wire/body.js';
import { invalid } from '../wire/errors.js';
import { externalReferences } from './shared.js';

const PLURAL = 'workspace_allocations';
const resourceOf = (row: Row, books: Books): Row | undefined => books.table('workspace_resources').get(String(row.workspace_resource_id));

/** Minutes of a resource over a period: soft as a plan, hard as a promise. Only named resources can be allocated hard. */
export const workspaceAllocations: Resource = {
  plural: PLURAL, singular: 'workspace_allocation', subject: 'WorkspaceAllocation', event: 'workspace_allocation',
  columns: ['start_date', 'end_date', 'minutes', 'hard', 'percentage', 'notes', 'created_at', 'updated_at'],
  associations: {
    workspace: { to: 'workspaces', key: 'workspace_id', many: false, ids: (row, books) => [(resourceOf(row, books)?.workspace_id as string) ?? null] },
    workspace_resource: one('workspace_resources', 'workspace_resource_id'),
    external_references: externalReferences('WorkspaceAllocation'),
  },
  filters: {
    workspace_resource_ids: byIds('workspace_resource_id'),
    workspace_ids: {
      narrow: (value, table, books) => commaList(value)
        .flatMap((id) => books.table('workspace_resources').by('workspace_id', id))
        .flatMap((resource) => table.by('workspace_resource_id', resource.id)),
      keep: (row, value, books) => commaList(value).includes(String(resourceOf(row, books)?.workspace_id ?? '')),
    },
    user_ids: { keep: (row, value, books) => commaList(value).includes(String(resourceOf(row, books)?.user_id ?? '')) },
    type: { keep: (row, value) => (value === 'hard') === (row.hard === true) },
    named_resources_only: { keep: (row, value, books) => !isTrue(value) || Boolean(resourceOf(row, books)?.user_id) },
    unnamed_resources_only: { keep: (row, value, books) => !isTrue(value) || !resourceOf(row, books)?.user_id },
    overlaps_with_date_range: {
      keep(row, value) {
        const [from = '', to = from] = value.split(':');
        return String(row.start_date) <= to && String(row.end_date) >= from;
      },
    },
  },
  orders: { updated_at: instant('updated_at') },
  defaultOrder: 'updated_at:desc',
  bulk: 200,
  create: createAllocation,
  update(ctx, row, attributes) {
    const set = { ...period(attributes, row), ...(attributes.hard === undefined ? {} : { hard: hardness(ctx, attributes, row.workspace_resource_id) }) };
    const after = change(ctx, PLURAL, row.id, set);
    attachReference(ctx, 'WorkspaceAllocation', after, attributes);
    return after;
  },
  remove: (ctx, row) => drop(ctx, PLURAL, 'WorkspaceAllocation', row),
};

export function createAllocation(ctx: Ctx, attributes: Attributes): Row {
  const resource = ctx.books.table('workspace_resources').get(idOf(attributes, 'resource_id') ?? idOf(attributes, 'workspace_resource_id') ?? '');
  if (!resource) throw invalid('resource_id', 'Resource does not exist');
  const row = add(ctx, PLURAL, {
    percentage: null, notes: null, ...period(attributes, undefined), hard: hardness(ctx, attributes, resource.id), workspace_resource_id: resource.id,
  });
  attachReference(ctx, 'WorkspaceAllocation', row, attributes);
  return row;
}

function period(attributes: Attributes, before: Row | undefined): Record<string, unknown> {
  const start = dateOf(attributes, 'start_date') ?? before?.start_date;
  const end = dateOf(attributes, 'end_date') ?? before?.end_date;
  const minutes = wholeOf(attributes, 'minutes') ?? before?.minutes;
  if (!start) throw invalid('start_date', "Start date can't be blank");
  if (!end) throw invalid('end_date', "End date can't be blank");
  if (String(end) < String(start)) throw invalid('end_date', 'End date must be on or after the start date');
  if (typeof minutes !== 'number' || minutes < 0) throw invalid('minutes', 'Minutes must be a number, not negative');
  return { start_date: start, end_date: end, minutes, ...(attributes.notes === undefined ? {} : { notes: attributes.notes }) };
}

function hardness(ctx: Ctx, attributes: Attributes, resourceId: unknown): boolean {
  const hard = booleanOf(attributes, 'hard', false);
  if (hard && !ctx.books.table('workspace_resources').get(String(resourceId))?.user_id) throw invalid('hard', 'Unnamed resources cannot have hard allocations');
  return hard;
}
