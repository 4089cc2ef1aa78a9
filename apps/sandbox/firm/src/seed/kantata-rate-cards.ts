import type { Firm } from '../world/firm-types.js';
import { kantataId, roleId } from './kantata-ids.js';

type Rows = Record<string, unknown>[];

/** The five tables of rate cards: a set per scope, its versions by date, a card per currency, a version of each card per version of the set, and the rates. */
export function rateCardTables(firm: Firm): Record<string, Rows> {
  const sets: Rows = [];
  const setVersions: Rows = [];
  const cards: Rows = [];
  const cardVersions: Rows = [];
  const rates: Rows = [];
  for (const one of firm.rate_cards) {
    const set = kantataId('set', sets.length);
    sets.push({ id: set, title: one.code, active: true });
    const versionIds = one.cards[0]!.versions.map((version) => {
      const id = kantataId('set_version', setVersions.length);
      setVersions.push({ id, rate_card_set_id: set, effective_date: version.from, name: version.name });
      return id;
    });
    for (const card of one.cards) {
      const cardId = kantataId('card', cards.length);
      cards.push({ id: cardId, title: `${one.code} ${card.currency}`, active: true, currency: card.currency, rate_card_set_id: set });
      card.versions.forEach((version, v) => {
        const versionId = kantataId('card_version', cardVersions.length);
        cardVersions.push({ id: versionId, rate_card_id: cardId, rate_card_set_version_id: versionIds[v], effective_date: version.from, default_rate: null });
        for (const { role, rate } of version.rates) rates.push({ id: kantataId('card_role', rates.length), rate_card_version_id: versionId, role_id: roleId(firm, role), rate });
      });
    }
  }
  return { rate_card_sets: sets, rate_card_set_versions: setVersions, rate_cards: cards, rate_card_versions: cardVersions, rate_card_roles: rates };
}
