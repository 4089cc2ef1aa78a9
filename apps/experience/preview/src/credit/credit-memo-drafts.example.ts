import type { PreviewExample } from '../request/previewed.js';

/** Documented examples; a test posts each and compares the whole answer. */
export const CREDIT_MEMO_EXAMPLES: Record<string, PreviewExample> = {
  paid_invoice: {
    summary: 'A tenth of a paid invoice is credited, with its tax', request: { currency: 'EUR', paid: '1210', lines: [{ id: '1', net: '1000', credit: '100', tax_code: 'V21', tax_rate: '0.21' }] },
    answer: {
      currency: 'EUR', policy: { tax_method: 'per_category', rounding_mode: 'half_up', tax_rounding_mode: 'half_up' },
      lines: [
        {
          original_line_id: '1', net: '-100.00', tax_code: 'V21', tax_rate: '0.21', zero_reason: null, remaining: '900.00',
          why: [{ rule: 'COR-7', detail: 'within the uncredited remainder', numbers: { line: '1000', credited: '0', amount: '100', open: '1000' } }],
        },
      ],
      subtotal: '-100.00', tax_total: '-21.00', total: '-121.00', invoice: { charged: '1089.00', credit: '121.00', balance: '0.00' },
      why: [
        { rule: 'TAX-3', detail: 'tax method and rates of the original', numbers: {} },
        { rule: 'INV-4', detail: 'subtotal, tax base, total and amount due', numbers: { subtotal: '-100', tax_base: '-100', tax: '-21', total: '-121', prepaid: '0', due: '-121' } },
        { rule: 'TAX-1', detail: 'per_category', numbers: { base: '-100.00', rate: '0.21', tax: '-21.00' } },
        { rule: 'COR-7', detail: 'within the uncredited remainder', numbers: { line: '1210', credited: '0', amount: '121', open: '1210' } },
        { rule: 'INV-4', detail: 'balance is charged less paid, the rest is credit', numbers: { charged: '1089', open: '-121' } },
      ],
    },
  },
};
