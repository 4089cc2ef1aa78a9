/** What a walk over the workers asks in turn. */
export type WorkerPhase = 'all' | 'entered' | 'effective' | 'ahead';

/** Where such a walk stands. */
export interface WorkerPosition {
  phase: WorkerPhase;
  page: number;
  /** Page size of the whole walk: pages are counted. */
  count: number;
  /** When the walk's first answer was given, by Workday's clock; absent before it. */
  moment?: string;
}

/** A walk without a lower bound takes everyone, any other what was entered or took effect since. */
export const startOf = (since: string | null, count: number): WorkerPosition => ({ phase: since === null ? 'all' : 'entered', page: 1, count });

export function phaseAfter(phase: WorkerPhase, looksAhead: boolean): WorkerPhase | null {
  if (phase === 'entered') return 'effective';
  return phase === 'ahead' || !looksAhead ? null : 'ahead';
}

export const positionText = ({ phase, page, count, moment }: WorkerPosition): string => `${phase}|${page}|${count}|${moment ?? ''}`;

export function positionFrom(text: string): WorkerPosition {
  const [phase, page, count, moment] = text.split('|');
  return { phase: phase as WorkerPhase, page: Number(page), count: Number(count), ...(moment ? { moment } : {}) };
}
