import type { Contract } from '#lib/canonical';
import { defineFlow, defineTrigger } from '#lib/process';
import { recordById } from '#lib/store';
import { recapLine } from '../steps/caps.js';

export interface RecapContractInput {
  contract_id: string;
  lines: string[];
}

/** An amendment changed the cap or the prices of lines of time: what is open on them is shared out under the cap anew (TM-5, MOD-7). */
export const recapContract = defineFlow<RecapContractInput, { lines: number }>({
  name: 'recap-contract',
  queue: 'finance',
  businessKey: (i) => `caps:${i.contract_id}`,
  partition: (i) => i.contract_id,
  run: async (ctx, input) => {
    for (const line of input.lines) {
      await ctx.tx(`share out the cap of line ${line}`, async (em) => {
        const contract = await recordById<Contract>(em, input.contract_id);
        if (contract) await recapLine(em, contract, line);
      });
    }
    return { lines: input.lines.length };
  },
});

export const onAmended = defineTrigger({
  name: 'time-to-invoice.amended', types: ['contract.amended'], flow: recapContract,
  input: (e) => {
    const lines = (e.data['lines'] as { line_no: string; after: { contract_type: string } }[]).filter((l) => l.after.contract_type === 'time_and_materials').map((l) => l.line_no);
    return lines.length === 0 ? null : { contract_id: e.entityid, lines };
  },
  id: (e) => `recap-contract:${e.idempotencykey}`,
});
