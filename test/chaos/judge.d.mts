/** What judge and account need of a stage: rows of a query, and the vendors' control API. */
export interface Witness {
  rows(sql: string, values?: unknown[]): Promise<object[]>;
  control(vendor: string, method: string, path: string): Promise<object[]>;
}

export interface Verdict {
  postings: number;
  journals: number;
  lost: string[];
  doubled: string[];
  unasked: string[];
  stuck: string[];
  open: Map<string, string>;
  unexpected: string[];
  exceptions: Record<string, number>;
}

export function judge(stage: Witness, entries: { id: string }[], before: Set<string>): Promise<Verdict>;
export function openNow(stage: Witness): Promise<Set<string>>;
export function some(list: string[]): string;
