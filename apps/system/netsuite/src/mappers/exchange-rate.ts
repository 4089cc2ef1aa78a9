import { dec, type ExchangeRate } from '#lib/canonical';
import type { Mapped } from '#lib/connector';
import type { SqlRow } from '../client/suiteql.js';
import type { NetsuiteSettings } from '../config.js';

export const dropped = { name: 'display text of the rate', externalid: 'the rate is named by its currencies and date' };

/** Currency rate: 1 transaction currency = rate base currency; quoted as it stands, never inverted (MON-7). */
export function mapExchangeRate(row: SqlRow, settings: NetsuiteSettings): Mapped<ExchangeRate> {
  const data: ExchangeRate = { from: row.transaction_currency!, to: row.base_currency!, date: row.effectivedate!, rate: dec(row.exchangerate!).toFixed(), rate_type: settings.rate_type };
  return { data, natural_key: `${data.from}:${data.to}:${data.date}:${data.rate_type}`, effective_from: data.date };
}
