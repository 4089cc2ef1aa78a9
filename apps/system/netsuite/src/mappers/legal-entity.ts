import type { LegalEntity } from '#lib/canonical';
import { type Known, type Mapped, pairs, Unmappable } from '#lib/connector';
import type { SqlRow } from '../client/suiteql.js';
import type { NetsuiteSettings } from '../config.js';

export const dropped = {
  parent: 'consolidation hierarchy; the canonical legal entity stands alone',
  iselimination: 'elimination subsidiaries are bookkeeping devices, not legal entities: they are not read',
  state: 'part of the entity’s own address, which no process uses',
  email: 'contact data', url: 'contact data', fax: 'contact data', logo: 'presentation',
};

/** What a subsidiary says with or without a code. */
export function knownLegalEntity(row: SqlRow): Known {
  return { natural_key: row.code ?? null, deleted: row.isinactive === 'T', extensions: row.fiscalcalendar ? { fiscal_calendar: row.fiscalcalendar } : {} };
}

/** Subsidiary → legal entity. One without a code cannot be referred to: it goes on with its problem. */
export function mapLegalEntity(row: SqlRow, settings: NetsuiteSettings): Mapped<LegalEntity> {
  if (!row.code) {
    throw new Unmappable({ code: 'MISSING_LEGAL_ENTITY', field: 'code', value: row.id ?? '', message: `subsidiary ${row.name ?? row.id} has no legal entity code (${settings.legal_entity_field})` });
  }
  const regions = pairs(settings.data_regions);
  const country = row.country ?? '';
  return {
    ...knownLegalEntity(row),
    data: {
      code: row.code, name: row.name ?? row.code, country, functional_currency: row.currency ?? '', rounding_profile: settings.rounding_profile,
      data_region: regions[country] ?? regions['*'] ?? 'default', status: row.isinactive === 'T' ? 'inactive' : 'active',
    },
  };
}
