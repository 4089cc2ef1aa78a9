import type { AmendmentApplicationWrite, ContractLine } from '#lib/canonical';
import { type Asked, exactJson, refuse, Unmappable, type WriteVerb, type Written } from '#lib/connector';
import { dataPath } from '../client/names.js';
import type { Ctx } from '../client/query.js';
import { readRecord } from '../client/record.js';
import type { Row } from '../client/shape.js';
import type { SalesforceSettings } from '../config.js';
import { CONTRACT } from '../mappers/contract.js';
import { contractLineOf } from '../mappers/contract-line.js';
import { text } from '../mappers/values.js';
import { byIds } from '../read/family.js';
import { amendmentNodes, ofLines } from './amendment-graph.js';
import { differences } from './line-differences.js';

type AskedAmendment = Asked<AmendmentApplicationWrite, SalesforceSettings, Row>;
/** What stands after the write: the lines that were named, in canonical form, or why they could not be read. */
interface Standing { lines: ContractLine[]; unreadable?: string }

/** Where the amendment stands and whose write was the last one. */
const amendmentOf = (body: AmendmentApplicationWrite, ctx: Ctx) => readRecord({ object: 'Contract_Amendment__c', value: body.amendment_source_id }, ['Gateway_Key__c', 'Status__c'], ctx, 'contract_amendment.get');

async function contractOf(body: AmendmentApplicationWrite, ctx: Ctx): Promise<Row> {
  const [contract] = await byIds(CONTRACT, [body.contract_source_id], ctx);
  if (!contract || contract.IsDeleted === true) throw refuse(`contract ${body.contract_source_id} does not exist`, { class: 'not_found', field: 'contract_source_id' });
  return contract;
}

function standing(contract: Row, lines: readonly ContractLine[]): Standing {
  const touched = new Set(lines.map((line) => line.line_no));
  try {
    const [bills, steps] = ['Schedule_Lines__r', 'Usage_Prices__r'].map((relationship) => ofLines(contract, relationship, touched));
    return { lines: ofLines(contract, 'Contract_Lines__r', touched).map((row) => contractLineOf(row, bills, steps)) };
  } catch (error) {
    if (!(error instanceof Unmappable)) throw error;
    return { lines: [], unreadable: error.problem.message };
  }
}

async function receiptOf(amendment: Row, body: AmendmentApplicationWrite, ctx: Ctx): Promise<Written> {
  return { source_id: amendment.Id, status: text(amendment.Status__c) ?? '', facts: {}, record: standing(await contractOf(body, ctx), body.lines) };
}

/**
 * Writes an amendment's lines into the contract, or those that stood before, in one composite graph: all of it is saved or none. The amendment record carries the
 * key of the write that was the last, so a write whose answer was lost is found by it and never sent twice.
 */
export const applyAmendment: WriteVerb<AmendmentApplicationWrite, SalesforceSettings, Row> = {
  prepare: contractOf,
  build: ({ body, key, prepared, settings }: AskedAmendment) => ({
    method: 'POST', url: `${dataPath(settings)}/composite/graph`, label: 'amendment.graph', body: { graphs: [{ graphId: 'amendment', compositeRequest: amendmentNodes(body, prepared, key, settings) }] },
  }),
  parse: (answer, { body }) => {
    const { graphs } = exactJson<{ graphs?: { isSuccessful?: boolean }[] }>(answer);
    if (graphs?.[0]?.isSuccessful !== true) throw new Error('the graph was answered without success');
    return { source_id: body.amendment_source_id, status: body.action === 'apply' ? 'Applied' : 'Approved', facts: {} };
  },
  find: async ({ body, key }, ctx) => {
    const amendment = await amendmentOf(body, ctx);
    // Deleted since: what it did to the contract can no longer be told from it.
    if (typeof amendment === 'string') return 'cannot_tell';
    return amendment.Gateway_Key__c === key ? receiptOf(amendment, body, ctx) : 'absent';
  },
  readBack: async (written, { body, key }, ctx) => {
    const amendment = await amendmentOf(body, ctx);
    return typeof amendment !== 'string' && amendment.Gateway_Key__c === key ? { ...(await receiptOf(amendment, body, ctx)), source_id: written.source_id } : { ...written, record: { lines: [] } };
  },
  echo: ({ body }, { record }) => differences(body.lines, (record ?? { lines: [] }) as Standing),
  undo: 'apply_amendment',
  undoes: (body) => body.action === 'withdraw',
};
