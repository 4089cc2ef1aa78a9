/** Fields that say the terms of a line, on `Contract_Line__c` and `Contract_Amendment_Line__c` alike. */
export const TERM_FIELDS = [
  'Rate_Card__c', 'Rate_Card_History__c', 'Retroactive_Rates__c', 'Cap_Amount__c', 'Cap_Hours__c', 'Cap_Policy__c', 'Discount__c', 'Minimum_Amount__c', 'Tax_Profile__c', 'Invoice_Grouping__c',
  'Task_Codes__c', 'Start_Date__c', 'End_Date__c', 'Amount__c', 'Billing_Method__c', 'Retention__c',
  'Retainer_Unit__c', 'Retainer_Fee__c', 'Retainer_Included__c', 'Retainer_Months__c', 'Rollover_Cap__c', 'Rollover_Expiry_Periods__c', 'Overage_Rate__c', 'Overage_Policy__c', 'Refundable__c', 'Full_First_Period__c',
  'Recurring_Amount__c', 'Recurring_Months__c', 'Recurring_Timing__c', 'Service_Start__c', 'Service_End__c', 'Anchor_Day__c', 'Proration__c',
  'Expense_Markup__c', 'Expense_Presentation__c', 'Expense_Cap__c',
  'Obligation_Code__c', 'Obligation_Name__c', 'SSP__c', 'SSP_Method__c', 'Revenue_Timing__c', 'Revenue_Measure__c', 'Is_Series__c', 'Enforceable_Right_to_Payment__c',
] as const;

/** Fields of `Contract_Schedule_Line__c`. */
export const SCHEDULE_FIELDS = ['Line_Number__c', 'Sequence__c', 'Trigger__c', 'Bill_Date__c', 'Milestone_Code__c', 'Amount__c', 'Percent__c'] as const;

/** Fields of `Contract_Usage_Price__c`. */
export const USAGE_FIELDS = ['Line_Number__c', 'Meter__c', 'Unit__c', 'Allowance__c', 'Block_Size__c', 'Mode__c', 'Tier__c', 'Up_To__c', 'Price__c', 'Flat_Fee__c'] as const;
