import type { Ctx, Reply } from '../../../kernel/src/index.js';
import { holdKey, saveRecord } from '../books/keepers.js';
import { recordTypeNamed } from '../catalog/index.js';
import { customer } from '../catalog/entities.js';
import { userError } from '../errors.js';
import { workOf } from '../work.js';

/** Action edit_customer: a person changes a customer's form. `changes` is a body of the record service. */
export function editCustomer(ctx: Ctx, order: { id?: string; entityid?: string; externalid?: string; changes?: Record<string, unknown> }): Reply {
  const table = ctx.books.table('customer');
  const row = order.id !== undefined ? table.get(String(order.id)) : order.entityid !== undefined ? table.by('entityid', order.entityid)[0] : table.by('externalid', order.externalid)[0];
  if (!row) throw userError('There is no such customer. Name it by id, entityid or externalid.');
  return { status: 200, body: saveRecord(workOf(ctx), customer, row, order.changes ?? {}) };
}

/** Action hold_record: somebody has the record open; the next `times` (default 1) saves of it fail with RCRD_HAS_BEEN_CHANGED. */
export function holdRecord(ctx: Ctx, order: { type?: string; id?: string; times?: number }): Reply {
  const type = recordTypeNamed(order.type ?? '');
  if (!type || !ctx.books.table(type.table).get(String(order.id))) throw userError('There is no such record. Name it by type and internal id.');
  ctx.state.set(holdKey(type.name, String(order.id)), order.times ?? 1);
  return { status: 200, body: { type: type.name, id: String(order.id), times: order.times ?? 1 } };
}
