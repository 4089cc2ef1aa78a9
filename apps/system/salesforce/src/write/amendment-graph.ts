import type { AmendmentApplicationWrite, ContractLine } from '#lib/canonical';
import { refuse } from '#lib/connector';
import { dataPath, fieldOf, nameOf } from '../client/names.js';
import { recordPath } from '../client/record.js';
import type { Row } from '../client/shape.js';
import type { SalesforceSettings } from '../config.js';
import { lineNumberOf } from '../mappers/contract-line.js';
import { type Fields, lineRecord, scheduleRecords, usageRecords } from './line-record.js';

/** A node of a composite graph. */
interface Node { method: string; url: string; referenceId: string; body?: object }

/** Nodes in one graph at most (REST guide, composite graph limits). */
const MOST_NODES = 500;
/** A line that shall no longer be in the contract. */
const gone = (line: ContractLine): boolean => line.status === 'cancelled';

/**
 * The nodes that bring a contract's lines to how they shall stand and mark the amendment with the key, all or none of them. Bills and price steps of the lines
 * named are replaced; lines that are not named stay untouched. `contract` is the row as it stands.
 */
export function amendmentNodes(body: AmendmentApplicationWrite, contract: Row, key: string, settings: SalesforceSettings): Node[] {
  const nodes: Node[] = [];
  const named = (object: string, fields: Fields): object => Object.fromEntries(Object.entries(fields).map(([f, v]) => [fieldOf(object, f, settings), v]));
  const add = (method: string, url: string, fields?: object): void => void nodes.push({ method, url, referenceId: `n${nodes.length + 1}`, ...(fields ? { body: fields } : {}) });
  const create = (object: string, fields: Fields): void => add('POST', `${dataPath(settings)}/sobjects/${nameOf(object, settings)}`, named(object, { ...fields, Contract__c: contract.Id }));

  add('PATCH', recordPath({ object: 'Contract_Amendment__c', value: body.amendment_source_id }, settings), named('Contract_Amendment__c', { Status__c: body.action === 'apply' ? 'Applied' : 'Approved', Gateway_Key__c: key }));
  const touched = new Set(body.lines.map((line) => line.line_no));
  for (const [object, relationship] of [['Contract_Schedule_Line__c', 'Schedule_Lines__r'], ['Contract_Usage_Price__c', 'Usage_Prices__r']] as const) {
    for (const row of ofLines(contract, relationship, touched)) add('DELETE', recordPath({ object, value: row.Id }, settings));
  }
  const lines = ofLines(contract, 'Contract_Lines__r', touched);
  for (const line of body.lines) {
    const standing = lines.filter((row) => lineNumberOf(row) === line.line_no);
    if (standing.length > 1) throw refuse(`the contract has ${standing.length} lines with number ${line.line_no}`, { class: 'conflict', code: 'DUPLICATE', field: `lines[${line.line_no}].line_no` });
    const at = standing[0] && recordPath({ object: 'Contract_Line__c', value: standing[0].Id }, settings);
    if (gone(line)) {
      if (at) add('DELETE', at);
      continue;
    }
    if (at) add('PATCH', at, named('Contract_Line__c', lineRecord(line)));
    else create('Contract_Line__c', lineRecord(line));
    for (const bill of scheduleRecords(line)) create('Contract_Schedule_Line__c', bill);
    for (const step of usageRecords(line)) create('Contract_Usage_Price__c', step);
  }
  if (nodes.length > MOST_NODES) throw refuse(`the amendment needs ${nodes.length} changes and Salesforce makes ${MOST_NODES} at once: apply it in parts`, { code: 'INVALID_TERMS', field: 'lines' });
  return nodes;
}

/** Living children of the contract that belong to some lines. */
export function ofLines(contract: Row, relationship: string, lineNumbers: ReadonlySet<string>): Row[] {
  return (contract[relationship] as Row[]).filter((row) => row.IsDeleted !== true && row.Line_Number__c !== null && lineNumbers.has(lineNumberOf(row)));
}
