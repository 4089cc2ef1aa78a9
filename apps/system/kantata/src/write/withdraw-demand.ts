import type { DemandWithdrawWrite } from '#lib/canonical';
import { refuse, type WriteVerb } from '#lib/connector';
import { list } from '../client/listing.js';
import type { KantataSettings } from '../settings.js';

const one = (id: string) => ({ only: id, include: 'user', include_unnamed: true });

/** Removing the open role removes its allocation. What is gone already is withdrawn; a role that a person fills by now is that person's booking. */
export const withdrawDemand: WriteVerb<DemandWithdrawWrite, KantataSettings> = {
  idempotency: 'natural_key',
  prepare: async (body, ctx) => {
    const row = (await list(ctx, 'workspace_resources', one(body.demand_source_id))).rows[0];
    if (row?.user_id) throw refuse(`The demand has been filled with ${row.full_name ?? `user ${row.user_id}`}: take the booking down in Kantata if it is not wanted`, { class: 'conflict', field: 'demand_source_id' });
  },
  build: ({ body }) => ({ method: 'DELETE', url: `/workspace_resources/${encodeURIComponent(body.demand_source_id)}`, label: 'workspace_resources.delete', accept: [404] }),
  parse: (_answer, { body }) => ({ source_id: body.demand_source_id, facts: {} }),
  find: async ({ body }, ctx) => {
    const { rows } = await list(ctx, 'workspace_resources', one(body.demand_source_id));
    return rows.length === 0 ? { source_id: body.demand_source_id, facts: {} } : 'absent';
  },
  echo: () => [],
  undo: 'publish_demand',
};
