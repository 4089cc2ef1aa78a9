import type { SizeName, SpanName } from './firm-types.js';

/** How big a firm is and how much of each kind of thing happens in it. */
export interface Size {
  /** Workers per legal entity. */
  staff: Record<string, number>;
  /** Deals won without trouble, per legal entity. */
  won: Record<string, number>;
  clients: Record<string, number>;
  slipped: number;
  lost: number;
  open: number;
  direct: number;
  hires: number;
  leavers: number;
  contractors: number;
  part_timers: number;
  moves: number;
  /** Per cent of people with a second project beside the first. */
  second_project: number;
  capped: { amount: number; hours: number; exceeded: number };
  /** Contracts with a line of each further kind. */
  further: number;
  /** Before and after billing, each month. */
  corrections: number;
  /** In the whole story; in a year, each month. */
  misreports: number;
  late: number;
}

const QUARTER: Record<SizeName, Size> = {
  full: {
    staff: { US01: 66, GB01: 46, DE01: 32, JP01: 24 },
    won: { US01: 18, GB01: 13, DE01: 9, JP01: 6 },
    clients: { US01: 12, GB01: 9, DE01: 6, JP01: 4 },
    slipped: 2, lost: 4, open: 5, direct: 2, hires: 7, leavers: 6, contractors: 14, part_timers: 16, moves: 3, second_project: 18,
    capped: { amount: 7, hours: 3, exceeded: 4 }, further: 3, corrections: 6, misreports: 6, late: 4,
  },
  small: {
    staff: { US01: 7, GB01: 4, JP01: 4 },
    won: { US01: 3, GB01: 2, JP01: 2 },
    clients: { US01: 3, GB01: 3, JP01: 2 },
    slipped: 1, lost: 1, open: 1, direct: 1, hires: 1, leavers: 1, contractors: 1, part_timers: 1, moves: 1, second_project: 15,
    capped: { amount: 1, hours: 1, exceeded: 1 }, further: 1, corrections: 1, misreports: 1, late: 1,
  },
};

/** As many people as in a quarter; more deals, as most of them are over before the year is. */
const YEAR: Record<SizeName, Size> = {
  full: {
    ...QUARTER.full, won: { US01: 30, GB01: 21, DE01: 15, JP01: 10 }, slipped: 4, lost: 8, open: 8, direct: 4, hires: 20, leavers: 16, moves: 8, second_project: 40,
    capped: { amount: 10, hours: 5, exceeded: 6 }, further: 5, corrections: 4, misreports: 3, late: 2,
  },
  small: {
    ...QUARTER.small, won: { US01: 5, GB01: 4, JP01: 3 }, slipped: 2, lost: 2, open: 2, hires: 2, leavers: 2, moves: 2, further: 2,
  },
};

export const SIZES: Record<SpanName, Record<SizeName, Size>> = { quarter: QUARTER, year: YEAR };
export const SIZE_NAMES = Object.keys(QUARTER) as SizeName[];
