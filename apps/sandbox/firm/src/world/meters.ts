import { lastOfMonth, later, monthOf } from './days.js';
import { Dice } from './dice.js';
import type { Firm } from './firm-types.js';

/** What a meter of a client's platform counted in half a month. */
export interface MeterRecord {
  contract_number: string;
  line_no: string;
  meter: string;
  subject: string;
  period_start: string;
  period_end: string;
  /** Decimal text in `unit`. */
  quantity: string;
  unit: string;
  source_system: string;
  source_ref: string;
}

const SITES = ['head-office', 'service-desk'];

/** What a month's meters hand in: the month's own records, less those that come late, and those of the month before that did. The same whenever it is asked. */
export function metersOf(firm: Pick<Firm, 'seed' | 'calendar' | 'contracts' | 'deals'>, month: string): MeterRecord[] {
  const { months } = firm.calendar;
  const before = months[months.indexOf(month) - 1];
  return [...counted(firm, month).filter((record) => !comesLate(firm, record)), ...(before ? counted(firm, before).filter((record) => comesLate(firm, record)) : [])];
}

/** Everything a month's meters counted, whenever it is handed in. */
function counted({ seed, contracts, deals }: Pick<Firm, 'seed' | 'contracts' | 'deals'>, month: string): MeterRecord[] {
  return contracts.flatMap((contract) => contract.further.filter((line) => line.usage && line.recurring).flatMap((line) => {
    const sold = deals.some((deal) => deal.contract === contract.number && (deal.sold_in ?? '') <= month);
    const halves = [[`${month}-01`, `${month}-15`], [`${month}-16`, lastOfMonth(month)]].map(([from, to]) => [later(from!, line.recurring!.from), to!] as const).filter(([from, to]) => from <= to);
    // A subject is one meter of the platform, whoever's contract it counts for: two clients have two head offices.
    return sold ? halves.flatMap(([from, to]) => SITES.map((site): MeterRecord => {
      const subject = `${contract.number}-${line.number}-${site}`;
      const name = `${subject}-${from}`;
      return {
        contract_number: contract.number, line_no: String(line.number), meter: line.usage!.meter, subject, period_start: from, period_end: to,
        quantity: String(new Dice(seed, `meter ${name}`).int(8, 55)), unit: line.usage!.unit, source_system: 'platform-metering', source_ref: name,
      };
    })) : [];
  }));
}

/** The desk's meter of every third month is read late in its second half. */
const comesLate = ({ calendar }: Pick<Firm, 'calendar'>, record: MeterRecord): boolean =>
  record.subject.endsWith(SITES[1]!) && record.period_start.slice(8) === '16' && calendar.months.indexOf(monthOf(record.period_start)) % 3 === 1;
