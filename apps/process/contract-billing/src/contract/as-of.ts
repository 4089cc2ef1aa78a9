import type { EntityManager } from 'typeorm';

/**
 * The date up to which what falls due on a contract is raised. It only moves forward: asking for an earlier date than before changes
 * nothing. Null while nobody has asked for one.
 */
export async function asOf(em: EntityManager, contractId: string, through: string | null): Promise<string | null> {
  if (through) await em.query('insert into contract_dues (contract_id, through) values ($1, $2) on conflict (contract_id) do update set through = greatest(contract_dues.through, excluded.through), updated_at = now()', [contractId, through]);
  const [row] = await em.query('select through from contract_dues where contract_id = $1', [contractId]);
  return row?.through ?? null;
}
