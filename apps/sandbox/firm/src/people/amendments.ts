import { storyTime, type BookRow } from '../desk.js';
import { lineDetails, lineTerms } from '../seed/salesforce-lines.js';
import type { ContractAmendment } from '../world/firm-types.js';
import { monthEndInstant } from './months.js';
import type { Stage, StepResult } from './step.js';

/**
 * Account teams and clients change contracts at the end of a month: drafted with every line as it shall be, submitted, then approved by the client and by revenue
 * accounting, or rejected. An amendment that stands in the CRM is only taken further; one that is approved, applied or rejected stays as it is.
 */
export async function amendContracts({ firm, desks: { salesforce, ...desks }, report }: Stage, month: string): Promise<StepResult> {
  await storyTime({ salesforce, ...desks }, monthEndInstant(firm.calendar, month, 'before_billing'));
  const planned = firm.amendments.filter((one) => one.month === month);
  const contracts = new Map((await salesforce.rows('Contract')).map((row) => [String(row.ContractNumber), row]));
  const agreed: string[] = [];
  for (const [n, one] of planned.entries()) {
    report('amendments', n, planned.length);
    const contract = contracts.get(one.contract);
    if (!contract || contract.Status !== 'Activated') continue;
    const name = `${one.contract} amendment ${one.number}`;
    const known = (await salesforce.rows('Contract_Amendment__c', { Contract__c: contract.id })).find((row) => Number(row.Amendment_Number__c) === one.number);
    const id = known?.id ?? (await drafted(one, name, contract));
    await completed(one, id, String(contract.CurrencyIsoCode));
    if (!known || known.Status__c === 'Draft' || known.Status__c === 'Submitted') {
      await save('Contract_Amendment__c', { Status__c: 'Submitted' }, id);
      await save('Contract_Amendment__c', decision(one), id);
    }
    agreed.push(name);
  }
  report('amendments', planned.length, planned.length);
  return { done: agreed.length, total: planned.length, details: { amendments: agreed } };

  async function save(type: string, fields: Record<string, unknown>, record?: string): Promise<string> {
    return (await salesforce.act<{ ids: string[] }>('save', { type, ...(record ? { record } : {}), fields })).ids[0]!;
  }

  function drafted(one: ContractAmendment, name: string, contract: BookRow): Promise<string> {
    return save('Contract_Amendment__c', {
      Name: name, Contract__c: contract.id, CurrencyIsoCode: contract.CurrencyIsoCode, Amendment_Number__c: one.number, Effective_Date__c: one.effective, Description__c: one.description, Price_Change__c: one.price_change ? Number(one.price_change) : null,
      Adds_Distinct_Services__c: one.distinct, Priced_at_SSP__c: one.at_ssp, Remaining_Distinct__c: one.remaining, Unpriced__c: one.unpriced, Status__c: 'Draft',
    });
  }

  /** Its lines with their bills and prices, those that are not there yet. */
  async function completed(one: ContractAmendment, id: string, currency: string): Promise<void> {
    const missing = async (type: string, key: string): Promise<boolean> => !(await salesforce.rows(type, { Amendment__c: id })).some((row) => row.Name === key);
    for (const { action, line } of one.changes) {
      // By the name it has in the contract, which keeps it when the amendment is applied.
      const key = `${one.contract} line ${line.number}`;
      for (const detail of lineDetails(line, key, { Amendment__c: id }, currency)) if (await missing(detail.type, detail.key)) await save(detail.type, detail.fields);
      if (await missing('Contract_Amendment_Line__c', key)) await save('Contract_Amendment_Line__c', { Name: key, Amendment__c: id, Action__c: action, ...lineTerms(line, currency) });
    }
  }

  function decision(one: ContractAmendment): Record<string, unknown> {
    if (one.outcome === 'rejected') return { Status__c: 'Rejected' };
    return { Status__c: 'Approved', Client_Approved__c: true, Approved_Date__c: one.effective, Revenue_Approved_By__c: 'rhea.revenue' };
  }
}
