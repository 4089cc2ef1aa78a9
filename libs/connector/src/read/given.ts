/**
 * What a record tells: members without a value (null or undefined, at any depth) are left out. The one place where the system APIs keep the
 * promise of their documents that a member is there with a value or not there at all.
 */
export function given<T>(value: T): T {
  if (Array.isArray(value)) return value.map(given) as T;
  if (value === null || typeof value !== 'object' || Object.getPrototypeOf(value) !== Object.prototype) return value;
  return Object.fromEntries(Object.entries(value).filter(([, v]) => v !== null && v !== undefined).map(([name, v]) => [name, given(v)])) as T;
}
