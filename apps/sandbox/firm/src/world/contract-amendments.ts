import { addDays, lastOfMonth } from './days.js';
import type { Contract, ContractAmendment, FirmCalendar, FurtherLine, LegalEntity, LineKind } from './firm-types.js';
import { INSTALMENT, thousands } from './further-lines.js';

/**
 * What clients and the firm change of signed contracts through the year: a higher price, a service on top at its own price, more of one result half done, scope whose
 * price is open, and one that the client rejects. A small firm tells the first of each.
 */
export function contractAmendments(entities: LegalEntity[], contracts: Contract[], calendar: FirmCalendar): ContractAmendment[] {
  const out: ContractAmendment[] = [];
  const closing = calendar.months.slice(0, -1);
  const having = (kind: LineKind): { contract: Contract; line: FurtherLine }[] => contracts.flatMap((contract) => contract.further.filter((line) => line.kind === kind).map((line) => ({ contract, line })));
  const agree = (nth: number, contract: Contract, one: Omit<ContractAmendment, 'contract' | 'number' | 'month' | 'effective'>): void => {
    const month = closing[nth % closing.length]!;
    out.push({ contract: contract.number, number: out.filter((a) => a.contract === contract.number).length + 1, month, effective: addDays(lastOfMonth(month), 1), ...one });
  };
  const plain = { outcome: 'approved' as const, unpriced: false, distinct: false, at_ssp: false, remaining: 'No' as const };

  having('schedule').slice(0, 2).forEach(({ contract, line }, n) => {
    const more = (count: number): string => thousands(entities, contract.currency, count);
    agree(n, contract, { ...plain, description: 'The review covers two more sites', remaining: 'Yes', price_change: more(INSTALMENT), changes: [{ action: 'Change', line: { ...line, amount: more(INSTALMENT * (calendar.months.length + 2)) } }] });
  });
  having('milestones').slice(0, 2).forEach(({ contract }, n) => {
    const own = (count: number): string => thousands(entities, contract.currency, count);
    const effective = addDays(lastOfMonth(closing[(n + 1) % closing.length]!), 1);
    const bills = [60, 90].map((days) => ({ date: addDays(calendar.last_day, days) }));
    const line: FurtherLine = { number: 8, name: 'Training at the list price', kind: 'schedule', task_codes: [], start: effective, amount: own(8), bills: [{ ...bills[0]!, amount: own(4) }, bills[1]!], obligation: { code: 'TRAINING', measure: 'Straight Line', series: false, ssp: own(8) }, end: addDays(calendar.last_day, 90) };
    agree(n + 1, contract, { ...plain, description: 'Training for two teams, at its list price', distinct: true, at_ssp: true, remaining: 'Yes', price_change: own(8), changes: [{ action: 'Add', line }] });
  });
  having('progress').slice(0, 2).forEach(({ contract, line }, n) => {
    const own = (count: number): string => thousands(entities, contract.currency, count);
    agree(n, contract, { ...plain, description: 'The migration takes a further system along', price_change: own(10), changes: [{ action: 'Change', line: { ...line, amount: own(60) } }] });
  });
  having('retainer').slice(0, 1).forEach(({ contract, line }) => {
    agree(0, contract, { ...plain, outcome: 'rejected', description: 'Twice the hours at twice the fee', remaining: 'Yes', changes: [{ action: 'Change', line: { ...line, retainer: { ...line.retainer!, hours: 40, fee: thousands(entities, contract.currency, 8) } } }] });
  });
  having('service').slice(0, 1).forEach(({ contract }) => {
    const month = closing[0]!;
    const line: FurtherLine = { number: 9, name: 'Second data center, price to be agreed', kind: 'progress', task_codes: [], start: addDays(lastOfMonth(month), 1), amount: thousands(entities, contract.currency, 0), obligation: { code: 'SECOND', measure: 'Cost to Cost', series: false, ssp: thousands(entities, contract.currency, 20) } };
    agree(0, contract, { ...plain, unpriced: true, distinct: true, description: 'Work on a second data center begins before its price is agreed', remaining: 'Yes', changes: [{ action: 'Add', line }] });
  });
  return out;
}
