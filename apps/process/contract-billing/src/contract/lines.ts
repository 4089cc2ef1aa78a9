import type { Client, Contract } from '#lib/canonical';
import { billsByTerms, type LineOfContract, recordById } from '#lib/store';
import type { EntityManager } from 'typeorm';

/** Lines of a contract that bill by their own terms. Empty while the contract is not signed, or its client is not known. */
export async function linesByTerms(em: EntityManager, contractId: string): Promise<LineOfContract[]> {
  const contract = await recordById<Contract>(em, contractId);
  if (!contract || contract.deleted || !['signed', 'active', 'completed'].includes(contract.status ?? '') || !contract.data.client_id) return [];
  const client = await recordById<Client>(em, contract.data.client_id);
  if (!client) return [];
  const projects: { id: string }[] = await em.query(`select id from canonical_record where entity = 'project' and not deleted and data->>'contract_id' = $1 and status not in ('cancelled', 'provisional') limit 2`, [contractId]);
  const project_id = projects.length === 1 ? projects[0]!.id : null;
  return contract.data.lines.filter((l) => l.status === 'active' && billsByTerms(l)).map((line) => ({ contract, client, line, project_id }));
}

/** What is said of one line in exceptions and invoices. */
export function lineName({ contract, line }: LineOfContract): string {
  return `Contract ${contract.data.contract_number} line ${line.line_no}`;
}
