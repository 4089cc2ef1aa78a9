import type { BookRow, Desks } from '../desk.js';
import type { SignedLine } from '../world/terms.js';

/** The lines of activated contracts as project managers read them in the CRM: bills that wait for a milestone, and expenses that are passed on. */
export async function signedTerms(desks: Desks): Promise<SignedLine[]> {
  const [contracts, lines, bills] = await Promise.all(['Contract', 'Contract_Line__c', 'Contract_Schedule_Line__c'].map((table) => desks.salesforce.rows(table)));
  const numbers = new Map(contracts!.filter((row) => row.Status !== 'Draft').map((row) => [row.id, String(row.ContractNumber)]));
  return lines!.filter((row) => numbers.has(String(row.Contract__c))).map((row) => ({
    contract: numbers.get(String(row.Contract__c))!, line: String(row.Line_Number__c), currency: String(row.CurrencyIsoCode), task_codes: String(row.Task_Codes__c ?? '').split(';').map((code) => code.trim()).filter(Boolean),
    earns_by_milestone: row.Revenue_Measure__c === 'Output Milestone' || row.Revenue_Timing__c === 'Point in Time', expenses: row.Contract_Type__c === 'Expense',
    milestones: bills!.filter((bill) => bill.Contract__c === row.Contract__c && String(bill.Line_Number__c) === String(row.Line_Number__c) && bill.Trigger__c === 'Milestone' && bill.Milestone_Code__c).map(term),
  }));
}

const term = (bill: BookRow): SignedLine['milestones'][number] => ({
  code: String(bill.Milestone_Code__c), seq: Number(bill.Sequence__c ?? 0), ...(bill.Bill_Date__c ? { bill_date: String(bill.Bill_Date__c) } : {}), ...(bill.Amount__c ? { amount: String(bill.Amount__c) } : {}),
  ...(bill.Percent__c ? { percent: String(bill.Percent__c) } : {}),
});
