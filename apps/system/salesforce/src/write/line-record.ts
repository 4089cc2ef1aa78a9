import { type ContractLine, dec } from '#lib/canonical';
import { ExactNumber, refuse } from '#lib/connector';
import { historyText } from '../mappers/rate-card-history.js';
import { labelOf, type WordList } from '../mappers/words.js';

/** A record for a request body, in default names. Empty fields are null: the line stands as given, whole. */
export type Fields = Record<string, string | boolean | ExactNumber | null>;

const value = (given: string | undefined): string | null => given ?? null;
const amount = (given: string | undefined): ExactNumber | null => (given === undefined ? null : new ExactNumber(dec(given).toFixed()));
const percent = (given: string | undefined): ExactNumber | null => (given === undefined ? null : new ExactNumber(dec(given).times(100).toFixed()));

function label(list: WordList, given: string | undefined, field: string): string | null {
  if (given === undefined) return null;
  const found = labelOf(list, given);
  if (found === undefined) throw refuse(`${field} "${given}" has no word in this org`, { code: 'INVALID_TERMS', field });
  return found;
}

/** Fields of `Contract_Line__c` for a line as it shall stand. Refuses words the org has none for. */
export function lineRecord(line: ContractLine): Fields {
  const at = (field: string) => `lines[${line.line_no}].${field}`;
  const { retainer: r, recurring: c, expense: e, obligation: o } = line;
  return {
    Name: line.description ?? `Line ${line.line_no}`, Line_Number__c: amount(line.line_no), Contract_Type__c: label('contract_type', line.contract_type, at('contract_type')),
    Rate_Card__c: value(line.rate_card_code), Rate_Card_History__c: historyText(line.earlier_rate_cards), Retroactive_Rates__c: label('retroactive_rates', line.retroactive_rates, at('retroactive_rates')),
    Cap_Amount__c: amount(line.cap_amount), Cap_Hours__c: amount(line.cap_hours), Cap_Policy__c: value(line.cap_policy), Discount__c: percent(line.discount), Minimum_Amount__c: amount(line.minimum_amount),
    Tax_Profile__c: value(line.tax_profile), Invoice_Grouping__c: value(line.invoice_grouping), Task_Codes__c: line.task_codes.length > 0 ? line.task_codes.join(';') : null, Start_Date__c: value(line.start), End_Date__c: value(line.end),
    Amount__c: amount(line.amount), Billing_Method__c: label('billing_method', line.billing_method, at('billing_method')), Retention__c: percent(line.retention),
    Retainer_Unit__c: label('retainer_unit', r?.unit, at('retainer.unit')), Retainer_Fee__c: amount(r?.fee), Retainer_Included__c: amount(r?.included), Retainer_Months__c: amount(r?.frequency_months), Rollover_Cap__c: amount(r?.rollover_cap),
    Rollover_Expiry_Periods__c: amount(r?.rollover_expiry_periods), Overage_Rate__c: amount(r?.overage_rate), Overage_Policy__c: label('overage_policy', r?.overage_policy, at('retainer.overage_policy')),
    Refundable__c: r?.refundable === true, Full_First_Period__c: r?.full_first_period === true,
    Recurring_Amount__c: amount(c?.amount), Recurring_Months__c: amount(c?.frequency_months), Recurring_Timing__c: label('recurring_timing', c?.timing, at('recurring.timing')), Service_Start__c: value(c?.service_start),
    Service_End__c: value(c?.service_end), Anchor_Day__c: amount(c?.anchor_day), Proration__c: label('proration', c?.proration, at('recurring.proration')),
    Expense_Markup__c: percent(e?.markup), Expense_Presentation__c: label('presentation', e?.presentation, at('expense.presentation')), Expense_Cap__c: amount(e?.cap_amount),
    Obligation_Code__c: value(o?.code), Obligation_Name__c: value(o?.description), SSP__c: amount(o?.ssp), SSP_Method__c: label('ssp_method', o?.ssp_method, at('obligation.ssp_method')),
    Revenue_Timing__c: label('timing', o?.timing, at('obligation.timing')), Revenue_Measure__c: label('measure', o?.measure, at('obligation.measure')), Is_Series__c: o?.is_series === true, Enforceable_Right_to_Payment__c: o?.enforceable_right_to_payment === true,
  };
}

/** Fields of `Contract_Schedule_Line__c` for each bill of a line. */
export function scheduleRecords(line: ContractLine): Fields[] {
  return (line.billing_schedule ?? []).map((bill) => ({
    Name: `Line ${line.line_no} bill ${bill.seq}`, Line_Number__c: amount(line.line_no), Sequence__c: amount(bill.seq), Trigger__c: label('trigger', bill.trigger, `lines[${line.line_no}].billing_schedule[${bill.seq}].trigger`),
    Bill_Date__c: value(bill.bill_date), Milestone_Code__c: value(bill.milestone_code), Amount__c: amount(bill.amount), Percent__c: percent(bill.pct),
  }));
}

/** Fields of `Contract_Usage_Price__c` for each price step of a line. */
export function usageRecords(line: ContractLine): Fields[] {
  return (line.usage ?? []).flatMap((meter) => meter.tiers.map((tier, i) => ({
    Name: `Line ${line.line_no} ${meter.meter} step ${i + 1}`.slice(0, 80), Line_Number__c: amount(line.line_no), Meter__c: meter.meter, Unit__c: value(meter.unit), Allowance__c: amount(meter.allowance), Block_Size__c: amount(meter.block_size),
    Mode__c: label('usage_mode', meter.mode, `lines[${line.line_no}].usage[${meter.meter}].mode`), Tier__c: amount(String(i + 1)), Up_To__c: amount(tier.up_to), Price__c: amount(tier.price), Flat_Fee__c: amount(tier.flat_fee),
  })));
}
