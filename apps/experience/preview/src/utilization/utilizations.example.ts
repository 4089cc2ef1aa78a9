import type { PreviewExample } from '../request/previewed.js';

/** Documented examples; a test posts each and compares the whole answer. */
export const UTILIZATION_EXAMPLES: Record<string, PreviewExample> = {
  part_timer: {
    summary: 'August with a holiday: a full-timer and a part-timer, two definitions, target 75 %',
    request: {
      from: '2026-08-01', to: '2026-08-31', definitions: ['U1', 'U10'], target: '0.75',
      workers: [
        {
          worker_id: 'E-1001', calendar: { weekday_hours: ['8', '8', '8', '8', '8', '0', '0'], holidays: [{ date: '2026-08-03', name: 'Summer bank holiday' }] },
          time_off: [{ date: '2026-08-14', hours: '8' }], hours: { billable_hours: '120', training_hours: '16' },
        },
        {
          worker_id: 'E-1002', fte: '0.5', calendar: { weekday_hours: ['8', '8', '8', '8', '8', '0', '0'], holidays: [{ date: '2026-08-03', name: 'Summer bank holiday' }] },
          hours: { billable_hours: '40', client_non_billable_hours: '10' },
        },
      ],
    },
    answer: {
      policy: { utilization_definition: 'U1' }, target: '0.75',
      workers: [
        {
          worker_id: 'E-1001', capacity: { calendar_hours: '168', holiday_hours: '8', time_off_hours: '8', available_hours: '152', working_days: 20 },
          figures: [
            {
              definition: 'U1', label: 'billable utilization', numerator: '120', denominator: '152', utilization: '0.78947368421052631579', band: 'green',
              why: [
                { rule: 'UTL-4', detail: 'U1 billable utilization', numbers: { numerator: '120', denominator: '152' } },
                { rule: 'UTL-11', detail: 'green', numbers: { utilization: '0.78947368421052631579', target: '0.75', amber_from: '0.55' } },
              ],
            },
            {
              definition: 'U10', label: 'total utilization', numerator: '136', denominator: '152', utilization: '0.89473684210526315789', band: 'green',
              why: [
                { rule: 'UTL-5', detail: 'U10 total utilization', numbers: { numerator: '136', denominator: '152' } },
                { rule: 'UTL-11', detail: 'green', numbers: { utilization: '0.89473684210526315789', target: '0.75', amber_from: '0.55' } },
              ],
            },
          ],
          why: [{ rule: 'UTL-1', detail: 'capacity of 2026-08-01 to 2026-08-31', numbers: { days: '31', calendar: '168', holidays: '8', time_off: '8', available: '152' } }],
        },
        {
          worker_id: 'E-1002', capacity: { calendar_hours: '84', holiday_hours: '4', time_off_hours: '0', available_hours: '80', working_days: 20 },
          figures: [
            {
              definition: 'U1', label: 'billable utilization', numerator: '40', denominator: '80', utilization: '0.5', band: 'red',
              why: [
                { rule: 'UTL-4', detail: 'U1 billable utilization', numbers: { numerator: '40', denominator: '80' } },
                { rule: 'UTL-11', detail: 'red', numbers: { utilization: '0.5', target: '0.75', amber_from: '0.55' } },
              ],
            },
            {
              definition: 'U10', label: 'total utilization', numerator: '50', denominator: '80', utilization: '0.625', band: 'amber',
              why: [
                { rule: 'UTL-5', detail: 'U10 total utilization', numbers: { numerator: '50', denominator: '80' } },
                { rule: 'UTL-11', detail: 'amber', numbers: { utilization: '0.625', target: '0.75', amber_from: '0.55' } },
              ],
            },
          ],
          why: [{ rule: 'UTL-1', detail: 'capacity of 2026-08-01 to 2026-08-31', numbers: { days: '31', calendar: '84', holidays: '4', time_off: '0', available: '80' } }],
        },
      ],
      group: [
        {
          definition: 'U1', label: 'billable utilization', numerator: '160', denominator: '232', utilization: '0.68965517241379310345', band: 'amber',
          why: [
            { rule: 'UTL-6', detail: 'sums over sums of all workers', numbers: { workers: '2' } },
            { rule: 'UTL-4', detail: 'U1 billable utilization', numbers: { numerator: '160', denominator: '232' } },
            { rule: 'UTL-11', detail: 'amber', numbers: { utilization: '0.68965517241379310345', target: '0.75', amber_from: '0.55' } },
          ],
        },
        {
          definition: 'U10', label: 'total utilization', numerator: '186', denominator: '232', utilization: '0.80172413793103448276', band: 'green',
          why: [
            { rule: 'UTL-6', detail: 'sums over sums of all workers', numbers: { workers: '2' } },
            { rule: 'UTL-5', detail: 'U10 total utilization', numbers: { numerator: '186', denominator: '232' } },
            { rule: 'UTL-11', detail: 'green', numbers: { utilization: '0.80172413793103448276', target: '0.75', amber_from: '0.55' } },
          ],
        },
      ],
    },
  },
};
