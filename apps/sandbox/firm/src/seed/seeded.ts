import type { BookRow, Desk } from '../desk.js';

/** How many rows a vendor should hold, and how many of them were added now. */
export interface Seeded { rows: number; added: number }

/** Adds what is missing of these tables, in their order. */
export async function seedTables(desk: Desk, tables: Record<string, BookRow[]>): Promise<Seeded> {
  let [rows, added] = [0, 0];
  for (const [table, wanted] of Object.entries(tables)) {
    rows += wanted.length;
    added += await desk.addMissing(table, wanted);
  }
  return { rows, added };
}
