import { addDays } from '#lib/canonical';
import { day } from '../exact.js';
import { why, type RuleTrace } from '../trace.js';

export interface OrgMembership {
  /** Practice, region or cost center. */
  org_id: string;
  effective_from: string;
  effective_to?: string | null;
}

/** UTL-7: a worker's period cut at moves between units and at hire and leave dates; hours of each part belong to its unit. Dates inclusive. */
export function splitByOrg(input: { from: string; to: string; hire_date?: string | null; termination_date?: string | null; memberships: readonly OrgMembership[] }): { parts: { org_id: string | null; from: string; to: string }[]; why: RuleTrace[] } {
  const from = later(day(input.from, 'from'), input.hire_date);
  const to = earlier(day(input.to, 'to'), input.termination_date);
  const parts: { org_id: string | null; from: string; to: string }[] = [];
  const ordered = [...input.memberships].sort((a, b) => (a.effective_from < b.effective_from ? -1 : 1));
  let cursor = from;
  for (const m of ordered) {
    const start = later(m.effective_from, cursor);
    const end = earlier(to, m.effective_to);
    if (start > end) continue;
    if (start > cursor) parts.push({ org_id: null, from: cursor, to: addDays(start, -1) });
    parts.push({ org_id: m.org_id, from: start, to: end });
    cursor = addDays(end, 1);
  }
  if (cursor <= to) parts.push({ org_id: null, from: cursor, to });
  return { parts, why: [why('UTL-7', 'split at moves, hire and leave', { parts: parts.length })] };
}

function later(a: string, b: string | null | undefined): string {
  return b && b > a ? b : a;
}

function earlier(a: string, b: string | null | undefined): string {
  return b && b < a ? b : a;
}
