/** A parsed query. `at` is the place in the text, for error messages. */
export interface Query {
  source: string;
  select: SelectItem[];
  from: Name;
  where?: Condition;
  groupBy: Name[];
  orderBy: Order[];
  limit?: number;
  offset: number;
}

export interface Name {
  text: string;
  at: number;
}

export type SelectItem =
  | { kind: 'field'; name: Name; alias?: string }
  | { kind: 'aggregate'; fn: string; name?: Name; alias?: string }
  | { kind: 'all'; which: string; at: number }
  | { kind: 'children'; query: Query };

export interface Order {
  name: Name;
  descending: boolean;
  nullsLast: boolean;
}

export type Condition =
  | { kind: 'and' | 'or'; parts: Condition[] }
  | { kind: 'not'; part: Condition }
  | { kind: 'compare'; name: Name; op: '=' | '!=' | '<' | '>' | '<=' | '>=' | 'like'; value: Literal }
  | { kind: 'in'; name: Name; negated: boolean; values: Literal[] | Query };

/** A constant. `range` is a relative date such as TODAY or LAST_N_DAYS:7. */
export interface Literal {
  kind: 'string' | 'number' | 'boolean' | 'null' | 'date' | 'datetime' | 'range';
  value: string | number | boolean | null;
  at: number;
}
