import { type Contract, type ContractLine } from '#lib/canonical';
import { appendEvents, changeEvent, recordById, type StoredRecord, updateRecord } from '#lib/store';
import type { EntityManager } from 'typeorm';
import { type AmendmentJob, linesAfter, type TouchedLine } from './job.js';

/** The lines as the CRM shall hold them once the amendment is carried out. */
export const linesToApply = (touched: readonly TouchedLine[]): ContractLine[] => touched.map((t) => t.after);

/** The lines as the CRM held them before; what was added is taken away. */
export const linesToRestore = (touched: readonly TouchedLine[]): ContractLine[] => touched.map((t) => t.before ?? { ...t.after, status: 'cancelled' });

/** A new version of the contract with the lines as the amendment leaves them. The CRM sends the same afterwards: an echo. */
export async function recordNewVersion(em: EntityManager, job: AmendmentJob): Promise<string> {
  const contract = (await recordById<Contract>(em, job.contract_id))!;
  const after = await withLines(em, contract, linesAfter(contract.data, job.touched));
  return `contract version ${after.version}`;
}

/** The lines as they stood; lines the amendment did not touch stay as they are by now. */
export async function restoreVersion(em: EntityManager, job: AmendmentJob): Promise<void> {
  const contract = (await recordById<Contract>(em, job.contract_id))!;
  const before = new Map(job.touched.map((t) => [t.line_no, t.before]));
  await withLines(em, contract, contract.data.lines.flatMap((line) => (before.has(line.line_no) ? (before.get(line.line_no) ?? []) : line)));
}

async function withLines(em: EntityManager, contract: StoredRecord<Contract>, lines: ContractLine[]): Promise<StoredRecord> {
  if (JSON.stringify(lines) === JSON.stringify(contract.data.lines)) return contract;
  const after = await updateRecord(em, contract, { data: { ...contract.data, lines } });
  await appendEvents(em, [changeEvent(contract, after)]);
  return after;
}
