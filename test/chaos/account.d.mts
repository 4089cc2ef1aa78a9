import type { Verdict, Witness } from './judge.mjs';

/** A kill, restart or absence with the writes that had no outcome when it struck; `at` in milliseconds of the epoch. */
export interface Strike {
  how: string;
  at: number;
  open: { system: string; key: string }[];
}

export function account(stage: Witness, strikes: Strike[], vendorFaults: { total: number }, verdict: Pick<Verdict, 'open' | 'stuck' | 'unexpected'>): Promise<{ injected: number; auto_resolved: number; exceptions_opened: number; unaccounted: number }>;
export function recovery(stage: Witness, strikes: Strike[]): Promise<{ of: number; p50_s: number; p95_s: number; longest_s: number } | undefined>;
