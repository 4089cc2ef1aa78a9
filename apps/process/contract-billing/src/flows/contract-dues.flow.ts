import { defineFlow } from '#lib/process';
import { RuleError } from '#lib/rules';
import { atTheEnd, type LineOfContract } from '#lib/store';
import type { EntityManager } from 'typeorm';
import { asOf } from '../contract/as-of.js';
import { lineName, linesByTerms } from '../contract/lines.js';
import { showOnLine } from '../contract/line-exceptions.js';
import { billMinimums } from '../minimum/minimums.js';
import { billHoursRetainer } from '../retainer/hours-retainer.js';
import { billMoneyRetainer } from '../retainer/money-retainer.js';
import { billProgress } from '../schedule/percent-complete.js';
import { raiseScheduleDues } from '../schedule/raise-dues.js';
import { syncSchedule } from '../schedule/sync-schedule.js';
import { billRecurring } from '../services/recurring.js';
import { billUsage } from '../services/usage.js';

export interface ContractDuesInput {
  contract_id: string;
  contract_number: string;
  /** Raise what falls due up to this day; null: only follow what has changed, as of the last day asked for. */
  through: string | null;
  /** The request it is part of. */
  dues_run?: string;
}

type Part = (em: EntityManager, of: LineOfContract, through: string | null) => Promise<void>;
const due = (when: (of: LineOfContract) => unknown, work: (em: EntityManager, of: LineOfContract, through: string) => Promise<void>): Part => async (em, of, through) => (through && when(of) ? work(em, of, through) : undefined);

/** What a contract bills by its terms, in the order in which it is raised. */
const PARTS: [name: string, part: Part][] = [
  ['keep the billing schedules', (em, of) => syncSchedule(em, of)],
  ['raise what is due by date', due((of) => of.line.billing_schedule?.length, raiseScheduleDues)],
  ['raise what is earned by progress', due((of) => of.line.billing_method === 'percent_complete', billProgress)],
  ['keep and bill the retainers', async (em, of, through) => (of.line.retainer ? (of.line.retainer.unit === 'money' ? billMoneyRetainer : billHoursRetainer)(em, of, through) : undefined)],
  ['raise recurring charges', due((of) => of.line.recurring, billRecurring)],
  ['rate the usage', due((of) => of.line.usage?.length, billUsage)],
  ['raise what is missing to the minimum', due((of) => of.line.minimum_amount, billMinimums)],
];

/**
 * What a contract bills beside approved time and expenses: schedules, progress, retainers, recurring charges, usage, minimums. Repeating it
 * raises nothing twice; terms or facts that changed are followed. Terms that cannot be billed are one exception per line, and do not keep the
 * other lines back.
 */
export const contractDues = defineFlow<ContractDuesInput, { through: string | null }>({
  name: 'contract-dues',
  queue: 'finance',
  businessKey: (i) => `dues:${i.contract_number}`,
  // Its own partition: a billing run of the contract waits for it.
  partition: (i) => `terms:${i.contract_id}`,
  run: async (ctx, input) => {
    const through = await ctx.tx('as of which day', (em) => asOf(em, input.contract_id, input.through));
    for (const [name, part] of PARTS) {
      await ctx.tx(name, (em) => atTheEnd(em, () => perLine(em, input.contract_id, name, (of) => part(em, of, through))));
    }
    return { through };
  },
});

/** Does the part for each line; a rule that refuses the terms of a line says so on that line only. Rules speak before anything is written. */
export async function perLine(em: EntityManager, contractId: string, name: string, part: (of: LineOfContract) => Promise<void>): Promise<void> {
  await em.query('select pg_advisory_xact_lock(hashtextextended($1, 9))', [`terms:${contractId}`]);
  for (const of of await linesByTerms(em, contractId)) {
    try {
      await part(of);
      await showOnLine(em, of, 'INVALID_TERMS', null, name);
    } catch (error) {
      if (!(error instanceof RuleError)) throw error;
      await showOnLine(em, of, 'INVALID_TERMS', { message: `${lineName(of)} cannot be billed by its terms: ${error.detail} (${error.rule})`, context: { rule: error.rule } }, name);
    }
  }
}
