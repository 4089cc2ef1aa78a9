import { Abort, type Ctx, type Reply, type Row } from '../../kernel/src/index.js';
import { SalesforceError } from './errors.js';
import { SALES_USER_ID } from './ids.js';
import { findByKey, recordOf } from './record/find.js';
import { createRecord, deleteRecord, updateRecord } from './record/save.js';
import { fieldOf, typeNamed } from './schema/org.js';
import type { ObjectType } from './schema/object-type.js';

type Fields = Record<string, unknown>;
/** How a person's action names a record: by id, or `{field: external-id field, value}`. */
type Named = string | { field: string; value: string };

/** What people do in the org. Every action takes one item or `{items: [...]}` and answers the record ids. */
export const actions: Record<string, (ctx: Ctx, body: any) => Reply> = {
  /** {type, record?, fields}: create a record, or edit the one named, with all the checks of a save. */
  save: action((ctx, item: { type: string; record?: Named; fields: Fields }) => {
    const type = typeNamed(item.type);
    return item.record === undefined ? createRecord(ctx, type, item.fields, SALES_USER_ID).id : updateRecord(ctx, type, named(ctx, type, item.record).id, item.fields, SALES_USER_ID).id;
  }),
  /** {opportunity, stage, fields?}: move an opportunity to a stage. */
  move_stage: action((ctx, item: { opportunity: string; stage: string; fields?: Fields }) => stage(ctx, item.opportunity, item.stage, item.fields)),
  /** {opportunity, close_date?, contract?, fields?}: the deal is won; commercial approval is given unless it already was. */
  close_won: action((ctx, item: { opportunity: string; close_date?: string; contract?: string; fields?: Fields }) =>
    stage(ctx, item.opportunity, 'Closed Won', { CloseDate: item.close_date ?? ctx.now().toISOString().slice(0, 10), Commercial_Approval__c: 'Approved', ...(item.contract ? { ContractId: contract(ctx, item.contract).id } : {}), ...item.fields })),
  /** {opportunity, reason?, fields?}: the deal is lost. */
  close_lost: action((ctx, item: { opportunity: string; reason?: string; fields?: Fields }) =>
    stage(ctx, item.opportunity, 'Closed Lost', { CloseDate: ctx.now().toISOString().slice(0, 10), ...(item.reason ? { Loss_Reason__c: item.reason } : {}), ...item.fields })),
  /** {contract, signed_date?}: the contract is activated. */
  activate_contract: action((ctx, item: { contract: string; signed_date?: string }) =>
    updateRecord(ctx, typeNamed('Contract'), contract(ctx, item.contract).id, { Status: 'Activated', CustomerSignedDate: item.signed_date ?? ctx.now().toISOString().slice(0, 10) }, SALES_USER_ID).id),
  /** {type, record}: to the recycle bin. */
  delete_record: action((ctx, item: { type: string; record: Named }) => {
    const type = typeNamed(item.type);
    const { id } = named(ctx, type, item.record);
    deleteRecord(ctx, type, id);
    return id;
  }),
  /** {type, id}: back from the recycle bin. */
  undelete_record: action((ctx, item: { type: string; id: string }) => {
    const now = ctx.now().toISOString();
    const table = ctx.books.table(typeNamed(item.type).name);
    if (table.get(item.id)?.IsDeleted !== true) throw new SalesforceError('UNDELETE_FAILED', 'entity is not in the recycle bin');
    return table.update(item.id, { IsDeleted: false, LastModifiedDate: now, SystemModstamp: now }).id;
  }),
  /** {type, record}: a background job of the vendor touches the record: SystemModstamp moves, LastModifiedDate does not. */
  touch: action((ctx, item: { type: string; record: Named }) => {
    const type = typeNamed(item.type);
    return ctx.books.table(type.name).update(named(ctx, type, item.record).id, { SystemModstamp: ctx.now().toISOString() }).id;
  }),
};

function action<T>(act: (ctx: Ctx, item: T) => string): (ctx: Ctx, body: any) => Reply {
  return (ctx, body) => {
    try {
      const items = (Array.isArray(body?.items) ? body.items : [body]) as T[];
      return { status: 200, body: { ids: items.map((item) => act(ctx, item)) } };
    } catch (error) {
      if (error instanceof SalesforceError) throw new Abort(error.reply());
      throw error;
    }
  };
}

function stage(ctx: Ctx, opportunity: string, name: string, fields: Fields = {}): string {
  const type = typeNamed('Opportunity');
  return updateRecord(ctx, type, named(ctx, type, opportunity).id, { StageName: name, ...fields }, SALES_USER_ID).id;
}

/** By id, by `{field, value}`, or (plain text that is no id) by the object's first external-id field. */
function named(ctx: Ctx, type: ObjectType, name: Named): Row {
  if (typeof name === 'object') return only(findByKey(type, fieldOf(ctx.books, type, name.field)!, name.value, ctx.books), name.value);
  const key = type.fields.find((f) => f.externalId);
  const rows = key ? findByKey(type, key, name, ctx.books) : [];
  return rows.length ? only(rows, name) : recordOf(type, name, ctx.books);
}

function contract(ctx: Ctx, name: string): Row {
  const byNumber = ctx.books.table('Contract').by('ContractNumber', name);
  return byNumber.length ? only(byNumber, name) : recordOf(typeNamed('Contract'), name, ctx.books);
}

function only(rows: Row[], name: string): Row {
  if (rows.length !== 1) throw new SalesforceError('NOT_FOUND', `${rows.length} records answer to ${name}`);
  return rows[0]!;
}
