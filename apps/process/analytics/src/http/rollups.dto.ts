export class RollupFreshness {
  /** Everything that happened up to this instant is in the figures. */
  as_of: string;
  /** Seconds between `as_of` and now. */
  lag_s: number;
  /** When the slowest change feed had last caught up with its vendor; null while one has not. */
  sources_as_of: string | null;
}

/** How far the rollups of the experience layer are. */
export class RollupState {
  freshness: RollupFreshness;
  /** Months the figures cover, `YYYY-MM`. */
  months: string[];
  worker_days: number;
  project_months: number;
}

export class RebuiltRollups {
  worker_days: number;
  project_months: number;
}
