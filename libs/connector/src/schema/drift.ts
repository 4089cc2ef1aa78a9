import type { SchemaDescription } from '../define/describe.js';

/** One difference between two schemas of a vendor. */
export interface SchemaChange {
  kind: 'added' | 'removed' | 'renamed' | 'retyped';
  object: string;
  field?: string;
  before?: string;
  after?: string;
  /** A mapping may be wrong because of it. */
  breaking: boolean;
}

/** How alike two names must be to be one field that was renamed. */
const ALIKE = 0.5;

/** What changed from the accepted schema to the present one, object by object, in name order. */
export function schemaDrift(accepted: SchemaDescription, present: SchemaDescription): SchemaChange[] {
  const names = [...new Set([...Object.keys(accepted.objects), ...Object.keys(present.objects)])].sort();
  return names.flatMap((object) => {
    const [before, after] = [accepted.objects[object], present.objects[object]];
    if (!before) return [{ kind: 'added' as const, object, breaking: false }];
    if (!after) return [{ kind: 'removed' as const, object, breaking: true }];
    return fieldDrift(object, before, after);
  });
}

function fieldDrift(object: string, before: Record<string, string>, after: Record<string, string>): SchemaChange[] {
  const changes: SchemaChange[] = [];
  const removed = new Set(Object.keys(before).filter((f) => !(f in after)).sort());
  const added = new Set(Object.keys(after).filter((f) => !(f in before)).sort());
  for (const field of Object.keys(before).sort()) {
    if (field in after && before[field] !== after[field]) changes.push({ kind: 'retyped', object, field, before: before[field], after: after[field], breaking: true });
  }
  for (const field of new Set(removed)) {
    const heir = bestHeir(field, before[field]!, added, after);
    if (!heir) continue;
    removed.delete(field);
    added.delete(heir);
    changes.push({ kind: 'renamed', object, field, before: field, after: heir, breaking: true });
  }
  for (const field of removed) changes.push({ kind: 'removed', object, field, before: before[field], breaking: true });
  for (const field of added) changes.push({ kind: 'added', object, field, after: after[field], breaking: false });
  return changes;
}

/** A new field of the same type whose name is alike; undefined when none is, or two are equally. */
function bestHeir(field: string, type: string, added: Set<string>, after: Record<string, string>): string | undefined {
  const scored = [...added].filter((name) => after[name] === type).map((name) => ({ name, score: likeness(field, name) })).filter((c) => c.score >= ALIKE).sort((a, b) => b.score - a.score);
  return scored[0] && scored[0].score !== scored[1]?.score ? scored[0].name : undefined;
}

/** Dice coefficient over letter pairs, letters and digits only: 1 = the same word. */
export function likeness(a: string, b: string): number {
  const pairs = (text: string) => {
    const plain = text.toLowerCase().replace(/[^a-z0-9]/g, '');
    return Array.from({ length: Math.max(0, plain.length - 1) }, (_, i) => plain.slice(i, i + 2));
  };
  const [left, right] = [pairs(a), pairs(b)];
  if (left.length + right.length === 0) return a === b ? 1 : 0;
  let shared = 0;
  for (const pair of left) {
    const at = right.indexOf(pair);
    if (at < 0) continue;
    right.splice(at, 1);
    shared += 1;
  }
  return (2 * shared) / (left.length + right.length + shared);
}
