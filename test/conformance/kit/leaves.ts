/** A value inside a row. */
export interface Leaf {
  path: string[];
  value: unknown;
}

/** Every value of a row that is no object or list; empty ones are left out, for what they would hold is not known. */
export function leaves(row: unknown, path: string[] = []): Leaf[] {
  if (row === null || row === undefined || row === '') return [];
  if (typeof row !== 'object') return [{ path, value: row }];
  return Object.entries(row).flatMap(([name, value]) => leaves(value, [...path, name]));
}

/** A copy of a row with another value at a path. */
export function withLeaf(row: unknown, path: readonly string[], value: unknown): unknown {
  const copy = structuredClone(row) as any;
  const parent = path.slice(0, -1).reduce((node, name) => node[name], copy);
  parent[path.at(-1)!] = value;
  return copy;
}

/** Other values of the same kind. */
export function otherwise(value: unknown): unknown[] {
  if (typeof value === 'boolean') return [!value];
  if (typeof value === 'number') return [value + 1];
  const text = String(value);
  if (/^\d{4}-\d{2}-\d{2}/.test(text)) return [`1999${text.slice(4)}`];
  if (/^-?\d+(\.\d+)?%?$/.test(text)) return [text.replace(/\d/, (d) => String((Number(d) + 1) % 10)), text === '0' ? '1' : '0'];
  if (text === 'T' || text === 'F') return [text === 'T' ? 'F' : 'T'];
  return [`${text}~`, `x${text}`];
}
