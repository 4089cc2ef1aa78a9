import { dec, type DecimalInput } from '#lib/canonical';
import { RuleError } from '../error.js';
import { num } from '../exact.js';
import { moneyText } from '../money/round.js';
import { why, type RuleTrace } from '../trace.js';

/** INV-5: may this invoice be recomputed? Drafts freely; from `released` on it is frozen. */
export function mayRecompute(status: string): boolean {
  return status === 'draft' || status === 'in_review' || status === 'approved';
}

/** INV-5: only the ERP's acknowledgement, with the number it gave, makes a released invoice posted. */
export function markPosted(input: { status: string; acknowledged_by: string; invoice_number?: string | null }): { status: 'posted'; why: RuleTrace[] } {
  if (input.status !== 'released') throw new RuleError('UNAPPROVED', 'INV-5', `a ${input.status} invoice cannot become posted; it must be released first`);
  if (input.acknowledged_by !== 'erp' || !input.invoice_number) throw new RuleError('UNAPPROVED', 'INV-5', 'only the ERP, with the number it gave, makes an invoice posted');
  return { status: 'posted', why: [why('INV-5', `posted by the ERP as ${input.invoice_number}`)] };
}

/** One movement between unbilled and billed sales, as the ledger sees an invoice confirmation. */
export interface SalesMovement {
  bucket: 'unbilled' | 'billed';
  amount: string;
}

/** INV-5: confirming an invoice takes the value out of unbilled sales and puts it into billed sales; cost is not touched. */
export function billUnbilled(input: { amount: DecimalInput; currency: string }): { movements: SalesMovement[]; unbilled_after: string; billed_after: string; why: RuleTrace[] } {
  const amount = num(input.amount, 'amount');
  const show = (value: ReturnType<typeof dec>): string => moneyText(value, input.currency);
  return {
    movements: [{ bucket: 'unbilled', amount: show(amount) }, { bucket: 'unbilled', amount: show(amount.negated()) }, { bucket: 'billed', amount: show(amount) }],
    unbilled_after: show(dec(0)),
    billed_after: show(amount),
    why: [why('INV-5', 'unbilled sales reversed, billed sales recorded, cost unchanged', { amount })],
  };
}
