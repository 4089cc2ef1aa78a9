import type { FirmCalendar, LegalEntity, RateCard, RateVersion } from './firm-types.js';
import { pricesFrom } from './story-calendar.js';

/** Standard prices per hour in US dollars. One role of the firm is on no card. */
const STANDARD: Record<string, number> = {
  PARTNER: 425, PROJECT_MANAGER: 240, PRINCIPAL_CONSULTANT: 320, SENIOR_CONSULTANT: 245, CONSULTANT: 185, ANALYST: 140, SOLUTION_ARCHITECT: 290, DESIGNER: 195,
};
/** Price level of a currency in hundredths of a unit per dollar, and its minor units. */
const CURRENCY: Record<string, { level: number; minor: number; step: number }> = {
  USD: { level: 100, minor: 100, step: 1 }, GBP: { level: 79, minor: 100, step: 1 }, EUR: { level: 92, minor: 100, step: 1 }, JPY: { level: 13_500, minor: 1, step: 100 },
};

/** Which agreed prices a client or contract has: its discount on the standard in per cent, and the roles priced apart. */
export interface AgreedCard { code: string; currency: string; percent: number; roles: 'all' | 'core' }

/** The firm's rate cards: one global, one per legal entity, and those agreed with clients and in contracts. */
export function rateCards(entities: LegalEntity[], agreed: AgreedCard[], calendar: FirmCalendar): RateCard[] {
  const currencies = [...new Set([...entities.map((entity) => entity.currency), 'EUR'])];
  return [
    { code: 'GLOBAL', cards: currencies.map((currency) => ({ currency, versions: versions(currency, 106, 'all', calendar, true) })) },
    // The British entity also sells in euro.
    ...entities.map((entity) => ({ code: `LE-${entity.code}`, cards: [entity.currency, ...(entity.code === 'GB01' ? ['EUR'] : [])].map((currency) => ({ currency, versions: versions(currency, 100, 'all', calendar, true) })) })),
    ...agreed.map((card) => ({
      code: card.code,
      // A contract's prices stand for its whole life; a client's follow the standard.
      cards: [{ currency: card.currency, versions: versions(card.currency, card.percent, card.roles, calendar, card.code.startsWith('CLIENT-')) }],
    })),
  ];
}

/** Hourly price of a role in minor units on the standard card of a currency, before any change inside the year. */
export function standardRate(currency: string, role: string, percent = 100): number {
  const { level, minor, step } = CURRENCY[currency]!;
  const units = ((STANDARD[role] ?? 0) * level * percent) / 10_000;
  return Math.round(units / step) * step * minor;
}

function versions(currency: string, percent: number, roles: AgreedCard['roles'], calendar: FirmCalendar, changes: boolean): RateVersion[] {
  const names = Object.keys(STANDARD).filter((role) => roles === 'all' || !['PARTNER', 'ANALYST', 'DESIGNER'].includes(role));
  const rates = (level: number): RateVersion['rates'] => names.map((role) => ({ role, rate: standardRate(currency, role, level) }));
  const first = { name: 'FY26', from: pricesFrom(calendar), rates: rates(percent) };
  return changes ? [first, { name: 'FY26 H2', from: calendar.rate_change, rates: rates(percent * 1.035) }] : [first];
}
