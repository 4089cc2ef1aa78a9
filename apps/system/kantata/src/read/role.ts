import { byOffset, EPOCH, type ReadVerb } from '#lib/connector';
import type { Row } from '../client/envelope.js';
import { list, MOST } from '../client/listing.js';
import { mapRole, ROLE } from '../mappers/role.js';
import { versionOf } from '../mappers/values.js';
import type { KantataSettings } from '../settings.js';

/** Roles, deleted ones included. */
export const role: ReadVerb<Row, KantataSettings> = {
  feed: 'snapshot',
  page: (at, ctx) => byOffset<Row>({ from: at.from, limit: Math.min(at.limit, MOST) }, (r) => r.id, (offset, limit) => list(ctx, 'roles', { only_active: false, limit, offset })),
  identify: (row) => ({ source_id: row.id, source_version: versionOf(row, ROLE), source_timestamp: EPOCH }),
  map: mapRole,
  dropped: ROLE.dropped,
};
