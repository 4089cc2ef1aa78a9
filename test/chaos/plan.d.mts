/** How one life of the suite ends. */
export interface Deed {
  how: 'starting' | 'working' | 'point';
  afterMs?: number;
  /** `<crash point>:<nth passing>`. */
  point?: string;
}

export const CRASH_POINTS: string[];
export const POINT_MS: number;
export function killPlan(kills: number, seed: number): Deed[];
