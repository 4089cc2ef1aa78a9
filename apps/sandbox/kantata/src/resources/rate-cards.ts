import type { Books, Row } from '../../../kernel/src/index.js';
import { byIds, column, many, one, type Filter, type Resource } from '../resource.js';
import { createdAndUpdated, createdOnly, externalReferences } from './shared.js';

/** Versions in force on a date: of those that share the parent, the latest that has begun. */
const effectiveOn = (plural: string, parent: string): Filter => ({
  keep: (row, date, books) => latestBegun(books.table(plural).by(parent, row[parent]), date)?.id === row.id,
});

/** The version in force on a date; of two that begin together, the one made later. */
export function latestBegun(versions: Row[], date: string): Row | undefined {
  const begun = versions.filter((version) => String(version.effective_date ?? '') <= date);
  return begun.sort((a, b) => String(a.effective_date).localeCompare(String(b.effective_date)) || Number(a.id) - Number(b.id)).at(-1);
}

const versionOf = (row: Row, books: Books): Row | undefined => books.table('rate_card_set_versions').get(String(row.rate_card_set_version_id));

/** Rate card sets: one per scope, named by their title. */
export const rateCardSets: Resource = {
  plural: 'rate_card_sets', singular: 'rate_card_set', subject: 'RateCardSet',
  columns: ['title', 'active', 'created_at', 'updated_at'],
  computed: { active: (row) => row.active !== false },
  associations: {
    rate_cards: many('rate_cards', 'rate_card_ids', 'rate_card_set_id'),
    rate_card_set_versions: many('rate_card_set_versions', 'rate_card_set_version_ids', 'rate_card_set_id'),
  },
  filters: { title: { keep: (row, value) => row.title === value } },
  orders: { ...createdAndUpdated, title: column('title') },
  defaultOrder: 'created_at:desc',
};

/** Versions of a set, each from its date until the next one begins. */
export const rateCardSetVersions: Resource = {
  plural: 'rate_card_set_versions', singular: 'rate_card_set_version', subject: 'RateCardSetVersion',
  columns: ['effective_date', 'name', 'created_at', 'updated_at'],
  associations: {
    rate_card_set: one('rate_card_sets', 'rate_card_set_id'),
    rate_card_versions: many('rate_card_versions', 'rate_card_version_ids', 'rate_card_set_version_id'),
  },
  filters: { rate_card_set_id: byIds('rate_card_set_id'), effective_on_date: effectiveOn('rate_card_set_versions', 'rate_card_set_id') },
  orders: createdOnly,
  defaultOrder: 'created_at:asc',
};

/** Rate cards: one per set and currency. */
export const rateCards: Resource = {
  plural: 'rate_cards', singular: 'rate_card', subject: 'RateCard',
  columns: ['title', 'active', 'currency', 'created_at', 'updated_at'],
  computed: { active: (row) => row.active !== false },
  associations: {
    rate_card_set: one('rate_card_sets', 'rate_card_set_id'),
    rate_card_versions: many('rate_card_versions', 'rate_card_version_ids', 'rate_card_id'),
    external_references: externalReferences('RateCard'),
  },
  filters: { rate_card_set_id: byIds('rate_card_set_id'), currency: { keep: (row, value) => row.currency === value } },
  orders: { ...createdAndUpdated, title: column('title') },
  defaultOrder: 'created_at:desc',
};

/** One rate card in one version of its set. */
export const rateCardVersions: Resource = {
  plural: 'rate_card_versions', singular: 'rate_card_version', subject: 'RateCardVersion',
  columns: ['effective_date', 'default_rate', 'created_at', 'updated_at'],
  associations: {
    rate_card: one('rate_cards', 'rate_card_id'),
    rate_card_set_version: one('rate_card_set_versions', 'rate_card_set_version_id'),
    rate_card_roles: many('rate_card_roles', 'rate_card_role_ids', 'rate_card_version_id'),
  },
  filters: {
    rate_card_id: byIds('rate_card_id'),
    rate_card_set_version_id: byIds('rate_card_set_version_id'),
    rate_card_set_id: { keep: (row, value, books) => String(versionOf(row, books)?.rate_card_set_id) === value },
    effective_on_date: effectiveOn('rate_card_versions', 'rate_card_id'),
  },
  orders: createdOnly,
  defaultOrder: 'created_at:desc',
};

/** The rate of one role in a rate card version, in subunits per hour. */
export const rateCardRoles: Resource = {
  plural: 'rate_card_roles', singular: 'rate_card_role', subject: 'RateCardRole',
  columns: ['rate', 'created_at', 'updated_at'],
  associations: { rate_card_version: one('rate_card_versions', 'rate_card_version_id'), role: one('roles', 'role_id') },
  filters: { rate_card_version_id: byIds('rate_card_version_id'), with_role_ids: byIds('role_id') },
  orders: createdOnly,
  defaultOrder: 'created_at:asc',
};
