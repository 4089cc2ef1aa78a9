import { sum, ZERO, type Decimal, type DecimalInput } from '#lib/canonical';
import { RuleError } from '../error.js';
import { nonNegative, num, ratioText, text } from '../exact.js';
import { allocate } from '../money/allocate.js';
import { minorRound, moneyText } from '../money/round.js';
import { why, type RuleTrace } from '../trace.js';

export interface ObligationInput {
  id: string;
  /** Standalone selling price; absent only with `residual`. */
  ssp?: DecimalInput | null;
  /** Highly variable or not yet priced: SSP is what is left of the price (REV-13). At most one. */
  residual?: boolean;
  /** Part of the bundle that carries a discount of its own. */
  in_discount_group?: boolean;
}

export interface AllocateTransactionPriceInput {
  transaction_price: DecimalInput;
  obligations: readonly ObligationInput[];
  /** The discount belongs to the group only if all three criteria hold: each sold separately, the bundle sold at a discount, and that discount is this one. */
  discount_criteria?: { each_sold_separately: boolean; bundle_sold_at_discount: boolean; discount_is_the_bundles: boolean };
  /** A variable amount that relates to one obligation and fits the objective. */
  variable?: readonly { obligation_id: string; amount: DecimalInput; relates_to_it: boolean; fits_objective: boolean }[];
  /** A residual SSP at or below this share of the price is absurd. Default 0.01. */
  residual_floor?: DecimalInput;
  currency: string;
}

export interface AllocatedObligation {
  id: string;
  ssp: string;
  allocated: string;
  share: string;
}

/** REV-13 and REV-14: `TP x SSP / sum SSP` with MON-5; allocated prices sum to the transaction price. Fixed at inception except by modification. */
export function allocateTransactionPrice(input: AllocateTransactionPriceInput): { obligations: AllocatedObligation[]; discount: string; why: RuleTrace[] } {
  const price = minorRound(num(input.transaction_price, 'transaction_price'), input.currency);
  const own = (input.variable ?? []).filter((v) => v.relates_to_it && v.fits_objective);
  const shared = price.minus(sum(own.map((v) => num(v.amount, 'variable amount'))));
  const ssps = resolveSsp(input, shared);
  const total = sum(ssps);
  const criteria = input.discount_criteria;
  const grouped = Boolean(criteria?.each_sold_separately && criteria.bundle_sold_at_discount && criteria.discount_is_the_bundles);
  const base = grouped ? groupDiscount(input, ssps, shared) : allocate(shared, ssps, { currency: input.currency });
  const obligations = input.obligations.map((o, i): AllocatedObligation => {
    const allocated = num(base[i]!, 'allocated').plus(sum(own.filter((v) => v.obligation_id === o.id).map((v) => num(v.amount, 'amount'))));
    return { id: o.id, ssp: text(ssps[i]!), allocated: moneyText(allocated, input.currency), share: ratioText(ssps[i]!.div(total)) };
  });
  return { obligations, discount: moneyText(minorRound(total.minus(shared), input.currency), input.currency), why: [why('REV-13', grouped ? 'discount to the bundle that it belongs to' : 'in proportion to standalone selling prices', { price, ssp_total: total })] };
}

function resolveSsp(input: AllocateTransactionPriceInput, price: Decimal): Decimal[] {
  const residuals = input.obligations.filter((o) => o.residual);
  if (residuals.length > 1) throw new RuleError('METHOD_NOT_ALLOWED', 'REV-13', 'only one obligation can take the residual');
  const known = sum(input.obligations.filter((o) => !o.residual).map((o) => nonNegative(o.ssp, `ssp of ${o.id}`)));
  const rest = price.minus(known);
  if (residuals.length === 1 && rest.lte(price.times(num(input.residual_floor ?? '0.01', 'residual_floor')))) throw new RuleError('METHOD_NOT_ALLOWED', 'REV-13', `a residual of ${rest} for ${residuals[0]!.id} is an absurd result; estimate its price instead`);
  return input.obligations.map((o) => (o.residual ? rest : nonNegative(o.ssp, `ssp of ${o.id}`)));
}

/** Obligations outside the group keep their SSP; the group shares what is left. */
function groupDiscount(input: AllocateTransactionPriceInput, ssps: readonly Decimal[], price: Decimal): string[] {
  const inside = input.obligations.map((o) => o.in_discount_group === true);
  const outside = ssps.map((s, i) => (inside[i] ? ZERO : minorRound(s, input.currency)));
  const left = price.minus(sum(outside));
  const shares = allocate(left, ssps.map((s, i) => (inside[i] ? s : 0)), { currency: input.currency });
  return outside.map((o, i) => (inside[i] ? shares[i]! : moneyText(o, input.currency)));
}
