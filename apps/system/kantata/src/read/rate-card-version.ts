import { minorUnits } from '#lib/canonical';
import { EPOCH, type ReadVerb } from '#lib/connector';
import { roleCodes } from '../client/catalog.js';
import type { Row } from '../client/envelope.js';
import { all, type Ctx } from '../client/listing.js';
import { mapRateCardVersion, RATE_CARD, type RateCardRow } from '../mappers/rate-card-version.js';
import { latest, versionOf } from '../mappers/values.js';
import type { KantataSettings } from '../settings.js';

const index = (rows: Row[]): Record<string, Row> => Object.fromEntries(rows.map((r) => [r.id, r]));
const oldestFirst = { order: 'created_at:asc' };

/** All versions with set, card and role rates joined: cards are few, so a walk is one page. */
async function versions(ctx: Ctx): Promise<RateCardRow[]> {
  const [sets, cards, setVersions, cardVersions, rates] = (await Promise.all([
    all(ctx, 'rate_card_sets', oldestFirst), all(ctx, 'rate_cards', { ...oldestFirst, include: 'rate_card_set' }), all(ctx, 'rate_card_set_versions', { ...oldestFirst, include: 'rate_card_set' }),
    all(ctx, 'rate_card_versions', { ...oldestFirst, include: 'rate_card,rate_card_set_version' }), all(ctx, 'rate_card_roles', { ...oldestFirst, include: 'rate_card_version,role' }),
  ])).map((list) => list.rows) as [Row[], Row[], Row[], Row[], Row[]];
  const [setOf, cardOf, setVersionOf, codes] = [index(sets), index(cards), index(setVersions), await roleCodes(ctx, rates)];
  const dateOf = (v: Row) => String(v.effective_date ?? setVersionOf[String(v.rate_card_set_version_id)]?.effective_date);
  const nameOf = (v: Row) => String(setVersionOf[String(v.rate_card_set_version_id)]?.name || dateOf(v));
  return cardVersions.map((v): RateCardRow => {
    const card = cardOf[String(v.rate_card_id)];
    const set = card && setOf[String(card.rate_card_set_id)];
    const siblings = cardVersions.filter((o) => o.rate_card_id === v.rate_card_id && o.id !== v.id);
    const mine = rates.filter((r) => String(r.rate_card_version_id) === v.id);
    const roles = mine.map((r) => ({ id: r.id, role_id: String(r.role_id), code: codes[String(r.role_id)], rate: r.rate }));
    return {
      ...v, effective_date: dateOf(v), updated_at: latest(v.updated_at, ...mine.map((r) => r.updated_at), ...[card, set].map((r) => r?.updated_at)), ...(card ? { card } : {}), ...(set ? { set } : {}),
      // Names are free text: two versions of one name are told apart by their day.
      version_no: siblings.some((o) => nameOf(o) === nameOf(v)) ? `${nameOf(v)} ${dateOf(v)}` : nameOf(v),
      next_from: siblings.map(dateOf).filter((d) => d > dateOf(v)).sort()[0] ?? null, superseded: siblings.some((o) => dateOf(o) === dateOf(v) && Number(o.id) > Number(v.id)),
      base_unit: card ? 10 ** minorUnits(String(card.currency)) : 1, roles: roles.sort((a, b) => ((a.code ?? '') < (b.code ?? '') ? -1 : 1)),
    };
  });
}

export const rateCardVersion: ReadVerb<RateCardRow, KantataSettings> = {
  feed: 'snapshot',
  page: async (_at, ctx) => ({ rows: await versions(ctx), next: null }),
  identify: (row) => ({ source_id: row.id, source_version: versionOf(row, RATE_CARD), source_timestamp: EPOCH }),
  map: mapRateCardVersion,
  dropped: RATE_CARD.dropped,
};
