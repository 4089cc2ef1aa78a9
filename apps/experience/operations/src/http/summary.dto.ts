export class ExceptionCounts {
  open: number;
  by_code: Record<string, number>;
  by_team: Record<string, number>;
  by_severity: Record<string, number>;
  /** First seen of the oldest open one; null when there is none. */
  oldest: string | null;
}

export class OperationsSummary {
  exceptions: ExceptionCounts;
  /** Effects by state. */
  effects: Record<string, number>;
  /** Runs by state. */
  runs: Record<string, number>;
  /** Records that wait for a record they refer to. */
  parked: number;
  as_of: string;
}
