/**
 * A deep, frozen copy holding exactly what a JSON line would give back (dates as ISO text, undefined dropped),
 * so that the books in memory and the books after a replay are the same.
 */
export function frozenCopy<T>(value: T): T {
  if (value === null || typeof value !== 'object') return value;
  if (Array.isArray(value)) return Object.freeze(value.map((item) => (item === undefined ? null : frozenCopy(item)))) as T;
  if (value instanceof Date) return value.toISOString() as T;
  const copy: Record<string, unknown> = {};
  for (const [key, item] of Object.entries(value)) if (item !== undefined) copy[key] = frozenCopy(item);
  return Object.freeze(copy) as T;
}
