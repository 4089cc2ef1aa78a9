import type { PreviewExample } from '../request/previewed.js';

/** Documented examples; a test posts each and compares the whole answer. */
export const REVENUE_SCHEDULE_EXAMPLES: Record<string, PreviewExample> = {
  bundle: {
    summary: 'A price over two obligations by SSP: support straight-line, implementation cost to cost',
    request: {
      currency: 'USD', transaction_price: '450000',
      obligations: [
        { id: 'support', ssp: '100000', straight_line: { start: '2026-07-15', end: '2026-09-30' } },
        {
          id: 'implementation', ssp: '400000',
          cost_to_cost: { points: [{ period_id: '2026-07', cost_to_date: '120000', eac: '240000' }, { period_id: '2026-08', cost_to_date: '180000', eac: '240000' }] },
        },
      ],
    },
    answer: {
      currency: 'USD', policy: { straight_line_method: 'exact_days', rounding_mode: 'half_up', gaap: 'ifrs' }, transaction_price: '450000.00', discount: '50000.00',
      obligations: [
        {
          id: 'support', measure: 'straight_line', price: '90000.00', ssp: '100000', share: '0.2',
          lines: [
            {
              progress: '0.21794871794871794872', remaining: '70384.62', cumulative_profit: null, unbilled: null, receivable: null, contract_liability: null, period_id: '2026-07',
              period_revenue: '19615.38', cumulative_revenue: '19615.38', why: [{ rule: 'REV-8', detail: 'exact days', numbers: { total_days: '78', periods: '3', days: '17', amount: '19615.38' } }],
            },
            {
              progress: '0.61538461538461538462', remaining: '34615.39', cumulative_profit: null, unbilled: null, receivable: null, contract_liability: null, period_id: '2026-08',
              period_revenue: '35769.23', cumulative_revenue: '55384.61', why: [{ rule: 'REV-8', detail: 'exact days', numbers: { total_days: '78', periods: '3', days: '31', amount: '35769.23' } }],
            },
            {
              progress: '1', remaining: '0.00', cumulative_profit: null, unbilled: null, receivable: null, contract_liability: null, period_id: '2026-09', period_revenue: '34615.39',
              cumulative_revenue: '90000.00', why: [{ rule: 'REV-8', detail: 'exact days', numbers: { total_days: '78', periods: '3', days: '30', amount: '34615.39' } }],
            },
          ],
        },
        {
          id: 'implementation', measure: 'cost_to_cost', price: '360000.00', ssp: '400000', share: '0.8',
          lines: [
            {
              progress: '0.5', remaining: '180000.00', cumulative_profit: '60000.00', unbilled: null, receivable: null, contract_liability: null, period_id: '2026-07', period_revenue: '180000.00',
              cumulative_revenue: '180000.00',
              why: [{ rule: 'REV-3', detail: 'p x TP', numbers: { progress: '0.5', price: '360000', material: '0', transferred: '0', cumulative: '180000.00', period: '180000.00' } }],
              loss: { expected_loss: '0.00', provision: '0.00', movement: '0.00', post: true },
            },
            {
              progress: '0.75', remaining: '90000.00', cumulative_profit: '90000.00', unbilled: null, receivable: null, contract_liability: null, period_id: '2026-08', period_revenue: '90000.00',
              cumulative_revenue: '270000.00',
              why: [{ rule: 'REV-3', detail: 'p x TP', numbers: { progress: '0.75', price: '360000', material: '0', transferred: '0', cumulative: '270000.00', period: '90000.00' } }],
              loss: { expected_loss: '0.00', provision: '0.00', movement: '0.00', post: true },
            },
          ],
        },
      ],
      periods: [{ period_id: '2026-07', revenue: '199615.38' }, { period_id: '2026-08', revenue: '125769.23' }, { period_id: '2026-09', revenue: '34615.39' }],
      why: [{ rule: 'REV-13', detail: 'in proportion to standalone selling prices', numbers: { price: '450000', ssp_total: '500000' } }],
    },
  },
  units_and_bonus: {
    summary: 'A fee with an uncertain bonus, earned by units delivered',
    request: {
      currency: 'USD', uncertain_price: { fixed: '50000', method: 'most_likely', outcomes: [{ amount: '20000', probability: '0.95' }] },
      obligations: [{ id: 'reports', ssp: '80000', units: { total_units: '12', points: [{ period_id: '2026-07', units_to_date: '3' }, { period_id: '2026-08', units_to_date: '5' }] } }],
    },
    answer: {
      currency: 'USD', policy: { straight_line_method: 'exact_days', rounding_mode: 'half_up', gaap: 'ifrs' }, transaction_price: '70000.00', discount: '10000.00',
      uncertain_price: { expected_value: '69000.00', most_likely: '70000.00', estimate: '70000.00', constrained: '70000.00' },
      obligations: [
        {
          id: 'reports', measure: 'units', price: '70000.00', ssp: '80000', share: '1',
          lines: [
            {
              progress: '0.25', remaining: '52500.00', cumulative_profit: null, unbilled: null, receivable: null, contract_liability: null, period_id: '2026-07', period_revenue: '17500.00',
              cumulative_revenue: '17500.00', why: [{ rule: 'REV-3', detail: 'measured progress', numbers: { progress: '0.25', cumulative: '17500.00', period: '17500.00' } }],
            },
            {
              progress: '0.41666666666666666667', remaining: '40833.33', cumulative_profit: null, unbilled: null, receivable: null, contract_liability: null, period_id: '2026-08',
              period_revenue: '11666.67', cumulative_revenue: '29166.67',
              why: [{ rule: 'REV-3', detail: 'measured progress', numbers: { progress: '0.41666666666666666667', cumulative: '29166.67', period: '11666.67' } }],
            },
          ],
        },
      ],
      periods: [{ period_id: '2026-07', revenue: '17500.00' }, { period_id: '2026-08', revenue: '11666.67' }],
      why: [
        { rule: 'REV-12', detail: 'most likely, constrained at 0.9', numbers: { expected_value: '19000', most_likely: '20000', included: '20000' } },
        { rule: 'REV-13', detail: 'in proportion to standalone selling prices', numbers: { price: '70000', ssp_total: '80000' } },
      ],
    },
  },
};
