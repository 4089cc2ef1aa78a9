import type { DemandWrite } from '#lib/canonical';
import type { WriteVerb, Written } from '#lib/connector';
import { roleId } from '../client/catalog.js';
import { type Row, single } from '../client/envelope.js';
import { effectReference, findByKey } from '../client/references.js';
import { minutes } from '../mappers/values.js';
import type { KantataSettings } from '../settings.js';
import { sameFields } from './echo.js';
import { plain } from './written.js';

interface Prepared {
  role_id: string;
}

const INCLUDE = 'workspace,role';
const label = (body: DemandWrite): string => `${body.role} (${body.demand_type}${body.billable ? '' : ', not billable'})`;

/** The allocation as facts: the receipt's record is the open role. */
const allocation = (row: Row): Written => ({ source_id: row.id, facts: { allocation_id: row.id, start: String(row.start_date), end: String(row.end_date), minutes: String(row.minutes), booking: row.hard ? 'hard' : 'soft' } });

/** Demand is an open role with a soft allocation: two objects, each looked for by itself, so that a half is completed, not repeated. */
export const publishDemand: WriteVerb<DemandWrite, KantataSettings, Prepared> = {
  prepare: async (body, ctx) => ({ role_id: await roleId(ctx, body.role) }),
  build: ({ body, key, prepared }) => ({
    method: 'POST', url: '/workspace_resources', query: { include: INCLUDE }, label: 'workspace_resources.post',
    body: { workspace_resource: { workspace_id: body.project_source_id, user_id: null, role_id: prepared.role_id, label: label(body), external_reference: effectReference(key) } },
  }),
  parse: (answer) => plain(single(answer, 'workspace_resources')),
  find: ({ key }, ctx) => findByKey(ctx, 'workspace_resources', key, plain, { include: INCLUDE, include_unnamed: true }),
  nextSteps: [{
    build: ({ body, key, done }) => ({
      method: 'POST', url: '/workspace_allocations', label: 'workspace_allocations.post',
      body: { workspace_allocation: { resource_id: done[0]!.source_id, start_date: body.start, end_date: body.end, minutes: minutes(body.hours), hard: false, external_reference: effectReference(key) } },
    }),
    parse: (answer) => allocation(single(answer, 'workspace_allocations')),
    find: ({ key }, ctx) => findByKey(ctx, 'workspace_allocations', key, allocation),
  }],
  echo: ({ body, prepared }, { record, facts }) => [
    ...sameFields({ workspace_id: body.project_source_id, role_id: prepared.role_id, label: label(body) }, record as Row),
    ...sameFields({ start: body.start, end: body.end, minutes: minutes(body.hours), booking: 'soft' }, facts),
  ],
  undo: 'withdraw_demand',
};
