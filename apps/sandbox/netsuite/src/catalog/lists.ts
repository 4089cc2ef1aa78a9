import { choice, day, flagField, list, number, ref, text } from './shapes.js';

export const subsidiary = list('subsidiary', 'Subsidiary', [
  text('name'), ref('currency', ['currency']), text('country'), ref('parent', ['subsidiary']), choice('fiscalCalendar'), flagField('isElimination'),
]);
export const currency = list('currency', 'Currency', [text('symbol'), text('name'), number('exchangeRate'), flagField('isBaseCurrency'), number('precision')]);
export const currencyRate = list('currencyRate', 'Currency Exchange Rate', [
  ref('baseCurrency', ['currency']), ref('transactionCurrency', ['currency']), number('exchangeRate'), day('effectiveDate'),
]);
export const accountingPeriod = list('accountingPeriod', 'Accounting Period', [
  text('periodName'), day('startDate'), day('endDate'), flagField('closed'), flagField('allLocked'), flagField('arLocked'), flagField('apLocked'),
  flagField('isQuarter'), flagField('isYear'), flagField('isAdjust'), day('closedOnDate'), ref('parent', ['accountingperiod']),
]);
export const salesTaxItem = list('salesTaxItem', 'Tax Code', [
  text('itemId'), text('description'), text('rate'), ref('subsidiary', ['subsidiary']), text('custrecord_reason'),
]);
export const account = list('account', 'Account', [text('acctNumber'), text('acctName'), choice('acctType'), ref('currency', ['currency']), ref('subsidiary', ['subsidiary'])]);
export const department = list('department', 'Department', [text('name'), ref('parent', ['department']), ref('subsidiary', ['subsidiary'])]);
export const classification = list('classification', 'Class', [text('name'), ref('parent', ['classification']), ref('subsidiary', ['subsidiary'])]);
export const location = list('location', 'Location', [text('name'), ref('parent', ['location']), ref('subsidiary', ['subsidiary'])]);
export const item = list('item', 'Item', [
  text('itemId'), choice('itemType'), text('displayName'), text('description'), ref('incomeAccount', ['account']), ref('subsidiary', ['subsidiary']),
]);
export const term = list('term', 'Term', [text('name'), number('daysUntilNetDue')]);
