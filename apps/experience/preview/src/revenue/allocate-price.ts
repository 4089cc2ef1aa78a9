import { type AllocatedObligation, allocateTransactionPrice, roundMoney, type RuleTrace, variableConsideration } from '#lib/rules';
import type { Refusals } from '../refusal/refusals.js';
import type { MeasureContext } from './schedule-obligation.js';
import type { RevenueScheduleRequest } from './revenue-schedule.dto.js';
import type { UncertainPriceResult } from './revenue-schedule-answer.dto.js';

/** The price of the contract and its parts by obligation. */
export interface AllocatedPrice {
  transaction_price: string | null;
  discount: string | null;
  uncertain_price?: UncertainPriceResult;
  parts: Map<string, AllocatedObligation>;
  why: RuleTrace[];
}

const OWN: AllocatedPrice = { transaction_price: null, discount: null, parts: new Map(), why: [] };

/** REV-12 and REV-13: the transaction price, given or constrained, over the obligations by SSP. Each obligation has its own price where there is none. */
export function allocatePrice(request: RevenueScheduleRequest, { currency, policy }: MeasureContext, refusals: Refusals): AllocatedPrice {
  const { transaction_price: given, uncertain_price: uncertain, obligations, discount_criteria, variable } = request;
  if (given === undefined && uncertain === undefined) return OWN;
  if (given !== undefined && uncertain !== undefined) refusals.add('uncertain_price', 'INVALID_INPUT', 'REV-12', 'stands beside transaction_price', 'Send one of the two; the fixed part of an uncertain price is its field fixed.');
  for (const [i, o] of obligations.entries()) if (o.price !== undefined) refusals.add(`obligations[${i}].price`, 'INVALID_INPUT', 'REV-13', 'stands beside a transaction price', 'Send ssp and leave price out, or leave transaction_price out.');
  for (const [i, v] of (variable ?? []).entries()) if (!obligations.some((o) => o.id === v.obligation_id)) refusals.add(`variable[${i}].obligation_id`, 'INVALID_INPUT', 'REV-13', 'is not the id of an obligation', 'Send the id of one of the obligations.');
  refusals.end();
  const estimated = uncertain && refusals.at('uncertain_price', () => variableConsideration({ ...uncertain, method: uncertain.method as 'most_likely', gaap: policy.gaap, currency }));
  refusals.end();
  const transaction_price = estimated ? estimated.constrained : roundMoney(given!, currency, policy.rounding_mode);
  const allocated = refusals.at('obligations', () => allocateTransactionPrice({ transaction_price, obligations, discount_criteria, variable, currency }));
  refusals.end();
  const { why: estimatedBy, ...uncertain_price } = estimated ?? { why: [] };
  return {
    transaction_price, discount: allocated!.discount, ...(estimated && { uncertain_price: uncertain_price as UncertainPriceResult }),
    parts: new Map(allocated!.obligations.map((o) => [o.id, o])), why: [...estimatedBy, ...allocated!.why],
  };
}
