import { dec } from '#lib/canonical';
import { currencyDigits, roundMoney } from '#lib/rules';
import { chosen } from '../policy/chosen.js';
import { Refusals } from '../refusal/refusals.js';
import { given } from '../request/given.js';
import { allocatePrice } from './allocate-price.js';
import type { PeriodRevenue, RevenueScheduleAnswer, ScheduledObligation } from './revenue-schedule-answer.dto.js';
import type { RevenueScheduleRequest } from './revenue-schedule.dto.js';
import { scheduleObligation } from './schedule-obligation.js';

/** Schedules revenue: the price over the obligations, then every obligation by its measure, period by period. */
export function scheduleRevenue(sent: RevenueScheduleRequest): RevenueScheduleAnswer {
  const request = given(sent);
  const { currency } = request;
  const context = { currency, policy: chosen(['straight_line_method', 'rounding_mode', 'gaap'], request.policy as never) };
  const refusals = new Refusals();
  refusals.at('currency', () => currencyDigits(currency));
  refusals.end();
  const { parts, why, ...head } = allocatePrice(request, context, refusals);
  const obligations = request.obligations.map((o, i): ScheduledObligation => {
    const part = parts.get(o.id);
    const own = o.price === undefined ? null : roundMoney(o.price, currency, context.policy.rounding_mode);
    const price = part?.allocated ?? own;
    const { measure, lines } = scheduleObligation(o, price, `obligations[${i}]`, context, refusals);
    return { id: o.id, measure, price, ssp: part?.ssp ?? null, share: part?.share ?? null, lines };
  });
  refusals.end();
  return { currency, policy: context.policy, ...head, obligations, periods: byPeriod(obligations, currency), why };
}

function byPeriod(obligations: readonly ScheduledObligation[], currency: string): PeriodRevenue[] {
  const periods = new Map<string, string>();
  for (const line of obligations.flatMap((o) => o.lines)) periods.set(line.period_id, roundMoney(dec(periods.get(line.period_id) ?? '0').plus(line.period_revenue), currency));
  return [...periods].map(([period_id, revenue]) => ({ period_id, revenue }));
}
