import type { Row } from '../../../kernel/src/index.js';
import { invalidFieldValue, missingValue } from '../errors.js';
import type { ReadBody } from '../records/read-body.js';
import type { Work } from '../work.js';
import { tradesWith } from './entities.js';
import { patched } from './keeper.js';
import { optionalText } from './values.js';

/** Who a sale is with: the customer, and the project when there is one. */
export interface Party {
  customer: Row;
  job: Row | undefined;
}

/** The customer and project of an invoice or credit memo; `entity` may name either. Throws when there is no customer. */
export function partyOf(work: Work, existing: Row | undefined, body: ReadBody): Party {
  const named = patched(existing, body, 'entity');
  if (!named) throw missingValue('Customer', 'entity');
  const { books } = work;
  const direct = books.table('customer').get(named);
  const job = books.table('job').get(direct ? (patched(existing, body, 'job') ?? '') : named);
  const customer = direct ?? books.table('customer').get(optionalText(job?.parent) ?? '');
  if (!customer) throw invalidFieldValue(named, 'entity');
  return { customer, job };
}

/** Throws when the customer does not trade with the subsidiary, or the project belongs to another customer or subsidiary. */
export function mustFit(work: Work, { customer, job }: Party, subsidiary: string): void {
  if (!tradesWith(work, customer, subsidiary)) throw invalidFieldValue(customer.id, 'entity');
  if (job) jobMustFit(job, customer, subsidiary, 'job');
}

/** Throws when a line's project belongs to another customer or subsidiary. */
export function jobMustFit(job: Row | undefined, customer: Row, subsidiary: string, path: string): void {
  if (!job) return;
  const owner = optionalText(job.parent);
  const home = optionalText(job.subsidiary);
  if ((owner && owner !== customer.id) || (home && home !== subsidiary)) throw invalidFieldValue(job.id, 'job', path);
}
