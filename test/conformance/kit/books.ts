import type { Stand } from './stand.js';

/** A document in the sandbox's books. */
export interface BookDocument {
  type: string;
  id: string;
  effect_key: string | null;
  digest: Record<string, any>;
}

/** The vendor's books in a form that is equal in two runs that did the same business. */
export interface Books {
  /** Each document by type, key and content, in order; the key of the write under test stands as `<key>`. */
  documents: string[];
  /** Rows by table: what no document shows (lines, addresses, relationships) is counted. */
  rows: Record<string, number>;
}

/** Reads the books as they stand. `key` is the vendor's form of the key under test. */
export async function booksOf(stand: Stand, key: string): Promise<Books> {
  const documents = (await stand.documents()).map((d) => JSON.stringify([d.type, d.effect_key, d.digest]).replaceAll(key, '<key>')).sort();
  const tables: Record<string, number> = await stand.control('GET', 'tables');
  const quiet = Object.entries(tables).filter(([name]) => name !== 'sandbox_switch' && !stand.scenario.volatile?.includes(name));
  return { documents, rows: Object.fromEntries(quiet) };
}

/** Documents by type that stand in `after` and not in `before`, and the other way round. */
export function changeOf(before: Books, after: Books): { came: Record<string, number>; went: Record<string, number> } {
  return { came: byType(minus(after.documents, before.documents)), went: byType(minus(before.documents, after.documents)) };
}

function minus(all: readonly string[], some: readonly string[]): string[] {
  const left = [...all];
  for (const one of some) {
    const at = left.indexOf(one);
    if (at >= 0) left.splice(at, 1);
  }
  return left;
}

function byType(documents: readonly string[]): Record<string, number> {
  const counts: Record<string, number> = {};
  for (const text of documents) {
    const [type] = JSON.parse(text) as [string];
    counts[type] = (counts[type] ?? 0) + 1;
  }
  return counts;
}
