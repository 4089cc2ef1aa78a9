import { type Principal, Problem } from '#lib/platform';

/** Legal entities a caller may see; undefined means all. Asking for another one by name is refused rather than answered with nothing. */
export function visibleEntities(who: Principal, asked?: string): readonly string[] | undefined {
  if (asked !== undefined && who.legal_entities && !who.legal_entities.includes(asked)) throw new Problem('forbidden', `Your account does not cover legal entity ${asked}.`, { code: 'LEGAL_ENTITY' });
  return who.legal_entities;
}
