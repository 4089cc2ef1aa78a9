import type { PreviewExample } from '../request/previewed.js';

/** Documented examples; a test posts each and compares the whole answer. */
export const TIME_PRICE_EXAMPLES: Record<string, PreviewExample> = {
  week_with_overtime: {
    summary: 'Two days of one week: the project card beats the client card, overtime is marked up',
    request: {
      currency: 'USD', context: { client_id: 'C-1001', project_id: 'US01-OPP-2001' },
      rate_cards: [
        { card_version_id: 'CLIENT-2026', scope_type: 'client', scope_id: 'C-1001', currency: 'USD', effective_from: '2026-01-01', lines: [{ line_id: '1', role: 'CONSULTANT', rate: '210' }] },
        {
          card_version_id: 'PROJECT-2026', scope_type: 'project', scope_id: 'US01-OPP-2001', currency: 'USD', effective_from: '2026-01-01',
          lines: [{ line_id: '1', role: 'CONSULTANT', rate: '200', overrides: [{ effective_from: '2026-07-08', rate: '205' }] }], work_type_uplifts: [{ work_type: 'overtime', uplift: '0.15' }],
        },
      ],
      entries: [
        { id: 'mon', work_date: '2026-07-06', hours: '8', role: 'CONSULTANT', worker_id: 'E-1001' },
        { id: 'wed', work_date: '2026-07-08', hours: '2', role: 'CONSULTANT', worker_id: 'E-1001', work_type: 'overtime' },
      ],
    },
    answer: {
      currency: 'USD', policy: { rate_precedence: 'default', time_rounding: 'nearest', cap_policy: 'split_hold', rounding_mode: 'half_up', cost_basis: 'worker', closed_period: 'next_open' },
      entries: [
        {
          id: 'mon', work_date: '2026-07-06', decision: 'invoiceable', hold_reason: null, rate: '200', base_rate: '200', uplift: '0', unit: 'hour', level: 'project', card_version_id: 'PROJECT-2026',
          line_id: '1', billable_hours: '8', quantity: '8', gross: '1600.00', discount: '0.00', fee: '0.00', net: '1600.00', non_billable_hours: '0', non_billable_value: '0.00', billed_net: '1600.00',
          cost_rate: null, cost: null, posting_date: null, prior_period: null,
          why: [
            { rule: 'TM-9', detail: 'approved, priced, within cap and due', numbers: {} },
            { rule: 'RATE-1', detail: 'version PROJECT-2026 holds on 2026-07-06', numbers: {} },
            { rule: 'RATE-2', detail: 'level project', numbers: {} },
            { rule: 'RATE-3', detail: 'line 1 matches role', numbers: { rate: '200' } },
            { rule: 'TM-3', detail: 'not rounded', numbers: { hours: '8', factor: '1' } },
            { rule: 'TM-1', detail: 'discount and fee are taken on gross', numbers: { quantity: '8', rate: '200', gross: '1600', discount: '0', fee: '0', net: '1600' } },
          ],
        },
        {
          id: 'wed', work_date: '2026-07-08', decision: 'invoiceable', hold_reason: null, rate: '235.75', base_rate: '205', uplift: '0.15', unit: 'hour', level: 'project',
          card_version_id: 'PROJECT-2026', line_id: '1', billable_hours: '2', quantity: '2', gross: '471.50', discount: '0.00', fee: '0.00', net: '471.50', non_billable_hours: '0',
          non_billable_value: '0.00', billed_net: '471.50', cost_rate: null, cost: null, posting_date: null, prior_period: null,
          why: [
            { rule: 'TM-9', detail: 'approved, priced, within cap and due', numbers: {} },
            { rule: 'RATE-1', detail: 'version PROJECT-2026 holds on 2026-07-08', numbers: {} },
            { rule: 'RATE-2', detail: 'level project', numbers: {} },
            { rule: 'RATE-3', detail: 'line 1 matches role', numbers: { rate: '200' } },
            { rule: 'RATE-4', detail: 'override from 2026-07-08 (none)', numbers: { rate: '205' } },
            { rule: 'RATE-8', detail: 'uplift for overtime', numbers: { base: '205', uplift: '0.15', rate: '235.75' } },
            { rule: 'TM-3', detail: 'not rounded', numbers: { hours: '2', factor: '1' } },
            { rule: 'TM-1', detail: 'discount and fee are taken on gross', numbers: { quantity: '2', rate: '235.75', gross: '471.5', discount: '0', fee: '0', net: '471.5' } },
          ],
        },
      ],
      totals: {
        billable_hours: '10', gross: '2071.50', discount: '0.00', fee: '0.00', net: '2071.50', billed_net: '2071.50', capped_net: '0.00', invoiceable_net: '2071.50', minimum_adjustment: '0.00',
        total: '2071.50', cost: null, margin_amount: null, margin: null,
      },
      caps: [], exceeded_level: null, why: [],
    },
  },
  cap_with_cost: {
    summary: 'A cap of 2,000: what does not fit is held; cost and margin beside it',
    request: {
      currency: 'USD', rate_cards: [{ card_version_id: 'STANDARD', scope_type: 'global', currency: 'USD', effective_from: '2026-01-01', lines: [{ line_id: 'any', rate: '225' }] }],
      entries: [{ id: 'a', work_date: '2026-07-06', hours: '8', worker_id: 'E-1001' }, { id: 'b', work_date: '2026-07-07', hours: '4', billable_hours: '3', worker_id: 'E-1001' }],
      caps: [{ level: 'contract', cap_amount: '20000', invoiced: '18000' }], cost_rates: [{ worker_id: 'E-1001', rate: '95', effective_from: '2026-01-01' }],
    },
    answer: {
      currency: 'USD', policy: { rate_precedence: 'default', time_rounding: 'nearest', cap_policy: 'split_hold', rounding_mode: 'half_up', cost_basis: 'worker', closed_period: 'next_open' },
      entries: [
        {
          id: 'a', work_date: '2026-07-06', decision: 'invoiceable', hold_reason: null, rate: '225', base_rate: '225', uplift: '0', unit: 'hour', level: 'global', card_version_id: 'STANDARD',
          line_id: 'any', billable_hours: '8', quantity: '8', gross: '1800.00', discount: '0.00', fee: '0.00', net: '1800.00', non_billable_hours: '0', non_billable_value: '0.00',
          billed_net: '1800.00', cost_rate: '95', cost: '760.00', posting_date: null, prior_period: null,
          why: [
            { rule: 'TM-9', detail: 'approved, priced, within cap and due', numbers: {} },
            { rule: 'RATE-1', detail: 'version STANDARD holds on 2026-07-06', numbers: {} },
            { rule: 'RATE-2', detail: 'level global', numbers: {} },
            { rule: 'RATE-3', detail: 'line any matches any work', numbers: { rate: '225' } },
            { rule: 'TM-3', detail: 'not rounded', numbers: { hours: '8', factor: '1' } },
            { rule: 'TM-1', detail: 'discount and fee are taken on gross', numbers: { quantity: '8', rate: '225', gross: '1800', discount: '0', fee: '0', net: '1800' } },
            { rule: 'GL-1', detail: 'cost rate of the worker on 2026-07-06', numbers: {} },
            { rule: 'GL-1', detail: 'actual hours at the cost rate of the work date', numbers: { hours: '8', cost_rate: '95', multiplier: '1', cost: '760.00' } },
          ],
          cap: { billed_net: '1800.00', billed_hours: '8', capped_net: '0.00', capped_hours: '0', excess_decision: null, level: null, available: null },
        },
        {
          id: 'b', work_date: '2026-07-07', decision: 'invoiceable', hold_reason: null, rate: '225', base_rate: '225', uplift: '0', unit: 'hour', level: 'global', card_version_id: 'STANDARD',
          line_id: 'any', billable_hours: '3', quantity: '3', gross: '675.00', discount: '0.00', fee: '0.00', net: '675.00', non_billable_hours: '1', non_billable_value: '225.00',
          billed_net: '200.00', cost_rate: '95', cost: '380.00', posting_date: null, prior_period: null,
          why: [
            { rule: 'TM-9', detail: 'the part within the cap at level contract bills', numbers: {} },
            { rule: 'RATE-1', detail: 'version STANDARD holds on 2026-07-07', numbers: {} },
            { rule: 'RATE-2', detail: 'level global', numbers: {} },
            { rule: 'RATE-3', detail: 'line any matches any work', numbers: { rate: '225' } },
            { rule: 'TM-2', detail: 'billable hours as approved, cost on actual hours', numbers: { hours: '4', billable_hours: '3', non_chargeable: '225.00' } },
            { rule: 'TM-3', detail: 'not rounded', numbers: { hours: '3', factor: '1' } },
            { rule: 'TM-1', detail: 'discount and fee are taken on gross', numbers: { quantity: '3', rate: '225', gross: '675', discount: '0', fee: '0', net: '675' } },
            { rule: 'GL-1', detail: 'cost rate of the worker on 2026-07-07', numbers: {} },
            { rule: 'GL-1', detail: 'actual hours at the cost rate of the work date', numbers: { hours: '4', cost_rate: '95', multiplier: '1', cost: '380.00' } },
            { rule: 'TM-5', detail: 'over the cap at level contract, policy split_hold', numbers: { net: '675', billed: '200', capped: '475', available: '200' } },
          ],
          cap: { billed_net: '200.00', billed_hours: '0.8888', capped_net: '475.00', capped_hours: '2.1112', excess_decision: 'capped', level: 'contract', available: '200' },
        },
      ],
      totals: {
        billable_hours: '11', gross: '2475.00', discount: '0.00', fee: '0.00', net: '2475.00', billed_net: '2000.00', capped_net: '475.00', invoiceable_net: '2000.00', minimum_adjustment: '0.00',
        total: '2000.00', cost: '1140.00', margin_amount: '860.00', margin: '0.43',
      },
      caps: [{ level: 'contract', available_amount: '0', available_hours: null }], exceeded_level: 'contract',
      why: [
        { rule: 'TM-5', detail: 'policy split_hold, entries by work date, approval and id', numbers: {} },
        { rule: 'MET-4', detail: 'revenue less direct cost over revenue', numbers: { revenue: '2000', cost: '1140', margin: '860' } },
      ],
    },
  },
};
