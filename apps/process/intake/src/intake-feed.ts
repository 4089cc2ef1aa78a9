import { type Domain, type ExceptionCode, newId, type SourceRecord } from '#lib/canonical';
import { SystemApiError, type SystemClient } from '#lib/clients';
import { type ApplyContext, applySourceRecord, type ApplyOutcome, clearExceptions, CrossReferenceConflict, feedCursor, moveCursor, park, raiseException, unpark } from '#lib/store';
import type { DataSource, EntityManager } from 'typeorm';
import { intakeSettings } from './settings.js';

/** How the note of a parked record begins that is in the store already and only waits for a reference to be filled. */
export const OPTIONAL = 'optional ';

export interface FeedRound {
  records: number;
  changed: number;
}

/**
 * Reads one change feed until it has caught up. Records and their events commit together, the cursor moves with the last of the page:
 * a crash anywhere repeats the page and changes nothing (records are recognized by version).
 */
export async function drainFeed(ds: DataSource, client: SystemClient, domain: Domain, system: string, entity: string, signal: AbortSignal): Promise<FeedRound> {
  const round: FeedRound = { records: 0, changed: 0 };
  while (!signal.aborted) {
    const correlation_id = newId();
    const cursor = await feedCursor(ds.manager, system, entity);
    const page = await client.page(domain, entity, cursor, intakeSettings().page_size, { correlation_id, priority: 'analytics' }).catch((error: unknown) => {
      if (cursor !== '' && foreignCursor(error)) return undefined;
      throw error;
    });
    if (!page) {
      await moveCursor(ds.manager, system, entity, '', 0, false); // of another release or vendor: the feed starts over, known records are recognized
      continue;
    }
    for (const records of batches(page.records)) {
      await ds.transaction(async (em) => {
        for (const record of records) {
          const outcome = await takeRecord(em, record, domain);
          round.records += 1;
          if (outcome.outcome === 'created' || outcome.outcome === 'updated') round.changed += 1;
        }
        if (records.at(-1) === page.records.at(-1)) await moveCursor(em, system, entity, page.next_cursor, page.records.length, !page.has_more);
      });
    }
    if (!page.has_more) break;
  }
  return round;
}

/** The system API does not know the cursor it is asked to go on from. */
function foreignCursor(error: unknown): boolean {
  return error instanceof SystemApiError && error.status === 400 && ((error.problem?.['errors'] ?? []) as { field?: string }[]).some((e) => e.field === 'cursor');
}

/** Transactions stay short: everybody who reads the event log waits for the oldest one that is open. */
const BATCH = 20;

function batches<T>(records: T[]): T[][] {
  const parts: T[][] = [];
  for (let i = 0; i === 0 || i < records.length; i += BATCH) parts.push(records.slice(i, i + BATCH));
  return parts;
}

/** Applies one record in a savepoint of its own: a bad one becomes an exception and does not hold up the page. */
export async function takeRecord(em: EntityManager, record: SourceRecord, domain: Domain): Promise<ApplyOutcome> {
  const correlation_id = newId();
  const key = `${record.entity}:${record.source_system}:${record.source_id}`;
  try {
    const outcome = await applyAgainstOthers(em, record, { domain, correlation_id });
    const waiting = 'waiting' in outcome ? outcome.waiting : undefined;
    if (outcome.outcome === 'parked') await park(em, record, outcome.missing, correlation_id);
    else if (waiting) await park(em, record, `${OPTIONAL}${waiting.join(', ')}`, correlation_id);
    else await unpark(em, record.source_system, record.entity, record.source_id);
    if (outcome.outcome !== 'parked' && outcome.outcome !== 'refused') await clearExceptions(em, { business_key: key, workflow: 'intake' }, 'cleared', { by: 'throughline', reason: 'A later version of the record was accepted' });
    return outcome;
  } catch (error) {
    const code = faultOf(error);
    if (!code) throw error;
    await unpark(em, record.source_system, record.entity, record.source_id);
    await raiseException(em, { code, business_key: key, workflow: 'intake', step: record.entity, message: (error as Error).message, context: { natural_key: record.natural_key }, evidence: [{ system: record.source_system, record: storable(record) }], correlation_id });
    return { outcome: 'refused', code };
  }
}

/** Applies a record; one that collides with what another transaction has just stored is looked at once more, now knowing that. */
async function applyAgainstOthers(em: EntityManager, record: SourceRecord, context: ApplyContext): Promise<ApplyOutcome> {
  const apply = () => em.transaction((inner) => applySourceRecord(inner, record, context));
  try {
    return await apply();
  } catch (error) {
    if (sqlState(error) !== UNIQUE) throw error;
    return apply();
  }
}

const UNIQUE = '23505';

function sqlState(error: unknown): string {
  const code = (error as { driverError?: { code?: unknown } }).driverError?.code;
  return typeof code === 'string' ? code : '';
}

/** What is wrong with the record itself. Undefined when the trouble lies elsewhere (connection, contention) and the page has to be read again. */
function faultOf(error: unknown): ExceptionCode | undefined {
  if (error instanceof CrossReferenceConflict || sqlState(error) === UNIQUE) return 'DUPLICATE';
  // 22: a value no column takes; 23: one that breaks a rule of the tables.
  return /^2[23]/.test(sqlState(error)) || error instanceof RangeError || error instanceof TypeError ? 'PROCESS_FAILED' : undefined;
}

/** The record without the one character that no database keeps in text. */
function storable(record: SourceRecord): SourceRecord {
  return JSON.parse(JSON.stringify(record).replaceAll('\\u0000', ''));
}
