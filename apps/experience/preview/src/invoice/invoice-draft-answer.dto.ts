import { Why } from '../request/why.dto.js';
import { InvoicePolicyChoices } from './invoice-draft.dto.js';

/** One line: quantities and already rounded nets of its billables added (INV-2). */
export class DraftLine {
  billable_ids: string[];
  kind: string | null;
  description: string | null;
  project_id: string | null;
  task_id: string | null;
  worker_id: string | null;
  role: string | null;
  quantity: string;
  unit: string | null;
  unit_price: string;
  net: string;
  /** Of this line alone; null where tax is computed per category. */
  tax: string | null;
  tax_code: string | null;
  tax_rate: string;
  zero_reason: string | null;
  service_from: string;
  service_to: string;
  /** How its billables came to their amounts. */
  why: Why[];
}

/** Tax of one category: same code, rate and reason. */
export class DraftTax {
  tax_code: string | null;
  tax_rate: string;
  zero_reason: string | null;
  base: string;
  tax: string;
}

export class InvoiceDraft {
  /** Same facts, same key. */
  grouping_key: string;
  /** What the document is made of: legal entity, bill-to, contract, currency, purchase order, tax profile, period. */
  key: Record<string, string | null>;
  lines: DraftLine[];
  subtotal: string;
  allowance_total: string;
  charge_total: string;
  tax_base: string;
  taxes: DraftTax[];
  tax_total: string;
  total: string;
  prepaid: string;
  rounding: string;
  amount_due: string;
  /** `invoice | carry_forward | credit_memo_proposal` (INV-6). */
  disposition: string;
  why: Why[];
}

export class InvoiceDraftAnswer {
  currency: string;
  invoice_date: string;
  policy: InvoicePolicyChoices;
  drafts: InvoiceDraft[];
}
