import { defineFlow } from '#lib/process';
import { CLOSE_ORDER } from '#lib/rules';
import type { EntityManager } from 'typeorm';
import type { PeriodOfClose } from '../checks/run-checks.js';
import { approveReopening, close, reopeningRequest, requestReopening, softClose } from '../steps/states.js';

const fiona = { by: 'fiona', correlation_id: 'c' };
const frank = { by: 'frank', correlation_id: 'c' };

/**
 * The moves of a close as their routes make them, each in one transaction, so that a process can be killed in the middle of one; each is made
 * twice, as by a person who got no answer. Soft closes and closes every subledger, then reopens from billing on.
 */
export const closeMoves = defineFlow<PeriodOfClose & { expires_on: string; as_of: string }, null>({
  name: 'close-moves', queue: 'finance', businessKey: (i) => `close-moves:${i.legal_entity}:${i.period}`,
  run: async (ctx, i) => {
    const p = { legal_entity: i.legal_entity, period: i.period };
    const twice = async <T>(name: string, move: (em: EntityManager) => Promise<T>): Promise<T> => {
      await ctx.tx(name, move);
      return ctx.tx(`${name}, asked again`, move);
    };
    for (const subledger of CLOSE_ORDER) {
      await twice(`soft close ${subledger}`, (em) => softClose(em, p, subledger, fiona));
      await twice(`close ${subledger}`, (em) => close(em, p, subledger, frank));
    }
    const request = await twice('ask to reopen', (em) => requestReopening(em, p, { subledger: 'billing', reason: 'late invoice', expires_on: i.expires_on, as_of: i.as_of }, fiona));
    await twice('approve the reopening', async (em) => approveReopening(em, (await reopeningRequest(em, request))!, i.as_of, frank));
    return null;
  },
});
