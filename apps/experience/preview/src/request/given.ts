/** What was sent, without the fields that were left out or null: the rules tell an absent field from an empty one. */
export function given<T>(request: T): T {
  if (Array.isArray(request)) return request.map(given) as T;
  if (request === null || typeof request !== 'object') return request;
  return Object.fromEntries(Object.entries(request).filter(([, value]) => value !== undefined && value !== null).map(([key, value]) => [key, given(value)])) as T;
}
