import type { Ctx, Reply } from '../../../kernel/src/index.js';
import { allWorkers } from '../people/find.js';
import { descriptorOf, fullName, type Worker } from '../people/worker.js';
import { reference, widOf } from '../wid.js';
import { collection, present } from './collection.js';
import { RestError } from './error.js';
import { today } from './serve.js';

const FIELDS: Record<string, (w: Worker) => unknown> = {
  workdayID: (w) => w.wid,
  worker: (w) => ({ id: w.wid, descriptor: descriptorOf(w) }),
  fullName,
  employeeID: (w) => w.worker_id,
  businessTitle: (w) => w.business_title,
  email_PrimaryWork: (w) => w.email,
  hireDate: (w) => w.hire_date,
  terminationDate: (w) => w.termination_date,
  workerActive: (w) => (w.active ? '1' : '0'),
  company: (w) => w.company && reference('COMPANY', w.company),
  costCenter: (w) => w.cost_center && reference('COST_CENTER', w.cost_center),
  location: (w) => w.location && reference('location', w.location),
};
const SHAPE = /^\s*SELECT\s+(.+?)\s+FROM\s+(\w+)(?:\s+WHERE\s+(.+?))?(?:\s+ORDER\s+BY\s+(\w+)(\s+DESC|\s+ASC)?)?(?:\s+LIMIT\s+(\d+))?\s*;?\s*$/is;

/** GET and POST wql/v1/data: SELECT fields [AS alias] FROM allWorkers [WHERE field = 'x' [AND …]] [ORDER BY field] [LIMIT n]. */
export function wql(ctx: Ctx): Reply {
  const text = ctx.method === 'POST' ? ctx.json<{ query?: string }>()?.query : ctx.query.get('query');
  const shape = SHAPE.exec(text ?? '');
  if (!shape) throw new RestError(400, 'invalid WQL query', 'A1');
  const [, select, source, where, orderBy, direction, limit] = shape;
  if (source !== 'allWorkers') throw new RestError(400, `invalid data source: ${source}`, 'A2');
  const columns = select!.split(',').map((item) => {
    const [, name, alias] = /^\s*(\w+)(?:\s+AS\s+(\w+))?\s*$/i.exec(item) ?? [];
    return { alias: alias ?? name ?? item.trim(), of: fieldNamed(name ?? item.trim()) };
  });
  const tests = (where ?? '').split(/\s+AND\s+/i).filter(Boolean).map(condition);
  let rows = allWorkers(ctx.books, { asOf: today(ctx) }).filter((w) => tests.every((t) => t(w)));
  if (orderBy) {
    const of = fieldNamed(orderBy);
    const sign = /DESC/i.test(direction ?? '') ? -1 : 1;
    rows = rows.sort((a, b) => sign * String(of(a) ?? '').localeCompare(String(of(b) ?? '')));
  }
  if (limit) rows = rows.slice(0, Number(limit));
  return { ...collection(ctx, rows, (w) => present(Object.fromEntries(columns.map((c) => [c.alias, c.of(w)]))), 1000), write: false };
}

function fieldNamed(name: string): (w: Worker) => unknown {
  const field = Object.hasOwn(FIELDS, name) ? FIELDS[name] : undefined;
  if (!field) throw new RestError(400, `invalid field: ${name}`, 'A3');
  return field;
}

function condition(text: string): (w: Worker) => boolean {
  const [, name, op, quoted, bare] = /^\s*(\w+)\s*(=|!=)\s*(?:'([^']*)'|(\w+))\s*$/.exec(text) ?? [];
  if (!name) throw new RestError(400, `invalid condition: ${text}`, 'A4');
  const of = fieldNamed(name);
  const wanted = quoted ?? (bare === 'true' ? '1' : bare === 'false' ? '0' : bare!);
  return (w) => {
    const value = of(w) as { id?: string } | string | undefined;
    const text = typeof value === 'object' ? value.id : value;
    return (text === wanted || (typeof value === 'object' && widOf(name, wanted) === text)) === (op === '=');
  };
}
