// The vendors' books, comparable between two runs of the same business.

/** Numbers that a vendor hands out in order of arrival say nothing about the business. */
const ARRIVAL = /^(tranid|number|invoice_number|createdfrom|service_name|service_model_ref|external_link|ERP Project Id)$/i;

function comparable(value) {
  if (Array.isArray(value)) return value.map(comparable);
  if (value === null || typeof value !== 'object') return value;
  return Object.fromEntries(Object.entries(value).filter(([k]) => !ARRIVAL.test(k)).map(([k, v]) => [k, comparable(v)]));
}

/** Digests of all documents by `vendor type`, sorted. `documentsOf(vendor)` gives the vendor's documents as its control API does. */
export async function comparableBooks(vendors, documentsOf) {
  const books = {};
  for (const vendor of vendors) for (const d of await documentsOf(vendor)) (books[`${vendor} ${d.type}`] ??= []).push(JSON.stringify(comparable(d.digest)));
  for (const list of Object.values(books)) list.sort();
  return books;
}

/** What one of two books has more often than the other, in words; empty when they are the same. */
export function differences(twin, books) {
  const said = [];
  for (const kind of new Set([...Object.keys(twin), ...Object.keys(books)])) {
    const count = new Map();
    for (const d of twin[kind] ?? []) count.set(d, (count.get(d) ?? 0) - 1);
    for (const d of books[kind] ?? []) count.set(d, (count.get(d) ?? 0) + 1);
    for (const [d, n] of count) if (n !== 0) said.push(`${kind}: ${Math.abs(n)} ${n > 0 ? 'more' : 'fewer'} than the twin: ${d.slice(0, 300)}`);
  }
  return said;
}
