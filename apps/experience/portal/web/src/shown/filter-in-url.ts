/** Values of the filter of a list, by name. */
export type Filter<Name extends string> = Partial<Record<Name, string>>;

/** The filter an address holds: the names given and no others, empty ones left out. */
export function readFilter<Name extends string>(names: readonly Name[], query: URLSearchParams): Filter<Name> {
  const filter: Filter<Name> = {};
  for (const name of names) {
    const value = query.get(name)?.trim();
    if (value) filter[name] = value;
  }
  return filter;
}

/** The address with changes: empty values are taken out, all else stays. */
export function writeFilter(query: URLSearchParams, changes: Record<string, string | null | undefined>): URLSearchParams {
  const next = new URLSearchParams(query);
  for (const [name, value] of Object.entries(changes)) {
    if (value) next.set(name, value);
    else next.delete(name);
  }
  return next;
}

/** The address of a page with a filter. */
export function withFilter(path: string, filter: Record<string, string | null | undefined>): string {
  const query = writeFilter(new URLSearchParams(), filter).toString();
  return query ? `${path}?${query}` : path;
}
