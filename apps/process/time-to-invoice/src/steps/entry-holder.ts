import type { Timesheet } from '#lib/canonical';
import { type StoredRecord, TENANT, TimeEntry } from '#lib/store';
import { In, type EntityManager } from 'typeorm';

/** A timesheet as far as it says which entries count on it. */
export interface Claim {
  timesheet_id: string;
  version: number;
  natural_key: string;
  worker_id: string;
  project_id: string;
  period_start: string;
  source_id: string;
  submitted_at: string | null;
  /** Source ids of its entries; none while it is not approved. */
  entries: string[];
}

const CLAIM = `id as timesheet_id, version, natural_key, data->>'worker_id' as worker_id, data->>'project_id' as project_id, data->>'period_start' as period_start, source_id, data->>'submitted_at' as submitted_at,
  case when status = 'approved' and not deleted then array(select e->>'source_id' from jsonb_array_elements(data->'entries') e) else '{}'::text[] end as entries`;

/** An entry may stand on two timesheets: it is recorded by one transaction at a time, and moves between them whole. Locked in one order, so that two sheets never wait for each other. */
export async function lockEntries(em: EntityManager, timesheetId: string): Promise<void> {
  await em.query(
    `select pg_advisory_xact_lock(hashtextextended('entry:' || source_id, 7)) from (
       select source_id from time_entry where timesheet_id = $1 union select e->>'source_id' from canonical_record r cross join jsonb_array_elements(r.data->'entries') e where r.id = $1 order by 1) of_sheet`, [timesheetId]);
}

/** The last rows of each source entry: which one its chain of corrections goes on from, and the one that is live, wherever it stands. */
export interface Chain {
  last: TimeEntry;
  live?: TimeEntry;
}

/** What is recorded of these source entries, on whichever timesheet. */
export async function chainsOf(em: EntityManager, system: string, sourceIds: string[]): Promise<Map<string, Chain>> {
  if (sourceIds.length === 0) return new Map();
  const rows = await em.find(TimeEntry, { where: { source_system: system, source_id: In(sourceIds), tenant_id: TENANT }, order: { adjustment_sequence: 'ASC' } });
  const reversed = new Set(rows.filter((r) => r.kind === 'reversal').map((r) => r.original_entry_id));
  const chains = new Map<string, Chain>();
  for (const row of rows) if (row.kind !== 'reversal') chains.set(row.source_id, { last: row, ...(reversed.has(row.id) ? {} : { live: row }) });
  return chains;
}

/** Of the entries that are live on other timesheets: those that a later submission, still approved, holds. An older one leaves them alone. */
export async function heldByLater(em: EntityManager, sheet: StoredRecord<Timesheet>, elsewhere: TimeEntry[]): Promise<Set<string>> {
  if (elsewhere.length === 0) return new Set();
  const claims = new Map((await claimsOf(em, elsewhere.map((e) => e.timesheet_id))).map((c) => [c.timesheet_id, c]));
  const own = { source_id: sheet.source_id, submitted_at: sheet.data.submitted_at ?? null };
  const held = elsewhere.filter((e) => {
    const holder = claims.get(e.timesheet_id);
    return holder !== undefined && holder.entries.includes(e.source_id) && isLater(holder, own);
  });
  return new Set(held.map((e) => e.source_id));
}

export async function claimsOf(em: EntityManager, timesheetIds: string[]): Promise<Claim[]> {
  return em.query(`select ${CLAIM} from canonical_record where id = any($1::uuid[])`, [[...new Set(timesheetIds)]]);
}

/** The latest other approved timesheet of the worker that holds each of these entries: where they go when this one gives them up. */
export async function heirsOf(em: EntityManager, sheet: StoredRecord<Timesheet>, sourceIds: string[]): Promise<Claim[]> {
  if (sourceIds.length === 0) return [];
  const claims: Claim[] = await em.query(
    `select ${CLAIM} from canonical_record where entity = 'timesheet' and status = 'approved' and not deleted and source_system = $1 and data->>'worker_id' = $2 and id <> $3
       and exists (select 1 from jsonb_array_elements(data->'entries') e where e->>'source_id' = any($4::text[]))`, [sheet.source_system, sheet.data.worker_id, sheet.id, sourceIds]);
  const heirs = sourceIds.map((id) => claims.filter((c) => c.entries.includes(id)).reduce<Claim | undefined>((best, c) => (best && !isLater(c, best) ? best : c), undefined));
  return [...new Set(heirs.filter((c): c is Claim => c !== undefined))];
}

/** The submission that was handed in later; of two in the same second the one with the higher number. */
function isLater(a: Pick<Claim, 'source_id' | 'submitted_at'>, b: Pick<Claim, 'source_id' | 'submitted_at'>): boolean {
  const [x, y] = [a, b].map((c) => (c.submitted_at ? Date.parse(c.submitted_at) : 0)) as [number, number];
  if (x !== y) return x > y;
  return a.source_id.length === b.source_id.length ? a.source_id > b.source_id : a.source_id.length > b.source_id.length;
}
