import { sum, type Decimal, type DecimalInput } from '#lib/canonical';
import { num, text } from '../exact.js';
import { why, type RuleTrace } from '../trace.js';

export type Conserved = { ok: true; difference: '0'; why: RuleTrace[] } | { ok: false; code: 'RECON_BREAK' | 'REVENUE_MISMATCH'; difference: string; why: RuleTrace[] };

/** Two sides that must be equal. `difference` is left less right. Tolerance is 0 (REC-2). */
function equal(law: string, left: Decimal, right: Decimal, numbers: Record<string, DecimalInput>, code: 'RECON_BREAK' | 'REVENUE_MISMATCH' = 'RECON_BREAK'): Conserved {
  const difference = left.minus(right);
  if (difference.isZero()) return { ok: true, difference: '0', why: [why('REC-3', law, numbers)] };
  return { ok: false, code, difference: text(difference), why: [why('REC-3', `${law} is broken`, { ...numbers, difference })] };
}

function read<K extends string>(input: Readonly<Record<K, DecimalInput>>, keys: readonly K[]): Record<K, Decimal> {
  return Object.fromEntries(keys.map((k) => [k, num(input[k], k)])) as Record<K, Decimal>;
}

export interface BillableBuckets {
  approved: DecimalInput;
  invoiced: DecimalInput;
  on_draft: DecimalInput;
  ready: DecimalInput;
  held: DecimalInput;
  /** Waiting for a bill date or a period; counted beside held. Default 0. */
  deferred?: DecimalInput;
  capped: DecimalInput;
  written_off: DecimalInput;
}

/** REC-3 (1): approved billable value = invoiced + on draft + ready + held + capped + written off; per currency and period. */
export function conservation(input: BillableBuckets): Conserved {
  const v = read({ ...input, deferred: input.deferred ?? '0' }, ['approved', 'invoiced', 'on_draft', 'ready', 'held', 'deferred', 'capped', 'written_off'] as const);
  return equal('approved billable value = invoiced + on draft + ready + held + capped + written off', v.approved, sum([v.invoiced, v.on_draft, v.ready, v.held, v.deferred, v.capped, v.written_off]), v);
}

/** REC-3 (2): allocated prices sum to the transaction price. */
export function allocationConserved(input: { transaction_price: DecimalInput; allocated: readonly DecimalInput[] }): Conserved {
  const price = num(input.transaction_price, 'transaction_price');
  const allocated = sum(input.allocated.map((a, i) => num(a, `allocated[${i}]`)));
  return equal('allocated prices = transaction price', allocated, price, { allocated, price });
}

/** REC-3 (3): cumulative revenue plus remaining = allocated price; REVENUE_MISMATCH otherwise. */
export function revenueConserved(input: { allocated_price: DecimalInput; cumulative_revenue: DecimalInput; remaining: DecimalInput }): Conserved {
  const v = read(input, ['allocated_price', 'cumulative_revenue', 'remaining'] as const);
  return equal('cumulative revenue + remaining = allocated price', v.cumulative_revenue.plus(v.remaining), v.allocated_price, v, 'REVENUE_MISMATCH');
}

/** REC-3 (4): revenue less billed = contract asset less contract liability; REVENUE_MISMATCH otherwise. */
export function balancesConserved(input: { cumulative_revenue: DecimalInput; cumulative_billed: DecimalInput; contract_asset: DecimalInput; contract_liability: DecimalInput }): Conserved {
  const v = read(input, ['cumulative_revenue', 'cumulative_billed', 'contract_asset', 'contract_liability'] as const);
  return equal('revenue - billed = contract asset - contract liability', v.cumulative_revenue.minus(v.cumulative_billed), v.contract_asset.minus(v.contract_liability), v, 'REVENUE_MISMATCH');
}

/** REC-3 (5): grants + rollover in = drawn + rollover out + expired + refunds. */
export function retainerConserved(input: { grants: DecimalInput; rollover_in: DecimalInput; drawn: DecimalInput; rollover_out: DecimalInput; expired: DecimalInput; refunds?: DecimalInput }): Conserved {
  const v = read({ refunds: '0', ...input }, ['grants', 'rollover_in', 'drawn', 'rollover_out', 'expired', 'refunds'] as const);
  return equal('grants + rollover in = drawn + rollover out + expired + refunds', v.grants.plus(v.rollover_in), sum([v.drawn, v.rollover_out, v.expired, v.refunds]), v);
}

/** REC-3 (7): available = billable + non-billable + bench; over-recording (more hours than available) is shown apart. */
export function hoursConserved(input: { available: DecimalInput; billable: DecimalInput; non_billable: DecimalInput; bench: DecimalInput; over_recording?: DecimalInput }): Conserved {
  const v = read({ over_recording: '0', ...input }, ['available', 'billable', 'non_billable', 'bench', 'over_recording'] as const);
  return equal('available = billable + non-billable + bench - over-recording', v.available, v.billable.plus(v.non_billable).plus(v.bench).minus(v.over_recording), v);
}
