import { addDays, lastOfMonth, monthOf } from './days.js';
import type { Contract, ContractAmendment, FirmCalendar, FurtherLine, LegalEntity, LineKind } from './firm-types.js';
import { INSTALMENT, thousands } from './further-lines.js';

type Agreed = Pick<ContractAmendment, 'description' | 'changes'> & Partial<ContractAmendment>;

/** Months after the first of a contract in which its lines are changed, for the first contract of a kind, the second, and so on. */
const AFTER: Record<Exclude<LineKind, 'expenses'>, number[]> = { schedule: [1, 2, 3, 2, 3], milestones: [2, 1, 3, 2, 1], progress: [4, 2, 3, 2, 3], retainer: [3, 2], service: [6, 3, 5] };

/**
 * What is changed of signed contracts in the course of a year, spread over its months, of every kind there is in a quarter. Numbers of a contract rise with the months.
 */
export function amendmentsOfYear(entities: LegalEntity[], contracts: Contract[], calendar: FirmCalendar): ContractAmendment[] {
  const agreed = contracts.flatMap((contract) => contract.further.flatMap((line) => {
    if (line.kind === 'expenses') return [];
    const nth = contracts.filter((one) => one.further.some((other) => other.kind === line.kind)).indexOf(contract);
    const at = calendar.months.indexOf(monthOf(contract.start)) + (AFTER[line.kind][nth] ?? 4);
    const month = calendar.months[at];
    // What is agreed in the last month is told by no estimate any more.
    if (!month || AFTER[line.kind][nth] === undefined || month === calendar.months.at(-1)) return [];
    return [{ contract, month, effective: addDays(lastOfMonth(month), 1), one: changeOf(line, addDays(lastOfMonth(month), 1), (count) => thousands(entities, contract.currency, count)) }];
  }));
  agreed.sort((a, b) => (a.month < b.month ? -1 : a.month > b.month ? 1 : 0));
  const numbers = new Map<string, number>();
  return agreed.map(({ contract, month, effective, one }) => {
    const number = (numbers.get(contract.number) ?? 0) + 1;
    numbers.set(contract.number, number);
    return { contract: contract.number, number, month, effective, outcome: 'approved', unpriced: false, distinct: false, at_ssp: false, remaining: 'No', ...one };
  });
}

function changeOf(line: FurtherLine, effective: string, own: (count: number) => string): Agreed {
  const plus = (count: number): string => sum(line.amount!, own(count));
  switch (line.kind) {
    case 'schedule':
      return { description: 'The review covers two more sites', remaining: 'Yes', price_change: own(INSTALMENT), changes: [{ action: 'Change', line: { ...line, amount: plus(INSTALMENT) } }] };
    case 'milestones': {
      const end = lastOfMonth(monthOf(addDays(effective, 80)));
      const training: FurtherLine = {
        number: 8, name: 'Training at the list price', kind: 'schedule', task_codes: [], start: effective, amount: own(8), bills: [{ date: lastOfMonth(monthOf(addDays(effective, 40))), amount: own(4) }, { date: end }],
        obligation: { code: 'TRAINING', measure: 'Straight Line', series: false, ssp: own(8) }, end,
      };
      return { description: 'Training for two teams, at its list price', distinct: true, at_ssp: true, remaining: 'Yes', price_change: own(8), changes: [{ action: 'Add', line: training }] };
    }
    case 'progress':
      return { description: 'The migration takes a further system along', price_change: own(10), changes: [{ action: 'Change', line: { ...line, amount: plus(10) } }] };
    case 'retainer':
      return { outcome: 'rejected', description: 'Twice the hours at twice the fee', remaining: 'Yes', changes: [{ action: 'Change', line: { ...line, retainer: { ...line.retainer!, hours: 40, fee: own(8) } } }] };
    default: {
      const second: FurtherLine = { number: 9, name: 'Second data center, price to be agreed', kind: 'progress', task_codes: [], start: effective, amount: own(0), obligation: { code: 'SECOND', measure: 'Cost to Cost', series: false, ssp: own(20) } };
      return { unpriced: true, distinct: true, description: 'Work on a second data center begins before its price is agreed', remaining: 'Yes', changes: [{ action: 'Add', line: second }] };
    }
  }
}

/** The sum of two amounts of one currency, exactly. */
function sum(a: string, b: string): string {
  const decimals = (a.split('.')[1] ?? '').length;
  const minor = BigInt(a.replace('.', '')) + BigInt(b.replace('.', ''));
  if (decimals === 0) return String(minor);
  const digits = String(minor).padStart(decimals + 1, '0');
  return `${digits.slice(0, -decimals)}.${digits.slice(-decimals)}`;
}
