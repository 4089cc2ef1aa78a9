import type { ReadVerb } from '#lib/connector';
import { advanced, fromInstant, ORDER, whereOf } from '../client/keyset.js';
import { fieldOf } from '../client/names.js';
import { type Ctx, instantOf, isRecordId, queryAll, quoted } from '../client/query.js';
import { type Row, rowOf, selectOf } from '../client/shape.js';
import type { SalesforceSettings } from '../config.js';
import { ACCOUNT, ACCOUNT_DROPPED, clientOf, knownClient } from '../mappers/client.js';

/** Accounts become clients when they get a client number; the others are sales' own. */
const isClient = (ctx: Ctx) => `${fieldOf('Account', 'Client_Number__c', ctx.settings)} != null`;

async function accounts(rest: string, ctx: Ctx): Promise<Row[]> {
  return (await queryAll(`${selectOf(ACCOUNT, ctx.settings)}${rest}`, ctx, 'account.query')).map((r) => rowOf(r, ACCOUNT, ctx.settings));
}

/** Clients: accounts with a client number, by change stamp and id. */
export const client: ReadVerb<Row, SalesforceSettings> = {
  feed: 'delta',
  page: async ({ since, from, limit }, ctx) => {
    const position = from ?? fromInstant(since);
    const rows = await accounts(`${whereOf(position, isClient(ctx))} ${ORDER} LIMIT ${limit}`, ctx);
    return { rows, next: rows.length < limit ? null : advanced(rows, position) };
  },
  identify: (row) => ({ source_id: row.Id, source_version: instantOf(row.SystemModstamp), source_timestamp: instantOf(row.SystemModstamp) }),
  map: clientOf,
  known: knownClient,
  one: async (id, ctx) => (isRecordId(id) ? ((await accounts(` WHERE Id = ${quoted(id)}`, ctx))[0] ?? null) : null),
  dropped: ACCOUNT_DROPPED,
};
