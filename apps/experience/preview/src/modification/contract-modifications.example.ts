import type { PreviewExample } from '../request/previewed.js';

/** Documented examples; a test posts each and compares the whole answer. */
export const CONTRACT_MODIFICATION_EXAMPLES: Record<string, PreviewExample> = {
  prospective: {
    summary: 'More units below their standalone price, with a concession for the past',
    request: {
      currency: 'USD', amendment: { approved: true, adds_distinct_services: true, priced_at_ssp: false, remaining_distinct: 'yes' },
      prospective: { remaining_price: '6000', added_price: '2400', remaining_units: '90', past_concession: '900' },
    },
    answer: {
      currency: 'USD', treatment: 'prospective', in_backlog: true, exception: null,
      prospective: { unit_revenue: '93.33', unit_revenue_exact: '93.33333333333333333333', remaining_revenue: '8400.00', immediate_revenue: '-900.00' },
      why: [
        { rule: 'MOD-3', detail: 'remaining services are distinct from those delivered', numbers: {} },
        { rule: 'MOD-3', detail: 'remaining price over remaining units', numbers: { total: '8400', units: '90', unit_revenue: '93.33333333333333333333' } },
        { rule: 'MOD-6', detail: 'concession for past delivery, at once', numbers: { concession: '900' } },
      ],
    },
  },
  catch_up: {
    summary: 'One obligation partly done: the price rises',
    request: {
      currency: 'USD', amendment: { approved: true, remaining_distinct: 'no' },
      cumulative_catch_up: { transaction_price: '575000', recognized_to_date: '150000', cost_to_date: '90000', eac: '300000' },
    },
    answer: {
      currency: 'USD', treatment: 'cumulative_catch_up', in_backlog: true, exception: null, cumulative_catch_up: { cumulative_revenue: '172500.00', catch_up: '22500.00', progress: '0.3' },
      why: [{ rule: 'MOD-4', detail: 'one obligation partly done', numbers: {} }, { rule: 'MOD-4', detail: 'cumulative catch-up', numbers: { progress: '0.3', cumulative: '172500', catch_up: '22500' } }],
    },
  },
  not_approved: {
    summary: 'Work on a change that is not approved', request: { currency: 'USD', amendment: { approved: false }, cost_to_date: '20000' },
    answer: {
      currency: 'USD', treatment: 'none', in_backlog: false, exception: 'AT_RISK_WORK', unapproved: { cost: '20000.00', revenue: '0.00', backlog: '0.00', at_risk: '20000.00' },
      why: [{ rule: 'MOD-1', detail: 'not approved, so not enforceable', numbers: {} }],
    },
  },
};
