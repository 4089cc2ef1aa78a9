import type { PreviewExample } from '../request/previewed.js';

/** Documented examples; a test posts each and compares the whole answer. */
export const MARGIN_EXAMPLES: Record<string, PreviewExample> = {
  two_projects: {
    summary: 'Two projects and both together',
    request: { currency: 'USD', items: [{ id: 'P-1', revenue: '100000', labor_cost: '40000', selling_cost: '5000' }, { id: 'P-2', revenue: '20000', labor_cost: '15000', subcontract_cost: '3000' }] },
    answer: {
      currency: 'USD',
      items: [
        {
          id: 'P-1', revenue: '100000.00', cost: '40000.00', margin_amount: '60000.00', margin: '0.6', delivery_margin: '0.6', contribution_amount: '55000.00', contribution_margin: '0.55',
          markup: '1.5',
          why: [
            { rule: 'MET-4', detail: 'revenue less direct cost over revenue', numbers: { revenue: '100000', cost: '40000', margin: '60000' } },
            { rule: 'MET-5', detail: 'less selling and practice cost', numbers: { amount: '55000' } },
            { rule: 'MET-6', detail: 'markup over cost, margin over price', numbers: { cost: '40000', price: '100000' } },
          ],
        },
        {
          id: 'P-2', revenue: '20000.00', cost: '18000.00', margin_amount: '2000.00', margin: '0.1', delivery_margin: '0.25', contribution_amount: '2000.00', contribution_margin: '0.1',
          markup: '0.11111111111111111111',
          why: [
            { rule: 'MET-4', detail: 'revenue less direct cost over revenue', numbers: { revenue: '20000', cost: '18000', margin: '2000' } },
            { rule: 'MET-5', detail: 'less selling and practice cost', numbers: { amount: '2000' } },
            { rule: 'MET-6', detail: 'markup over cost, margin over price', numbers: { cost: '18000', price: '20000' } },
          ],
        },
      ],
      total: {
        revenue: '120000.00', cost: '58000.00', margin_amount: '62000.00', margin: '0.51666666666666666667', delivery_margin: '0.54166666666666666667', contribution_amount: '57000.00',
        contribution_margin: '0.475', markup: '1.06896551724137931034',
        why: [
          { rule: 'MET-4', detail: 'revenue less direct cost over revenue', numbers: { revenue: '120000', cost: '58000', margin: '62000' } },
          { rule: 'MET-5', detail: 'less selling and practice cost', numbers: { amount: '57000' } },
          { rule: 'MET-6', detail: 'markup over cost, margin over price', numbers: { cost: '58000', price: '120000' } },
        ],
      },
    },
  },
};
