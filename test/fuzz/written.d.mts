/** Rows of a query. */
export interface Asked {
  rows(sql: string, values?: unknown[]): Promise<any[]>;
}

export interface Answered {
  sent: { method: string; url: string; headers: Record<string, string> };
  answer: { status: number; headers: Record<string, string> };
  refused: boolean;
}

export interface Written {
  counts: { requests: number; ambiguous: number; transactions: number; of_feeds: number };
  judge(answers: Answered[]): Promise<{ wrong: string; correlation?: string; by?: Answered; row: string }[]>;
}

export function noteWrites(stage: Asked): Promise<Written>;
