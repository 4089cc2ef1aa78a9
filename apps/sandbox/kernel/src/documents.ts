import type { Books } from './books.js';
import type { SandboxDocument, Vendor } from './vendor.js';

/** A vendor's documents in an order that does not depend on ids: by type, effect key, then content. */
export function documentsOf(vendor: Vendor, books: Books): SandboxDocument[] {
  const keyed = vendor.documents(books).map((document) => ({ document, key: sortKey(document) }));
  keyed.sort((a, b) => (a.key < b.key ? -1 : a.key > b.key ? 1 : 0));
  return keyed.map(({ document }) => document);
}

/** Effect keys that more than one document of a type carries: what must never happen. */
export function duplicatesOf(documents: SandboxDocument[]): { type: string; effect_key: string; ids: string[] }[] {
  const found = new Map<string, { type: string; effect_key: string; ids: string[] }>();
  for (const { type, effect_key: effectKey, id } of documents) {
    if (effectKey === null) continue;
    const key = JSON.stringify([type, effectKey]);
    const entry = found.get(key);
    if (entry) entry.ids.push(id);
    else found.set(key, { type, effect_key: effectKey, ids: [id] });
  }
  return [...found.values()].filter((entry) => entry.ids.length > 1);
}

const sortKey = (document: SandboxDocument): string => JSON.stringify([document.type, document.effect_key ?? '', document.digest]);
