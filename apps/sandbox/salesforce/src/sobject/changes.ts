import type { Ctx, Reply, Row } from '../../../kernel/src/index.js';
import { toInstant, wireInstant } from '../datetime.js';
import { SalesforceError } from '../errors.js';
import { isDeleted, valueOf } from '../record/read.js';
import { rowsOf, typeNamed } from '../schema/org.js';
import type { ObjectType } from '../schema/object-type.js';

const DAY_MS = 86_400_000;
const MAX_IDS = 600_000;

/** GET sobjects/{X}/updated/?start&end: ids of living records changed in the span. */
export function updated(ctx: Ctx): Reply {
  const { type, start, end } = span(ctx);
  const ids = changedBetween(ctx, type, start, end).filter((r) => !isDeleted(r)).map((r) => r.id);
  return { status: 200, body: { ids, latestDateCovered: wireInstant(end) } };
}

/** GET sobjects/{X}/deleted/?start&end: what went to the recycle bin in the span. */
export function deleted(ctx: Ctx): Reply {
  const { type, start, end } = span(ctx);
  const gone = changedBetween(ctx, type, start, end).filter(isDeleted);
  const earliest = new Date(ctx.now().getTime() - 30 * DAY_MS).toISOString();
  return {
    status: 200,
    body: {
      deletedRecords: gone.map((r) => ({ id: r.id, deletedDate: wireInstant(stamp(ctx, type, r)) })),
      earliestDateAvailable: wireInstant(earliest), latestDateCovered: wireInstant(end),
    },
  };
}

function changedBetween(ctx: Ctx, type: ObjectType, start: string, end: string): Row[] {
  const rows = rowsOf(ctx.books, type).filter((r) => {
    const at = stamp(ctx, type, r);
    return at >= start && at < end;
  });
  if (rows.length > MAX_IDS) throw new SalesforceError('EXCEEDED_ID_LIMIT', `Exceeded the limit of ${MAX_IDS} ids`);
  return rows;
}

const stamp = (ctx: Ctx, type: ObjectType, row: Row) => String(valueOf(row, type.byName.get('systemmodstamp')!, ctx.books));

/** Both ends are cut to whole minutes; at least a minute, at most 30 days back. */
function span(ctx: Ctx): { type: ObjectType; start: string; end: string } {
  const type = typeNamed(ctx.params.type!);
  const start = toInstant(ctx.query.get('start'));
  const end = toInstant(ctx.query.get('end'));
  if (!start || !end) throw new SalesforceError('INVALID_FIELD', 'start and end parameters are required and must be valid date-times');
  const now = ctx.now().getTime();
  if (Date.parse(start) < now - 30 * DAY_MS) throw new SalesforceError('INVALID_REPLICATION_DATE', 'startDate before org replication enabled date');
  if (Date.parse(end) <= Date.parse(start)) throw new SalesforceError('INVALID_REPLICATION_DATE', 'endDate must be at least one minute greater than startDate');
  const minute = (iso: string) => new Date(Math.floor(Date.parse(iso) / 60_000) * 60_000).toISOString();
  return { type, start: minute(start), end: minute(new Date(Math.min(Date.parse(end), now)).toISOString()) };
}
