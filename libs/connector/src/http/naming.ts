/** `rate-card-versions`, `create_project` -> `RateCardVersions`, `CreateProject`. */
export function pascal(words: string): string {
  return words.split(/[-_]/).map((w) => w.charAt(0).toUpperCase() + w.slice(1)).join('');
}

/** Gives a generated class the name it has in stack traces and operation ids. */
export function named<T extends abstract new (...args: any[]) => unknown>(type: T, name: string): T {
  Object.defineProperty(type, 'name', { value: name });
  return type;
}
