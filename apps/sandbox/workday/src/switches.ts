import { Abort, switchValue as kept, type Books } from '../../kernel/src/index.js';

/** What an administrator (or a test) can turn in this tenant, with the shape of each value. */
export const switches: Record<string, string> = {
  token_ttl_s: 'seconds an access token lives, 3600 unless set',
  revoke_tokens: 'any value: every access token issued so far is refused from now on',
  rate_limit: '{capacity, refill_per_s}: the bucket behind wd-ratelimit-tokens-remaining; empty means 429',
  denied_domains: '[organizations, time_off, compensation_report]: rows the integration user may not see vanish without an error',
  plain_dates: 'true: SOAP dates come without an offset',
};

/** Counts the settings of a switch, so that process memory (tokens, the bucket) notices a new one. Refuses unknown names. */
export function switchSet(books: Books, name: string): void {
  if (!(name in switches)) throw new Abort({ status: 400, body: { error: `no switch ${name}; there are ${Object.keys(switches).join(', ')}` } });
  const table = books.table('switch_stamp');
  const stamp = books.next('switch_stamp');
  if (table.get(name)) table.update(name, { stamp });
  else table.insert({ id: name, stamp });
}

export function switchValue<T>(books: Books, name: string): T | undefined {
  return kept<T | null>(books, name, null) ?? undefined;
}

export function switchStamp(books: Books, name: string): number {
  return Number(books.table('switch_stamp').get(name)?.stamp ?? 0);
}

/** A domain the integration user's group lacks: what it guards is absent, never refused. */
export const denied = (books: Books, domain: string): boolean => (switchValue<string[]>(books, 'denied_domains') ?? []).includes(domain);
