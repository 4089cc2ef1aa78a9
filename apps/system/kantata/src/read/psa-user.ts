import { byOffset, EPOCH, type ReadVerb } from '#lib/connector';
import { roleCodes } from '../client/catalog.js';
import type { Row } from '../client/envelope.js';
import { list, MOST } from '../client/listing.js';
import { mapPsaUser, USER } from '../mappers/psa-user.js';
import { versionOf } from '../mappers/values.js';
import type { KantataSettings } from '../settings.js';

/** Everybody on the account: also people without a project, and those who left. */
export const psaUser: ReadVerb<Row, KantataSettings> = {
  feed: 'snapshot',
  page: (at, ctx) => byOffset<Row>({ from: at.from, limit: Math.min(at.limit, MOST) }, (r) => r.id, async (offset, limit) => {
    const page = await list(ctx, 'users', { on_my_account: true, show_disabled: true, include: 'role', limit, offset });
    const codes = await roleCodes(ctx, page.rows);
    return { rows: page.rows.map((u) => ({ ...u, role_code: codes[String(u.role_id)] })), total: page.total };
  }),
  identify: (row) => ({ source_id: row.id, source_version: versionOf(row, USER), source_timestamp: EPOCH }),
  map: mapPsaUser,
  dropped: USER.dropped,
};
