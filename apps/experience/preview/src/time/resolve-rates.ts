import { pricesWork, type RateCardVersionInput, type RatePrecedence, rateBook, type ResolvedRate, resolveRate, validateRateCardVersion } from '#lib/rules';
import { Refusals } from '../refusal/refusals.js';
import type { TimePriceRequest } from './time-price.dto.js';

/**
 * The rate of every entry, by id (RATE-1..8). Versions that could not be approved (RATE-6) are refused before any of them prices.
 * Time that does not bill (`unbilled`, by id) needs no rate. Cards in another currency than the contract's are left out: a price is agreed in that currency or it is missing.
 */
export function resolveRates(request: TimePriceRequest, precedence: RatePrecedence, unbilled: ReadonlySet<string>, refusals: Refusals): Map<string, ResolvedRate> {
  const cards = request.rate_cards.map(cardVersion);
  const approved = cards.filter((card) => pricesWork(card.approval_status));
  for (const [i, card] of cards.entries()) if (approved.includes(card)) refusals.at(`rate_cards[${i}]`, () => checked(card, approved));
  refusals.end();
  const book = rateBook(approved.filter((card) => card.currency === request.currency));
  const context = { ...request.context, currency: request.currency };
  const found = new Map<string, ResolvedRate>();
  for (const [i, entry] of request.entries.entries()) {
    const override = entry.override && { ...entry.override, approval_status: 'approved' };
    const own = unbilled.has(entry.id) ? new Refusals() : refusals;
    const rate = own.at(`entries[${i}]`, () => resolveRate({ entry: { ...entry, override }, assignment: entry.assignment as never, cards: book, context, policy: { precedence } }));
    if (rate) found.set(entry.id, rate);
  }
  return found;
}

function checked(version: RateCardVersionInput, others: readonly RateCardVersionInput[]) {
  const check = validateRateCardVersion({ version, others });
  return check.ok ? check : { ...check, detail: check.problems.map((p) => p.detail).join('; ') };
}

function cardVersion(card: TimePriceRequest['rate_cards'][number]): RateCardVersionInput {
  const { work_type_uplifts, ...rest } = card;
  return {
    ...rest, rate_card_id: card.rate_card_id ?? card.card_version_id, approval_status: card.approval_status ?? 'approved', kind: 'bill',
    ...(work_type_uplifts && { work_type_uplifts: Object.fromEntries(work_type_uplifts.map((u) => [u.work_type, u.uplift])) }),
  } as RateCardVersionInput;
}
