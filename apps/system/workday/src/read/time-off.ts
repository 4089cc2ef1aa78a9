import type { ReadVerb } from '#lib/connector';
import { readReport } from '../client/report.js';
import { reportPage } from '../client/report-walk.js';
import { identifyTimeOff, knownTimeOff, mapTimeOff, TIME_OFF_DROPPED, type TimeOffRow } from '../mappers/time-off.js';
import type { WorkdaySettings } from '../settings.js';

/** Absences by day, of all workers, by the report's prompt on the last update. */
export const timeOff: ReadVerb<TimeOffRow, WorkdaySettings> = {
  feed: 'delta',
  page: (at, ctx) => reportPage(at, ctx.settings, async () => {
    const report = await readReport(ctx.settings.time_off_report, { Updated_From: at.since ?? undefined }, ctx);
    return report.entries.map((entry) => ({ key: String(entry['Entry_ID'] ?? ''), entry, given_at: report.givenAt }));
  }),
  identify: identifyTimeOff,
  map: mapTimeOff,
  known: knownTimeOff,
  dropped: TIME_OFF_DROPPED,
};
