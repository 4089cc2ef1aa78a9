import type { ReadVerb } from '#lib/connector';
import { roleCodes } from '../client/catalog.js';
import { changes } from '../client/changes.js';
import type { Listed, Row } from '../client/envelope.js';
import { byIds, type Ctx, get, pagesById } from '../client/listing.js';
import { walkOf } from '../client/walk.js';
import { knownTimesheet, mapTimesheet, type SubmissionRow, TIMESHEET } from '../mappers/timesheet.js';
import { instant, versionOf } from '../mappers/values.js';
import type { KantataSettings } from '../settings.js';

const QUERY = { include: 'user,workspace,time_entries' };
/** Submissions a page: their entries take further calls of 200 each. */
const A_PAGE = 100;
/** How often a submission is read again that was sent back while it was read. */
const TRIES = 3;

/**
 * What an entry says comes with its submission, in one answer; its task and role need a second call. If by then an entry of a live submission has been
 * deleted or freed, the submission was sent back in between and is read again: hours that nobody approved never travel under an approval.
 */
async function withEntries(page: Listed, ctx: Ctx, attempt = 1): Promise<SubmissionRow[]> {
  const told = page.side('time_entries');
  const keys = new Map((await byIds(ctx, 'time_entries', page.rows.flatMap(idsOf), { include: 'story,role,active_submission', from_archived_workspaces: true })).map((e) => [e.id, e]));
  const codes = await roleCodes(ctx, [...keys.values()]);
  const rows = page.rows.map((s) => joined(s, told, keys, codes));
  const torn = rows.filter((r) => r.torn);
  if (torn.length === 0 || attempt === TRIES) return rows;
  const again = await pagesById(ctx, 'timesheet_submissions', torn.map((r) => r.id), QUERY);
  return [...rows.filter((r) => !r.torn), ...(await Promise.all(again.map((p) => withEntries(p, ctx, attempt + 1)))).flat()];
}

function joined(s: Row, told: Record<string, Row>, keys: Map<string, Row>, codes: Record<string, string>): SubmissionRow {
  const over = s.status === 'rejected' || s.status === 'cancelled';
  const held = (id: string): boolean => {
    const holder = keys.get(id)?.active_submission_id;
    return keys.has(id) && (holder === undefined || String(holder) === s.id);
  };
  const entries = idsOf(s).flatMap((id): Row[] => (told[id] || keys.has(id) ? [{ ...keys.get(id), ...told[id], id }] : []));
  const role_codes = Object.fromEntries(entries.flatMap((e) => (e.role_id && codes[String(e.role_id)] ? [[String(e.role_id), codes[String(e.role_id)]!]] : [])));
  return { ...s, over, torn: !over && !idsOf(s).every(held), entries, role_codes, changed_at: String(s.updated_at) };
}

const idsOf = (s: Row): string[] => ((s.time_entry_ids ?? []) as unknown[]).map(String);

export const timesheet: ReadVerb<SubmissionRow, KantataSettings> = {
  feed: 'delta',
  page: async (at, ctx) => walkOf(at, [changes(ctx, { plural: 'timesheet_submissions', query: QUERY, order: 'date:asc', most: A_PAGE, join: (page) => withEntries(page, ctx) })]) as Promise<{ rows: SubmissionRow[]; next: string | null }>,
  identify: (row) => ({
    source_id: row.id, source_timestamp: instant(row.changed_at),
    source_version: versionOf({ ...row, entries: undefined }, TIMESHEET, row.entries.map((e) => [e.id, e.time_in_minutes, e.date_performed, e.billable, e.story_id ?? null, e.role_id ?? null, e.notes ?? null])),
  }),
  map: mapTimesheet,
  known: knownTimesheet,
  one: async (id, ctx) => {
    const page = await get(ctx, 'timesheet_submissions', id, QUERY);
    return page ? (await withEntries(page, ctx))[0] ?? null : null;
  },
  dropped: TIMESHEET.dropped,
};
