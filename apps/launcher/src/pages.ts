import type { People } from './people.js';

/** Every row of a list that is read page by page; `path` has a query already, `member` names the rows in the answer. */
export async function* pages<T = any>(people: People, who: string, path: string, member: string): AsyncGenerator<T> {
  for (let cursor = ''; ; ) {
    const page = await people.call<any>(who, 'GET', cursor ? `${path}&cursor=${encodeURIComponent(cursor)}` : path);
    yield* page[member] as T[];
    if (!page.next_cursor) return;
    cursor = page.next_cursor;
  }
}
