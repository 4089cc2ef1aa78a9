import type { Contract, FurtherLine, LineKind } from '../world/firm-types.js';

type Fields = Record<string, unknown>;

const TYPES: Record<LineKind, string> = { milestones: 'Milestone', schedule: 'Fixed Fee', progress: 'Fixed Fee', retainer: 'Retainer', service: 'Managed Services', expenses: 'Expense' };
const BILLED: Partial<Record<LineKind, string>> = { milestones: 'Milestone', schedule: 'Schedule', progress: 'Percent Complete' };
const number = (amount: string | undefined): number | null => (amount === undefined ? null : Number(amount));

/** The terms of a line as sales keeps them, for a contract's line or an amendment's. */
export function lineTerms(line: FurtherLine, currency: string): Fields {
  const { retainer: r, recurring: c, expenses: e, obligation: o } = line;
  return {
    Line_Number__c: line.number, Contract_Type__c: TYPES[line.kind], CurrencyIsoCode: currency, Task_Codes__c: line.task_codes.join(';') || null, Start_Date__c: line.start, End_Date__c: line.end ?? null,
    Amount__c: number(line.amount), Billing_Method__c: BILLED[line.kind] ?? null, Retention__c: number(line.retention),
    ...(r ? { Retainer_Unit__c: 'Hours', Retainer_Fee__c: Number(r.fee), Retainer_Included__c: r.hours, Retainer_Months__c: 1, Rollover_Cap__c: r.rollover_cap, Rollover_Expiry_Periods__c: r.expiry_periods, Overage_Rate__c: Number(r.overage_rate), Overage_Policy__c: 'Bill' } : {}),
    ...(c ? { Recurring_Amount__c: Number(c.amount), Recurring_Months__c: 1, Recurring_Timing__c: c.timing === 'advance' ? 'Advance' : 'Arrears', Service_Start__c: c.from, Anchor_Day__c: c.anchor_day, Proration__c: 'Actual Days' } : {}),
    ...(e ? { Expense_Markup__c: Number(e.markup), Expense_Presentation__c: 'Principal', Expense_Cap__c: Number(e.cap) } : {}),
    ...(o ? { Obligation_Code__c: o.code, Obligation_Name__c: line.name, Revenue_Measure__c: o.measure, Is_Series__c: o.series, Enforceable_Right_to_Payment__c: true, SSP__c: number(o.ssp), SSP_Method__c: o.ssp ? 'Observable' : null } : {}),
  };
}

/** Bills and price steps of a line, each with the object it is a record of. `owner` is the lookup to the contract or the amendment. */
export function lineDetails(line: FurtherLine, key: string, owner: Fields, currency: string): { type: string; key: string; fields: Fields }[] {
  const base = { ...owner, Line_Number__c: line.number, CurrencyIsoCode: currency };
  return [
    ...(line.bills ?? []).map((bill, i, all) => {
      const name = `${key} bill ${i + 1}`;
      // The last bill is the balance of the line: said as an amount only where all the others are.
      const share = bill.percent ? { Percent__c: Number(bill.percent) } : { Amount__c: Number(bill.amount ?? balance(line, all)) };
      return { type: 'Contract_Schedule_Line__c', key: name, fields: { ...base, Name: name, Sequence__c: i + 1, Trigger__c: bill.milestone ? 'Milestone' : 'Date', Bill_Date__c: bill.date, Milestone_Code__c: bill.milestone ?? null, ...share } };
    }),
    ...(line.usage?.tiers ?? []).map((tier, i) => {
      const name = `${key} step ${i + 1}`;
      return { type: 'Contract_Usage_Price__c', key: name, fields: { ...base, Name: name, Meter__c: line.usage!.meter, Unit__c: line.usage!.unit, Allowance__c: line.usage!.allowance, Mode__c: 'Graduated', Tier__c: i + 1, Up_To__c: tier.up_to ?? null, Price__c: Number(tier.price) } };
    }),
  ];
}

/** What the other bills leave of the line, in whole minor units. */
function balance(line: FurtherLine, bills: { amount?: string }[]): string {
  const decimals = (line.amount!.split('.')[1] ?? '').length;
  const minor = (text: string): number => Math.round(Number(text) * 10 ** decimals);
  return ((minor(line.amount!) - bills.reduce((sum, bill) => sum + (bill.amount ? minor(bill.amount) : 0), 0)) / 10 ** decimals).toFixed(decimals);
}

/** Every line of a contract beside its line of time. */
export const furtherOf = (one: Contract): { key: string; line: FurtherLine }[] => one.further.map((line) => ({ key: `${one.number} line ${line.number}`, line }));
