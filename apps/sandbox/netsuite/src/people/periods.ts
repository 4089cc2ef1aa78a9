import type { Ctx, Reply, Row } from '../../../kernel/src/index.js';
import { flag, instant, isTrue } from '../books/values.js';
import { userError } from '../errors.js';

/** What a controller says about a period. */
export interface PeriodOrder {
  /** Internal id, or: */
  id?: string;
  periodname?: string;
  /** Default true for close_period when `locked` is not given. */
  closed?: boolean;
  /** Lock all transactions without closing. */
  locked?: boolean;
  /** Lock receivables only. */
  ar_locked?: boolean;
}

/** Action close_period: closes, or only locks, an accounting period. */
export function closePeriod(ctx: Ctx, order: PeriodOrder): Reply {
  const only = order.closed === undefined && (order.locked === true || order.ar_locked === true);
  const closed = order.closed ?? !only;
  return change(ctx, order, { closed: flag(closed), alllocked: flag(order.locked ?? closed), arlocked: flag(order.ar_locked ?? order.locked ?? closed) });
}

/** Action open_period: opens a period again, locks included. */
export const openPeriod = (ctx: Ctx, order: PeriodOrder): Reply =>
  change(ctx, order, { closed: flag(order.closed ?? false), alllocked: flag(order.locked ?? false), arlocked: flag(order.ar_locked ?? order.locked ?? false) });

function change(ctx: Ctx, order: PeriodOrder, columns: Record<string, string>): Reply {
  const table = ctx.books.table('accountingperiod');
  const period: Row | undefined = order.id === undefined ? table.by('periodname', order.periodname)[0] : table.get(String(order.id));
  if (!period) throw userError(`There is no accounting period ${order.periodname ?? order.id ?? ''}.`);
  const closing = isTrue(columns.closed) ? { closedondate: instant(ctx.now()).slice(0, 10) } : { closedondate: undefined };
  return { status: 200, body: table.update(period.id, { ...columns, ...closing, lastmodifieddate: instant(ctx.now()) }) };
}
