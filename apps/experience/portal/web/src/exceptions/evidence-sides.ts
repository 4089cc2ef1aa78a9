import { title } from '../format/words';

/** A side of the evidence: whose word it is, and what it says. */
export interface Side {
  name: string;
  record: unknown;
}

/** Evidence as sides: `{system, record}` is the record of a system; anything else is named by its members. */
export function sidesOf(evidence: readonly unknown[]): Side[] {
  return evidence.flatMap((seen): Side[] => {
    if (!seen || typeof seen !== 'object') return [{ name: 'Seen', record: seen }];
    const { system, record, ...rest } = seen as { system?: unknown; record?: unknown };
    if (typeof system === 'string' && record !== undefined) return [{ name: system, record: Object.keys(rest).length > 0 ? { record, ...rest } : record }];
    return Object.entries(seen).map(([name, value]) => ({ name: title(name), record: value }));
  });
}
