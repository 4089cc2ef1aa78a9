import { bool, date, longText, money, number, openPick, percent, pick, text, type Field } from './field.js';

/** The commercial terms of a line: the same fields stand on a contract's line and on what an amendment makes of it. */
export const termFields = (): Field[] => [
  text('Rate_Card__c', 80), longText('Rate_Card_History__c', 2000), pick('Retroactive_Rates__c', ['Unbilled Only', 'Bill']),
  money('Cap_Amount__c'), number('Cap_Hours__c', 12, 2), openPick('Cap_Policy__c', ['split_hold']),
  percent('Discount__c'), money('Minimum_Amount__c'), text('Tax_Profile__c', 40), pick('Invoice_Grouping__c', ['contract', 'project']),
  longText('Task_Codes__c', 2000), date('Start_Date__c'), date('End_Date__c'),
  money('Amount__c'), pick('Billing_Method__c', ['Milestone', 'Schedule', 'Percent Complete']), percent('Retention__c'),
  pick('Retainer_Unit__c', ['Hours', 'Money']), money('Retainer_Fee__c'), number('Retainer_Included__c', 18, 4), number('Retainer_Months__c', 3, 0),
  number('Rollover_Cap__c', 18, 4), number('Rollover_Expiry_Periods__c', 3, 0), number('Overage_Rate__c', 18, 6), pick('Overage_Policy__c', ['Bill', 'Block', 'Absorb']),
  bool('Refundable__c'), bool('Full_First_Period__c'),
  money('Recurring_Amount__c'), number('Recurring_Months__c', 3, 0), pick('Recurring_Timing__c', ['Advance', 'Arrears']), date('Service_Start__c'), date('Service_End__c'),
  number('Anchor_Day__c', 2, 0), pick('Proration__c', ['Actual Days', 'Calendar Month', 'Actual/30', '30/360', 'By Second', 'None']),
  percent('Expense_Markup__c'), pick('Expense_Presentation__c', ['Principal', 'Agent']), money('Expense_Cap__c'),
  text('Obligation_Code__c', 40), text('Obligation_Name__c', 255), money('SSP__c'), pick('SSP_Method__c', ['Observable', 'Adjusted Market', 'Cost Plus', 'Residual']),
  pick('Revenue_Timing__c', ['Over Time', 'Point in Time']),
  pick('Revenue_Measure__c', ['Cost to Cost', 'Hours', 'Output Milestone', 'Units', 'Straight Line', 'As Invoiced']),
  bool('Is_Series__c'), bool('Enforceable_Right_to_Payment__c'),
];

export const CONTRACT_TYPES = ['Time and Materials', 'Fixed Fee', 'Milestone', 'Retainer', 'Managed Services', 'Subscription', 'Expense'];
