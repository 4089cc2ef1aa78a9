import type { EarlierRateCard } from '#lib/canonical';
import { Unmappable } from '#lib/connector';
import { text } from './values.js';

/** `LE-US01<2026-09-01; <2026-03-01`: cards and the first work date each no longer prices; nothing before the sign is "no card named". */
export function earlierCardsOf(value: unknown, field: string): EarlierRateCard[] | null {
  const given = text(value);
  if (given === null) return null;
  return given.split(';').map((part) => {
    const found = /^([^<]*)<(\d{4}-\d{2}-\d{2})$/.exec(part.trim());
    if (!found) throw new Unmappable({ code: 'INVALID_TERMS', field, value: given.slice(0, 200), message: `${field} must read CARD<YYYY-MM-DD; …` });
    return { ...(found[1]!.trim() ? { rate_card_code: found[1]!.trim() } : {}), before: found[2]! };
  });
}

/** The text of earlier cards. */
export function historyText(cards: readonly EarlierRateCard[] | undefined): string | null {
  return cards && cards.length > 0 ? cards.map((c) => `${c.rate_card_code ?? ''}<${c.before}`).join('; ') : null;
}
