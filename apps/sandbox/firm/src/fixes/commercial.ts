import type { BookRow, Desk } from '../desk.js';
import { earlierStage, ODD_STAGE } from '../people/sales.js';
import { ABSENT_CARD } from '../world/commercial-terms.js';
import type { Deal, Firm, Trouble } from '../world/firm-types.js';
import type { Fix } from './fix.js';

/** What the account teams do in the CRM about deals that cannot start. */
export const commercialFixes: Record<string, Fix> = {
  commercial_approval: ({ firm, desks }, trouble) => eachDeal(firm, trouble, async (deal) => {
    const row = await opportunity(desks.salesforce, deal);
    return row?.Commercial_Approval__c === 'Approved' ? 0 : save(desks.salesforce, 'Opportunity', row, { Commercial_Approval__c: 'Approved' });
  }),
  legal_entity: ({ firm, desks }, trouble) => eachDeal(firm, trouble, async (deal) => {
    const row = await opportunity(desks.salesforce, deal);
    const contract = await contractOf(desks.salesforce, deal.contract);
    if (row?.Legal_Entity__c && contract?.Legal_Entity__c) return 0;
    await save(desks.salesforce, 'Contract', contract, { Legal_Entity__c: deal.entity });
    return save(desks.salesforce, 'Opportunity', row, { Legal_Entity__c: deal.entity });
  }),
  rate_card: ({ firm, desks }, trouble) => eachDeal(firm, trouble, async (deal) => {
    const contract = await contractOf(desks.salesforce, deal.contract);
    const lines = await desks.salesforce.rows('Contract_Line__c', { Contract__c: contract?.id ?? '', Rate_Card__c: ABSENT_CARD });
    for (const line of lines) await save(desks.salesforce, 'Contract_Line__c', line, { Rate_Card__c: `LE-${deal.entity}` });
    // The contract is saved as well, so that whoever watches contracts sees a change.
    if (lines.length) await save(desks.salesforce, 'Contract', contract, { Description: 'Rate card corrected' });
    return lines.length;
  }),
  tax_profile: ({ firm, desks }, trouble) => eachDeal(firm, trouble, async (deal) => {
    const account = (await desks.salesforce.rows('Account', { Client_Number__c: deal.client }))[0];
    return account?.Tax_Profile__c ? 0 : save(desks.salesforce, 'Account', account, { Tax_Profile__c: firm.clients.find((client) => client.number === deal.client)!.due_tax_profile });
  }),
  unknown_stage: ({ firm, desks }, trouble) => eachDeal(firm, trouble, async (deal) => {
    const row = await opportunity(desks.salesforce, deal);
    return row?.StageName === ODD_STAGE ? save(desks.salesforce, 'Opportunity', row, { StageName: earlierStage(deal) }) : 0;
  }),
  /** The client agrees to twice as much. */
  cap: async ({ firm, desks }, trouble) => {
    let changed = 0;
    for (const { contract_number: number } of trouble.subjects) {
      const agreed = firm.contracts.find((one) => one.number === number)!.lines[0]!;
      const contract = await contractOf(desks.salesforce, number);
      for (const line of await desks.salesforce.rows('Contract_Line__c', { Contract__c: contract?.id ?? '' })) {
        const amount = agreed.cap_amount && Number(line.Cap_Amount__c) === Number(agreed.cap_amount) ? { Cap_Amount__c: Number(agreed.cap_amount) * 2 } : {};
        const hours = agreed.cap_hours && Number(line.Cap_Hours__c) === agreed.cap_hours ? { Cap_Hours__c: agreed.cap_hours * 2 } : {};
        const raised = { ...amount, ...hours };
        if (Object.keys(raised).length === 0) continue;
        changed += await save(desks.salesforce, 'Contract_Line__c', line, raised);
        await save(desks.salesforce, 'Contract', contract, { Description: 'Cap raised by amendment' });
      }
    }
    return changed;
  },
};

/** The fixes without which deals do not become projects. */
export const SALES_FIXES = ['commercial_approval', 'legal_entity', 'rate_card', 'tax_profile', 'unknown_stage'];

async function eachDeal(firm: Firm, trouble: Trouble, act: (deal: Deal) => Promise<number>): Promise<number> {
  let changed = 0;
  for (const subject of trouble.subjects) changed += await act(firm.deals.find((deal) => deal.number === subject.opportunity_number)!);
  return changed;
}

async function save(desk: Desk, type: string, row: BookRow | undefined, fields: Record<string, unknown>): Promise<number> {
  if (!row) return 0;
  await desk.act('save', { type, record: row.id, fields });
  return 1;
}

const opportunity = async (desk: Desk, deal: Deal): Promise<BookRow | undefined> => (await desk.rows('Opportunity', { Opportunity_Number__c: deal.number }))[0];
const contractOf = async (desk: Desk, number: string | undefined): Promise<BookRow | undefined> => (await desk.rows('Contract', { ContractNumber: number ?? '' }))[0];
