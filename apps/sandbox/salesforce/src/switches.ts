import { Abort, switchValue as kept, type Books } from '../../kernel/src/index.js';

/** What an administrator (or a test) can turn in this org, with the shape of each value. */
export const switches: Record<string, string> = {
  token_ttl_s: 'seconds an access token lives from its issue; null = 2 hours of inactivity',
  revoke_tokens: 'any value: every access token issued so far is refused from now on',
  api_limit: '{max, used}: the 24-hour allocation; used = max makes every call REQUEST_LIMIT_EXCEEDED',
  hidden_fields: '{Object: [field, …]}: field-level security takes these fields from the integration user',
  flow_rejects: '{Object: text}: a record-triggered flow refuses every save of that object with this text',
  page_size: 'largest query page the server gives, at most 2000',
};

/** Counts the settings of a switch, so that process memory (tokens, usage) notices a new one. Refuses unknown names. */
export function switchSet(books: Books, name: string): void {
  if (!(name in switches)) throw new Abort({ status: 400, body: { error: `no switch ${name}; there are ${Object.keys(switches).join(', ')}` } });
  const table = books.table('switch_stamp');
  const stamp = books.next('switch_stamp');
  if (table.get(name)) table.update(name, { stamp });
  else table.insert({ id: name, stamp });
}

export function switchValue<T>(books: Books, name: keyof typeof switches & string): T | undefined {
  return kept<T | null>(books, name, null) ?? undefined;
}

/** How often the switch has been set: 0 for never. */
export function switchStamp(books: Books, name: string): number {
  return Number(books.table('switch_stamp').get(name)?.stamp ?? 0);
}
