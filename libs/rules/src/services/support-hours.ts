import { retainerPeriod, type RetainerPeriod, type RetainerPeriodInput } from '../retainer/hours.js';
import { why } from '../trace.js';

/** MS-5: support hours of a managed service: overage is rated as in a retainer (RET-1), and nothing rolls over. */
export function supportHours(input: Omit<RetainerPeriodInput, 'carried_in' | 'rollover_cap'>): RetainerPeriod {
  const period = retainerPeriod({ ...input, carried_in: 0, rollover_cap: 0 });
  return { ...period, why: [why('MS-5', 'support hours: a retainer without rollover'), ...period.why] };
}
