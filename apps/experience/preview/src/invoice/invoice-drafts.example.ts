import type { PreviewExample } from '../request/previewed.js';

/** Documented examples; a test posts each and compares the whole answer. */
export const INVOICE_DRAFT_EXAMPLES: Record<string, PreviewExample> = {
  two_vat_rates: {
    summary: 'Two VAT rates, one rounding per category',
    request: {
      currency: 'EUR', invoice_date: '2026-07-31',
      lines: [
        { id: 'BE-1', event_date: '2026-07-10', net: '183.23', tax_code: 'V6', tax_rate: '0.06', project_id: 'P-1', description: 'Training material' },
        { id: 'BE-2', event_date: '2026-07-14', quantity: '1', unit_price: '46.37', tax_code: 'V21', tax_rate: '0.21', project_id: 'P-1', description: 'Workshop' },
      ],
    },
    answer: {
      currency: 'EUR', invoice_date: '2026-07-31',
      policy: {
        invoice_grouping: 'default', line_aggregation: 'by_task', tax_method: 'per_category', rounding_mode: 'half_up', tax_rounding_mode: 'half_up', tax_inclusive_order: 'tax_first',
        tax_date_rule: 'service_date', invoice_rate_basis: 'invoice_date',
      },
      drafts: [
        {
          grouping_key: '|||EUR|||', key: { legal_entity_id: null, bill_to_id: null, contract_id: null, currency: 'EUR', po_number: null, tax_profile: null, billing_period: null },
          lines: [
            {
              billable_ids: ['BE-1'], kind: null, project_id: 'P-1', task_id: null, worker_id: null, role: null, description: 'Training material', quantity: '1', unit: null, unit_price: '183.23',
              net: '183.23', service_from: '2026-07-10', service_to: '2026-07-10', tax: null, tax_code: 'V6', tax_rate: '0.06', zero_reason: null, why: [],
            },
            {
              billable_ids: ['BE-2'], kind: null, project_id: 'P-1', task_id: null, worker_id: null, role: null, description: 'Workshop', quantity: '1', unit: null, unit_price: '46.37', net: '46.37',
              service_from: '2026-07-14', service_to: '2026-07-14', tax: null, tax_code: 'V21', tax_rate: '0.21', zero_reason: null,
              why: [{ rule: 'INV-3', detail: 'quantity times price, less allowances, plus charges', numbers: { quantity: '1', unit_price: '46.37', net: '46.37' } }],
            },
          ],
          taxes: [{ tax_code: 'V6', tax_rate: '0.06', zero_reason: null, base: '183.23', tax: '10.99' }, { tax_code: 'V21', tax_rate: '0.21', zero_reason: null, base: '46.37', tax: '9.74' }],
          subtotal: '229.60', allowance_total: '0.00', charge_total: '0.00', tax_base: '229.60', tax_total: '20.73', total: '250.33', prepaid: '0.00', rounding: '0.00', amount_due: '250.33',
          disposition: 'invoice',
          why: [
            { rule: 'INV-1', detail: 'grouped by legal_entity_id, bill_to_id, contract_id, currency, po_number, tax_profile, billing_period', numbers: { events: '2' } },
            { rule: 'INV-2', detail: 'quantities and rounded nets added', numbers: { lines: '2', subtotal: '229.6' } },
            { rule: 'INV-4', detail: 'subtotal, tax base, total and amount due', numbers: { subtotal: '229.6', tax_base: '229.6', tax: '20.73', total: '250.33', prepaid: '0', due: '250.33' } },
            { rule: 'TAX-1', detail: 'per_category', numbers: { base: '183.23', rate: '0.06', tax: '10.99' } },
            { rule: 'TAX-1', detail: 'per_category', numbers: { base: '46.37', rate: '0.21', tax: '9.74' } },
            { rule: 'INV-6', detail: 'invoice', numbers: { total: '250.33' } },
          ],
        },
      ],
    },
  },
  converted_and_reverse_charge: {
    summary: 'Pounds on an invoice in euros at the rate of the invoice date, tax reverse charged',
    request: {
      currency: 'EUR', invoice_date: '2026-07-31', policy: { line_aggregation: 'by_role' }, fx_rates: [{ from: 'GBP', to: 'EUR', date: '2026-07-31', rate: '1.1584' }],
      lines: [
        { id: 'BE-1', event_date: '2026-07-10', quantity: '7.5', unit_price: '120', unit: 'hour', currency: 'GBP', role: 'CONSULTANT', tax_code: 'RC', tax_rate: '0', zero_reason: 'reverse_charge' },
        { id: 'BE-2', event_date: '2026-07-13', quantity: '8', unit_price: '120', unit: 'hour', currency: 'GBP', role: 'CONSULTANT', tax_code: 'RC', tax_rate: '0', zero_reason: 'reverse_charge' },
      ],
    },
    answer: {
      currency: 'EUR', invoice_date: '2026-07-31',
      policy: {
        invoice_grouping: 'default', line_aggregation: 'by_role', tax_method: 'per_category', rounding_mode: 'half_up', tax_rounding_mode: 'half_up', tax_inclusive_order: 'tax_first',
        tax_date_rule: 'service_date', invoice_rate_basis: 'invoice_date',
      },
      drafts: [
        {
          grouping_key: '|||EUR|||', key: { legal_entity_id: null, bill_to_id: null, contract_id: null, currency: 'EUR', po_number: null, tax_profile: null, billing_period: null },
          lines: [
            {
              billable_ids: ['BE-1', 'BE-2'], kind: null, project_id: null, task_id: null, worker_id: null, role: 'CONSULTANT', description: null, quantity: '15.5', unit: 'hour',
              unit_price: '139.008', net: '2154.62', service_from: '2026-07-10', service_to: '2026-07-13', tax: null, tax_code: 'RC', tax_rate: '0', zero_reason: 'reverse_charge',
              why: [
                { rule: 'INV-3', detail: 'quantity times price, less allowances, plus charges', numbers: { quantity: '7.5', unit_price: '120', net: '900' } },
                { rule: 'INV-7', detail: 'rate basis invoice_date', numbers: { rate: '1.1584' } },
                { rule: 'MON-7', detail: 'amount times the published rate', numbers: { amount: '900', rate: '1.1584', converted: '1042.56' } },
                { rule: 'INV-3', detail: 'quantity times price, less allowances, plus charges', numbers: { quantity: '8', unit_price: '120', net: '960' } },
                { rule: 'INV-7', detail: 'rate basis invoice_date', numbers: { rate: '1.1584' } },
                { rule: 'MON-7', detail: 'amount times the published rate', numbers: { amount: '960', rate: '1.1584', converted: '1112.06' } },
              ],
            },
          ],
          taxes: [{ tax_code: 'RC', tax_rate: '0', zero_reason: 'reverse_charge', base: '2154.62', tax: '0.00' }], subtotal: '2154.62', allowance_total: '0.00', charge_total: '0.00',
          tax_base: '2154.62', tax_total: '0.00', total: '2154.62', prepaid: '0.00', rounding: '0.00', amount_due: '2154.62', disposition: 'invoice',
          why: [
            { rule: 'INV-1', detail: 'grouped by legal_entity_id, bill_to_id, contract_id, currency, po_number, tax_profile, billing_period', numbers: { events: '2' } },
            { rule: 'INV-2', detail: 'quantities and rounded nets added', numbers: { lines: '1', subtotal: '2154.62' } },
            { rule: 'INV-4', detail: 'subtotal, tax base, total and amount due', numbers: { subtotal: '2154.62', tax_base: '2154.62', tax: '0', total: '2154.62', prepaid: '0', due: '2154.62' } },
            { rule: 'TAX-1', detail: 'per_category, reverse_charge', numbers: { base: '2154.62', rate: '0', tax: '0.00' } },
            { rule: 'INV-6', detail: 'invoice', numbers: { total: '2154.62' } },
          ],
        },
      ],
    },
  },
};
