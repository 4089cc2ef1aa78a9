import type { ExpenseTerms, ObligationTerms, RecurringTerms, RetainerTerms } from '#lib/canonical';
import type { Row } from '../client/shape.js';
import { date, decimal, filled, fraction, text, yes } from './values.js';
import { word } from './words.js';

type At = (field: string) => string;
/** An agreement exists when anything of it is said; what it lacks is for the check of terms to name. */
const said = <T>(terms: object): T | null => (Object.keys(terms).length > 0 ? (terms as T) : null);
/** A box that is not ticked says nothing. */
const ticked = (value: unknown): true | null => (yes(value) ? true : null);

/** Retainer of a line (glossary 6.4). */
export function retainerOf(row: Row, at: At): RetainerTerms | null {
  return said<RetainerTerms>(filled({
    unit: word('retainer_unit', row.Retainer_Unit__c, at('retainer.unit')), fee: decimal(row.Retainer_Fee__c, at('retainer.fee')), included: decimal(row.Retainer_Included__c, at('retainer.included')),
    frequency_months: decimal(row.Retainer_Months__c, at('retainer.frequency_months')), rollover_cap: decimal(row.Rollover_Cap__c, at('retainer.rollover_cap')),
    rollover_expiry_periods: decimal(row.Rollover_Expiry_Periods__c, at('retainer.rollover_expiry_periods')), overage_rate: decimal(row.Overage_Rate__c, at('retainer.overage_rate')),
    overage_policy: word('overage_policy', row.Overage_Policy__c, at('retainer.overage_policy')), refundable: ticked(row.Refundable__c), full_first_period: ticked(row.Full_First_Period__c),
  }));
}

/** Recurring charge of a line (glossary 6.6). */
export function recurringOf(row: Row, at: At): RecurringTerms | null {
  return said<RecurringTerms>(filled({
    amount: decimal(row.Recurring_Amount__c, at('recurring.amount')), frequency_months: decimal(row.Recurring_Months__c, at('recurring.frequency_months')),
    timing: word('recurring_timing', row.Recurring_Timing__c, at('recurring.timing')), service_start: date(row.Service_Start__c, at('recurring.service_start')),
    service_end: date(row.Service_End__c, at('recurring.service_end')), anchor_day: decimal(row.Anchor_Day__c, at('recurring.anchor_day')), proration: word('proration', row.Proration__c, at('recurring.proration')),
  }));
}

/** How a line passes expenses on (rules EXP). */
export function expenseOf(row: Row, at: At): ExpenseTerms | null {
  return said<ExpenseTerms>(filled({
    markup: fraction(row.Expense_Markup__c, at('expense.markup')), presentation: word('presentation', row.Expense_Presentation__c, at('expense.presentation')), cap_amount: decimal(row.Expense_Cap__c, at('expense.cap_amount')),
  }));
}

/** The performance obligation a line belongs to (glossary 7.1). */
export function obligationOf(row: Row, at: At): ObligationTerms | null {
  return said<ObligationTerms>(filled({
    code: text(row.Obligation_Code__c), description: text(row.Obligation_Name__c), ssp: decimal(row.SSP__c, at('obligation.ssp')), ssp_method: word('ssp_method', row.SSP_Method__c, at('obligation.ssp_method')),
    timing: word('timing', row.Revenue_Timing__c, at('obligation.timing')), measure: word('measure', row.Revenue_Measure__c, at('obligation.measure')),
    is_series: ticked(row.Is_Series__c), enforceable_right_to_payment: ticked(row.Enforceable_Right_to_Payment__c),
  }));
}
