import { sqlColumn } from '../client/suiteql.js';
import { dropped, knownTaxCode, mapTaxCode } from '../mappers/tax-code.js';
import { snapshotOf } from './walk.js';

/** Sales tax items. `none` in the settings leaves the reason column out. */
export const taxCode = snapshotOf((settings) => ({
  label: 'salestaxitem', key: 't.id', from: 'salestaxitem t LEFT JOIN subsidiary s ON s.id = t.subsidiary',
  columns: `t.itemid, t.description, t.rate, t.isinactive, t.subsidiary, s.${sqlColumn(settings.legal_entity_field)} AS legal_entity`
    + (settings.tax_reason_field === 'none' ? '' : `, t.${sqlColumn(settings.tax_reason_field)} AS reason`),
}), { map: mapTaxCode, known: knownTaxCode, dropped });
