import type { PreviewExample } from '../request/previewed.js';

/** Documented examples; a test posts each and compares the whole answer. */
export const CURRENCY_CONVERSION_EXAMPLES: Record<string, PreviewExample> = {
  lines_of_an_invoice: {
    summary: 'Three lines at one spot rate: the sum of the lines is the total, the difference is shown',
    request: {
      from_currency: 'USD', to_currency: 'EUR', date: '2026-07-31', amounts: [{ id: '1', amount: '10.01' }, { id: '2', amount: '10.01' }, { id: '3', amount: '10.01' }],
      rates: [{ from: 'USD', to: 'EUR', date: '2026-07-31', rate: '0.9134' }],
    },
    answer: {
      currency: 'EUR', policy: { invoice_rate_basis: 'invoice_date', rounding_mode: 'half_up' },
      amounts: [
        {
          id: '1', amount: '9.14', rate: '0.9134', rate_date: '2026-07-31',
          why: [
            { rule: 'INV-7', detail: 'rate basis invoice_date', numbers: { rate: '0.9134' } },
            { rule: 'MON-7', detail: 'amount times the published rate', numbers: { amount: '10.01', rate: '0.9134', converted: '9.14' } },
          ],
        },
        {
          id: '2', amount: '9.14', rate: '0.9134', rate_date: '2026-07-31',
          why: [
            { rule: 'INV-7', detail: 'rate basis invoice_date', numbers: { rate: '0.9134' } },
            { rule: 'MON-7', detail: 'amount times the published rate', numbers: { amount: '10.01', rate: '0.9134', converted: '9.14' } },
          ],
        },
        {
          id: '3', amount: '9.14', rate: '0.9134', rate_date: '2026-07-31',
          why: [
            { rule: 'INV-7', detail: 'rate basis invoice_date', numbers: { rate: '0.9134' } },
            { rule: 'MON-7', detail: 'amount times the published rate', numbers: { amount: '10.01', rate: '0.9134', converted: '9.14' } },
          ],
        },
      ],
      total: '27.42', rounding_difference: '0.01',
      why: [{ rule: 'MON-8', detail: 'lines converted one by one, total is their sum', numbers: { total: '27.42', converted_total: '27.43', difference: '0.01' } }],
    },
  },
  through_a_pivot: {
    summary: 'Yen to pounds through the euro, which both are quoted against',
    request: {
      from_currency: 'JPY', to_currency: 'GBP', date: '2026-07-31', pivot_currency: 'EUR', amounts: [{ id: '1', amount: '1000000' }],
      rates: [{ from: 'JPY', to: 'EUR', date: '2026-07-31', rate: '168.53', quote: 'source_per_target' }, { from: 'EUR', to: 'GBP', date: '2026-07-31', rate: '0.86325' }],
    },
    answer: {
      currency: 'GBP', policy: { invoice_rate_basis: 'invoice_date', rounding_mode: 'half_up' },
      amounts: [
        {
          id: '1', amount: '5122.23', rate: '0.86325', rate_date: '2026-07-31',
          why: [
            { rule: 'INV-7', detail: 'rate basis invoice_date', numbers: { rate: '0.86325' } },
            { rule: 'MON-7', detail: 'through EUR with 3 decimals kept', numbers: { amount: '1000000', source_rate: '168.53', pivot: '5933.662', target_rate: '0.86325', converted: '5122.23' } },
          ],
        },
      ],
      total: '5122.23', rounding_difference: null, why: [],
    },
  },
};
