import type { Books } from '../../../kernel/src/index.js';

/** Name and country of a work location; its code when nothing more is known. */
export function placeOf(books: Books, code: string): { name: string; country?: string } {
  const row = books.table('location').get(code);
  return { name: String(row?.name ?? code), country: row?.country as string | undefined };
}
