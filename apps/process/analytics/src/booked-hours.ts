import { addDays, dec } from '#lib/canonical';
import type { Booking } from '#lib/store';

/** Longest booking that is spread: a mistyped end date must not be walked through day by day for a century. */
const LONGEST_DAYS = 1_100;
/** Hours are counted in ten-thousandths, the scale of the rollup: whole numbers, exact. */
const SCALE = 10_000;

/** Ten-thousandths of hours. */
export interface BookedHours {
  billable: number;
  credited: number;
}

/**
 * Hours of hard bookings by day: a booking's hours spread evenly over the working days of its window, to four decimals so that they
 * add up to the booking. The project decides what they are: billable on client projects (unless the booking itself says it is not),
 * credited on presales and investment projects, neither on internal ones. Some PSAs call every booking billable.
 */
export function bookedHours(bookings: readonly Booking[], isWorkingDay: (day: string) => boolean): Map<string, BookedHours> {
  const byDay = new Map<string, BookedHours>();
  for (const booking of bookings) {
    const kind = kindOf(booking);
    if (!kind) continue;
    const days = workingDays(booking, isWorkingDay);
    // not money: whole ten-thousandths of hours, far below 2^53
    const total = dec(booking.hours).times(SCALE).toDecimalPlaces(0).toNumber();
    let given = 0;
    for (const [i, day] of days.entries()) {
      const upTo = Math.floor((total * (i + 1)) / days.length);
      const held = byDay.get(day) ?? { billable: 0, credited: 0 };
      held[kind] += upTo - given;
      byDay.set(day, held);
      given = upTo;
    }
  }
  return byDay;
}

/** Decimal text of ten-thousandths of hours. */
export function hoursText(tenThousandths: number | undefined): string {
  return tenThousandths ? dec(tenThousandths).div(SCALE).toFixed() : '0';
}

function kindOf({ project_type, billable }: Booking): keyof BookedHours | undefined {
  if (project_type === 'presales' || project_type === 'investment') return 'credited';
  return project_type === 'billable' && billable ? 'billable' : undefined;
}

function workingDays(booking: Booking, isWorkingDay: (day: string) => boolean): string[] {
  const days: string[] = [];
  const last = addDays(booking.start, LONGEST_DAYS);
  for (let d = booking.start; d <= booking.end && d <= last; d = addDays(d, 1)) if (isWorkingDay(d)) days.push(d);
  return days;
}
