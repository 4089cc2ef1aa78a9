import { addDays, inRange } from '#lib/canonical';
import type { WorkerVersion } from '#lib/store';

export interface Span {
  from: string | null;
  to: string | null;
}

/**
 * When a worker was employed: the latest hire and termination dates, and earlier employments that ended before the present one began
 * (rehire). A corrected date replaces the one it corrects.
 */
export function employments(versions: readonly WorkerVersion[]): Span[] {
  const spans: Span[] = [];
  for (const { data, status } of versions) {
    const span = { from: data.hire_date ?? null, to: data.termination_date ?? null };
    const last = spans.at(-1);
    const rehired = last?.to && status !== 'terminated' && span.from && span.from > last.to;
    if (rehired || !last) spans.push(span);
    else spans[spans.length - 1] = span;
  }
  return spans;
}

export function employedOn(spans: readonly Span[], day: string): boolean {
  return spans.some((s) => inRange(day, s.from, s.to));
}

/** A version with the day from which it holds. */
export interface DatedVersion {
  from: string | null;
  version: WorkerVersion;
}

/**
 * The worker's changes by the day from which they hold (UTL-7): the effective date the source gives when it is a new one, else the
 * day of the change. The first one holds from the beginning; of two for the same day the later version counts.
 */
export function datedVersions(versions: readonly WorkerVersion[]): DatedVersion[] {
  const dated: DatedVersion[] = [];
  for (const [i, version] of versions.entries()) {
    const before = versions[i - 1];
    const own = version.effective_from;
    const from = !before ? null : own && own !== before.effective_from && own !== version.data.hire_date ? own : sameTerms(before, version) ? undefined : version.changed_on;
    if (from === undefined) {
      // Nothing that is counted changed: the newer version stands for the older one.
      const last = dated.at(-1)!;
      dated[dated.length - 1] = { ...last, version };
      continue;
    }
    dated.push({ from, version });
  }
  return dated;
}

/** The version that holds on a day. */
export function versionOn(dated: readonly DatedVersion[], day: string): WorkerVersion {
  let found = dated[0]!;
  for (const d of dated) if (d.from === null || (d.from <= day && (found.from === null || d.from >= found.from))) found = d;
  return found.version;
}

function sameTerms(a: WorkerVersion, b: WorkerVersion): boolean {
  return (['practice', 'region', 'role', 'work_calendar_code', 'fte', 'kind'] as const).every((f) => (a.data[f] ?? null) === (b.data[f] ?? null)) && a.legal_entity_code === b.legal_entity_code;
}

/** Days of `span` that are inside one of the employments. */
export function employedSpan(spans: readonly Span[], from: string, to: string): string[] {
  const days: string[] = [];
  for (let d = from; d <= to; d = addDays(d, 1)) if (employedOn(spans, d)) days.push(d);
  return days;
}
