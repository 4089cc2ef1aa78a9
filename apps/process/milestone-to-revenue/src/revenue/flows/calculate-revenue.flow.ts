import { BusinessFailure, defineFlow } from '#lib/process';
import { calculateContract } from '../run/calculate.js';

export interface CalculateRevenueInput {
  run_id: string;
  contract_id: string;
  contract_number: string;
  period: string;
}

/** One contract's part of a revenue run: what it has earned by the end of the month becomes revenue events that wait for approval. */
export const calculateRevenue = defineFlow<CalculateRevenueInput, { outcome: string; events: number }>({
  name: 'calculate-revenue',
  queue: 'finance',
  businessKey: (i) => `revenue:${i.contract_number}:${i.period}`,
  partition: (i) => i.contract_id,
  run: async (ctx, input) => {
    const done = await ctx.tx('calculate', (em) => calculateContract(em, input.run_id, input.contract_id));
    const [first, ...others] = done.faults;
    for (const f of others) await ctx.raise({ code: f.code, message: f.message, context: f.context, legal_entity_code: done.legal_entity_code, business_key: `${ctx.businessKey}:${String(f.context['obligation'] ?? f.context['project'] ?? f.code)}` });
    if (first) throw new BusinessFailure(first.code, undefined, first.message, first.context, [], done.legal_entity_code);
    return { outcome: done.outcome, events: done.events };
  },
});
