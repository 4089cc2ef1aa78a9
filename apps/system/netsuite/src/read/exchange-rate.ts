import { sqlDay } from '../client/suiteql.js';
import { dropped, mapExchangeRate } from '../mappers/exchange-rate.js';
import { deltaOf } from './walk.js';

/** The account's currency rate table. */
export const exchangeRate = deltaOf(() => ({
  label: 'currencyrate', key: 'r.id', changed: 'r.lastmodifieddate', from: 'currencyrate r JOIN currency b ON b.id = r.basecurrency JOIN currency t ON t.id = r.transactioncurrency',
  columns: `b.symbol AS base_currency, t.symbol AS transaction_currency, r.exchangerate, ${sqlDay('r.effectivedate')} AS effectivedate`,
}), { map: mapExchangeRate, dropped });
