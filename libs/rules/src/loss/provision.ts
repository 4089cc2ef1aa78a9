import { ZERO, type Decimal, type DecimalInput } from '#lib/canonical';
import { RuleError } from '../error.js';
import { choice, floorZero, num, numOr, ratioOrNull } from '../exact.js';
import { minorRound, moneyText } from '../money/round.js';
import { why, type RuleTrace } from '../trace.js';

export interface LossProvisionInput {
  transaction_price: DecimalInput;
  cost_to_date: DecimalInput;
  /** Estimate at completion, or to complete. */
  eac?: DecimalInput;
  etc?: DecimalInput;
  /** Cumulative revenue recognized, this period included. */
  cumulative_revenue: DecimalInput;
  /** Provision already standing. */
  existing_provision?: DecimalInput;
  gaap?: 'us_gaap' | 'ifrs';
  /** US GAAP: construction- and production-type contracts only (LOSS-5). */
  contract_in_605_35_scope?: boolean;
  currency: string;
}

export interface LossProvision {
  /** `max(0, EAC - TP)`. */
  expected_loss: string;
  /** Loss already in cumulative revenue less cost. */
  loss_recognized: string;
  /** What must stand: expected loss less loss already recognized. */
  provision: string;
  /** To book now: positive Dr provision_expense, negative releases. Zero when it is not posted. */
  movement: string;
  /** Cost to date plus provision, as cost of sales shows it. */
  cost_with_provision: string;
  progress: string | null;
  /** LOSS-5: computed and shown in every case, posted only where the framework says. */
  post: boolean;
  why: RuleTrace[];
}

/** LOSS-1, 2, 4, 5: the provision that makes the whole expected loss stand at once. EAC_STALE when the estimate is below the cost to date: it would hide a loss already made (REV-6). */
export function lossProvision(input: LossProvisionInput): LossProvision {
  const price = num(input.transaction_price, 'transaction_price');
  const cost = num(input.cost_to_date, 'cost_to_date');
  const eac = input.eac !== undefined ? num(input.eac, 'eac') : cost.plus(num(input.etc, 'etc'));
  if (eac.lt(cost)) throw new RuleError('EAC_STALE', 'LOSS-1', `cost to date ${cost} exceeds the estimate at completion ${eac}`);
  const expected = floorZero(eac.minus(price));
  const recognized = floorZero(cost.minus(num(input.cumulative_revenue, 'cumulative_revenue')));
  const provision = expected.isZero() ? expected : minorRound(floorZero(expected.minus(recognized)), input.currency);
  const post = choice(input.gaap, ['ifrs', 'us_gaap'], 'gaap', 'LOSS-5') === 'ifrs' || input.contract_in_605_35_scope === true;
  const movement = provision.minus(numOr(input.existing_provision, 0, 'existing_provision'));
  const show = (v: Decimal): string => moneyText(minorRound(v, input.currency), input.currency);
  return {
    expected_loss: show(expected), loss_recognized: show(recognized), provision: show(provision), movement: post ? show(movement) : show(ZERO),
    cost_with_provision: show(cost.plus(provision)), progress: ratioOrNull(cost, eac), post,
    why: [
      why('LOSS-1', 'estimate at completion less price', { price, eac, expected_loss: expected }),
      why(expected.isZero() ? 'LOSS-4' : 'LOSS-2', expected.isZero() ? 'profitable overall: no provision' : 'whole loss at once', { recognized, provision }),
      why('LOSS-5', post ? 'posted' : 'computed and shown, not posted'),
    ],
  };
}
