import { newId } from '#lib/canonical';
import { type DailyWork, startIn } from '#lib/process';
import { once } from '#lib/store';
import type { EntityManager } from 'typeorm';
import { contractBillingSettings } from '../settings.js';
import { contractDues } from './contract-dues.flow.js';

/** Contracts whose dues are raised, and up to when. */
export interface DuesWanted {
  through: string;
  legal_entity_code?: string;
  contract_number?: string;
}

export interface DuesStarted {
  id: string;
  through: string;
  contracts: number;
}

/** Starts a run per contract that bills by its terms, once per key. */
export function startDues(em: EntityManager, key: string, wanted: DuesWanted, who: string, correlation_id?: string) {
  return once<DuesStarted>(em, 'billing-dues', key, { ...wanted, who }, async () => {
    const contracts = await contractsByTerms(em, wanted);
    const id = newId();
    for (const c of contracts) await startIn(em, { flow: contractDues, id: `contract-dues:${id}:${c.contract_id}`, input: { ...c, through: wanted.through, dues_run: id }, correlation_id: correlation_id ?? id });
    return { status: 202, response: { id, through: wanted.through, contracts: contracts.length } };
  });
}

/** BILLING_DUES_DAILY: everything that falls due up to the day, under a key of the day. */
export const dailyDues: DailyWork = {
  name: 'billing-dues',
  at: () => contractBillingSettings().dues_daily,
  start: async (ds, day) => void (await ds.transaction((em) => startDues(em, `daily-${day}`, { through: day }, 'process:contract-billing'))),
};

function contractsByTerms(em: EntityManager, wanted: DuesWanted): Promise<{ contract_id: string; contract_number: string }[]> {
  return em.query(
    `select id as contract_id, data->>'contract_number' as contract_number from canonical_record where entity = 'contract' and not deleted and status in ('signed', 'active', 'completed') and ($1::text is null or legal_entity_code = $1) and ($2::text is null or data->>'contract_number' = $2)
       and exists (select 1 from jsonb_array_elements(data->'lines') l where l->>'status' = 'active' and (l ?| array['billing_schedule', 'retainer', 'recurring', 'usage', 'minimum_amount'] or l->>'billing_method' = 'percent_complete')) order by 2`,
    [wanted.legal_entity_code ?? null, wanted.contract_number ?? null]);
}
