import { dec } from '#lib/canonical';
import { defineSettings } from '#lib/platform';

export const contractBillingSettings = defineSettings('contract_billing', {
  receipt_thresholds: { env: 'EXPENSE_RECEIPT_THRESHOLDS', type: 'list', default: [], doc: 'Amounts above which a billable expense needs a receipt before it is billed, by currency, such as USD=75,EUR=50. Expenses in other currencies need none.' },
  dues_daily: { env: 'BILLING_DUES_DAILY', type: 'string', doc: 'Time of day (UTC, such as 02:30) at which what falls due up to that day is raised on every contract, once a day over all replicas; empty: only when asked for.' },
});

/** Amount above which an expense in the currency needs a receipt; undefined where none is asked for. Throws when the setting cannot be read. */
export function receiptThreshold(currency: string): string | undefined {
  return thresholds(contractBillingSettings().receipt_thresholds).get(currency);
}

/** `USD=75` as currency and amount. Throws RangeError naming the entry that is neither. */
export function thresholds(entries: readonly string[]): Map<string, string> {
  return new Map(entries.map((entry) => {
    const [, currency, amount] = /^([A-Z]{3})=(\d+(?:\.\d+)?)$/.exec(entry) ?? [];
    if (!currency || !amount) throw new RangeError(`EXPENSE_RECEIPT_THRESHOLDS: "${entry}" is not a currency and an amount, such as USD=75`);
    return [currency, dec(amount).toFixed()];
  }));
}
