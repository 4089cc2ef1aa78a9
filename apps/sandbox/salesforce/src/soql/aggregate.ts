import type { Row } from '../../../kernel/src/index.js';
import { wireInstant } from '../datetime.js';
import { compareValues } from './compare.js';
import { soqlError } from './fault.js';
import { pathValue, type Path } from './path.js';
import type { Query, SelectItem } from './syntax.js';
import { pathOf, type Scope } from './where.js';

export const isAggregate = (query: Query) => query.groupBy.length > 0 || query.select.some((i) => i.kind === 'aggregate');
/** `SELECT COUNT() FROM …` answers with totalSize alone. */
export const isBareCount = (query: Query) => query.select.length === 1 && query.select[0]!.kind === 'aggregate' && !query.select[0]!.name;

/** Rows of type AggregateResult, one per group; unnamed results are `expr0`, `expr1` … */
export function aggregate(query: Query, rows: Row[], scope: Scope): Record<string, unknown>[] {
  const keys = query.groupBy.map((name) => pathOf(name, scope));
  const groups = new Map<string, Row[]>();
  for (const row of rows) {
    const key = JSON.stringify(keys.map((k) => pathValue(row, k, scope.books)));
    const group = groups.get(key);
    if (group) group.push(row);
    else groups.set(key, [row]);
  }
  if (keys.length === 0 && groups.size === 0) groups.set('', []);
  let unnamed = 0;
  const columns = query.select.map((item) => column(item, query, scope, () => `expr${unnamed++}`));
  const found = [...groups.values()].map((group) => {
    const out: Record<string, unknown> = { attributes: { type: 'AggregateResult' } };
    for (const { name, of } of columns) out[name] = of(group);
    return out;
  });
  return inOrder(query, found, scope);
}

/** Groups are sorted by what is selected: a group's field or a named result. */
function inOrder(query: Query, found: Record<string, unknown>[], scope: Scope): Record<string, unknown>[] {
  const keys = query.orderBy.map((o) => {
    const name = Object.keys(found[0] ?? {}).find((k) => k.toLowerCase() === o.name.text.split('.').pop()!.toLowerCase());
    if (name === undefined && found.length) throw soqlError('MALFORMED_QUERY', scope.source, o.name.at, `Ordered field must be grouped or aggregated: ${o.name.text}`);
    return { name: name ?? '', sign: o.descending ? -1 : 1 };
  });
  return found.sort((a, b) => keys.reduce((sign, k) => sign || k.sign * compareValues(a[k.name] ?? null, b[k.name] ?? null), 0));
}

function column(item: SelectItem, query: Query, scope: Scope, unnamed: () => string): { name: string; of: (rows: Row[]) => unknown } {
  if (item.kind === 'field') {
    const path = pathOf(item.name, scope);
    if (!query.groupBy.some((g) => g.text.toLowerCase() === item.name.text.toLowerCase())) {
      throw soqlError('MALFORMED_QUERY', scope.source, item.name.at, `Field must be grouped or aggregated: ${item.name.text}`);
    }
    return { name: item.alias ?? path.field.name, of: (rows) => wire(path, pathValue(rows[0]!, path, scope.books)) };
  }
  if (item.kind !== 'aggregate') throw soqlError('MALFORMED_QUERY', scope.source, 0, 'Grouped query cannot use child relationships or FIELDS()');
  const name = item.alias ?? unnamed();
  if (!item.name) return { name, of: (rows) => rows.length };
  const path = pathOf(item.name, scope);
  return { name, of: (rows) => wire(path, fold(item.fn, rows.map((r) => pathValue(r, path, scope.books)).filter((v) => v !== null))) };
}

function fold(fn: string, values: unknown[]): unknown {
  if (fn === 'COUNT') return values.length;
  if (fn === 'COUNT_DISTINCT') return new Set(values.map((v) => String(v).toLowerCase())).size;
  if (values.length === 0) return null;
  if (fn === 'MIN' || fn === 'MAX') return values.reduce((a, b) => (compareValues(b, a) * (fn === 'MIN' ? 1 : -1) < 0 ? b : a));
  const total = values.reduce<number>((a, b) => a + Number(b), 0);
  return fn === 'SUM' ? total : total / values.length;
}

const wire = (path: Path, value: unknown) => (path.field.type === 'datetime' && typeof value === 'string' ? wireInstant(value) : value);
