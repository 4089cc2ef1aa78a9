import type { Books } from './books.js';

/** Table in which the kernel keeps the switches set through the control API. */
export const SWITCHES = 'sandbox_switch';

/** The value a switch was set to, or the given one when nobody set it. */
export function switchValue<T>(books: Books, name: string, otherwise: T): T {
  const row = books.table(SWITCHES).get(name);
  return row ? (row.value as T) : otherwise;
}

/** Keeps a switch's value in the books, so that it survives a restart. */
export function keepSwitch(books: Books, name: string, value: unknown): void {
  const table = books.table(SWITCHES);
  if (table.get(name)) table.update(name, { value });
  else table.insert({ id: name, value });
}
