import { sqlColumn } from '../client/suiteql.js';
import { dropped, knownLegalEntity, mapLegalEntity } from '../mappers/legal-entity.js';
import { snapshotOf } from './walk.js';

/** Subsidiaries, without elimination ones. */
export const legalEntity = snapshotOf((settings) => ({
  label: 'subsidiary', key: 's.id', changed: 's.lastmodifieddate', from: 'subsidiary s LEFT JOIN currency c ON c.id = s.currency', where: `s.iselimination = 'F'`,
  columns: `s.${sqlColumn(settings.legal_entity_field)} AS code, s.name, s.country, s.isinactive, s.fiscalcalendar, c.symbol AS currency`,
}), { map: mapLegalEntity, known: knownLegalEntity, dropped });
