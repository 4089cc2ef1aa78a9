import type { Decimal } from '../books/decimal.js';

export type Expr =
  | { k: 'number'; value: Decimal }
  | { k: 'text'; value: string }
  | { k: 'null' }
  | { k: 'column'; table: string | undefined; name: string }
  | { k: 'call'; name: string; args: Expr[]; distinct: boolean; star: boolean }
  | { k: 'binary'; op: '+' | '-' | '*' | '/' | '||'; left: Expr; right: Expr }
  | { k: 'negative'; of: Expr }
  | { k: 'case'; whens: { when: Cond; gives: Expr }[]; otherwise: Expr | undefined };

export type Comparison = '=' | '<>' | '<' | '<=' | '>' | '>=';

export type Cond =
  | { k: 'and' | 'or'; of: Cond[] }
  | { k: 'not'; of: Cond }
  | { k: 'compare'; op: Comparison; left: Expr; right: Expr }
  | { k: 'in'; left: Expr; items: Expr[] | Select; negated: boolean }
  | { k: 'like'; left: Expr; pattern: Expr; escape: string | undefined; negated: boolean }
  | { k: 'between'; left: Expr; low: Expr; high: Expr; negated: boolean }
  | { k: 'isNull'; left: Expr; negated: boolean };

export interface Source {
  table: string;
  alias: string;
  join: 'from' | 'inner' | 'left';
  on: Cond | undefined;
}

export interface Selected {
  /** `*` or `t.*` when there is no expression. */
  expr: Expr | undefined;
  all: string | undefined;
  alias: string | undefined;
}

export interface Ordering {
  by: Expr;
  descending: boolean;
  nulls: 'first' | 'last' | undefined;
}

export interface Select {
  distinct: boolean;
  selected: Selected[];
  sources: Source[];
  where: Cond | undefined;
  groupBy: Expr[];
  having: Cond | undefined;
  orderBy: Ordering[];
  /** TOP n or FETCH FIRST n ROWS ONLY. */
  atMost: number | undefined;
}
