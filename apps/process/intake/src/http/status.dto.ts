export class FeedStatus {
  system: string;
  entity: string;
  records: string;
  caught_up_at: Date | null;
  last_error: string | null;
}

/** What is under way right now: all zero and every feed caught up means the suite is at rest. */
export class ProcessStatus {
  feeds: FeedStatus[];
  /** Records that wait for a record they refer to. */
  parked: number;
  /** Events the flows have not looked at yet. */
  unread_events: number;
  runs: Record<string, number>;
  effects: Record<string, number>;
  exceptions_open: number;
  /** Deals by canonical stage. */
  deals: Record<string, number>;
  /** Projects by state. */
  projects: Record<string, number>;
}
