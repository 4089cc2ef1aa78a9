import type { Row, Table } from './books.js';
import { answer, refusal, type ControlCall, type Running } from './control.js';
import type { Reply } from './vendor.js';

/**
 * GET tables · GET, PUT tables/{name} · GET, PATCH, DELETE tables/{name}/{id}: the raw rows, without any of the
 * vendor's side effects. PUT takes an array of rows and inserts or replaces each; GET takes ?column=value filters.
 */
export async function controlTables(running: Running, call: ControlCall): Promise<Reply> {
  const [, name, id] = call.parts;
  if (!name) {
    return call.method === 'GET'
      ? answer(Object.fromEntries(running.store.tableNames().map((table) => [table, running.store.rows(table).size])))
      : refusal(405, 'tables takes GET');
  }
  return running.executor.transact(call.request, {}, 'commit', (ctx) => {
    const table = ctx.books.table(name);
    return id === undefined ? wholeTable(table, call) : oneRow(table, id, call);
  });
}

function wholeTable(table: Table, call: ControlCall): Reply {
  if (call.method === 'GET') {
    const wanted = [...call.request.query];
    return answer(table.find((row) => wanted.every(([column, value]) => String(row[column] ?? '') === value)));
  }
  if (call.method !== 'PUT') return refusal(405, 'tables/{name} takes GET and PUT');
  if (!Array.isArray(call.body)) return refusal(400, 'PUT takes an array of rows');
  const ids = (call.body as Partial<Row>[]).map((row) => {
    if (row.id !== undefined && row.id !== null) table.remove(String(row.id));
    return table.insert(row).id;
  });
  return answer({ rows: ids.length, ids: call.request.query.has('ids') ? ids : undefined });
}

function oneRow(table: Table, id: string, call: ControlCall): Reply {
  const row = table.get(id);
  if (!row) return refusal(404, `no row ${id}`);
  if (call.method === 'GET') return answer(row);
  if (call.method === 'PATCH') return answer(table.update(id, call.body ?? {}));
  if (call.method !== 'DELETE') return refusal(405, 'tables/{name}/{id} takes GET, PATCH and DELETE');
  table.remove(id);
  return { status: 204 };
}
