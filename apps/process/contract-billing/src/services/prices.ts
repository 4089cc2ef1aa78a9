import { type Amendment, dec } from '#lib/canonical';
import { type LineOfContract, recordsWhere } from '#lib/store';
import type { EntityManager } from 'typeorm';

/** A price of a recurring line and the first day on which it holds. */
export interface PriceStep {
  effective_from: string;
  amount: string;
}

/**
 * The prices a recurring line has had, oldest first. A changed price holds from the effective date of the amendment that agreed it; without
 * one from the first day that is not billed yet.
 */
export async function priceSteps(em: EntityManager, of: LineOfContract): Promise<PriceStep[]> {
  const { contract, line } = of;
  const read = (): Promise<PriceStep[]> => em.query('select effective_from, amount::text as amount from recurring_price where contract_id = $1 and line_no = $2 order by effective_from', [contract.id, line.line_no]);
  const keep = (from: string) => em.query('insert into recurring_price (contract_id, line_no, effective_from, amount, correlation_id) values ($1, $2, $3, $4, $5) on conflict (contract_id, line_no, effective_from) do update set amount = excluded.amount', [contract.id, line.line_no, from, line.recurring!.amount, contract.correlation_id]);
  const steps = await read();
  if (steps.length > 0 && dec(steps.at(-1)!.amount).eq(line.recurring!.amount)) return steps;
  await keep(steps.length === 0 ? line.recurring!.service_start : (await agreedFrom(em, of)) ?? (await unbilledFrom(em, of)));
  return read();
}

async function agreedFrom(em: EntityManager, { contract, line }: LineOfContract): Promise<string | undefined> {
  const agreed = (await recordsWhere<Amendment>(em, 'amendment', { contract_id: contract.id })).filter((a) => ['approved', 'applied'].includes(a.status ?? '')
    && a.data.line_changes.some((c) => c.line_no === line.line_no && c.terms?.recurring && dec(c.terms.recurring.amount).eq(line.recurring!.amount)));
  return agreed.map((a) => a.data.effective_date).sort().at(-1);
}

async function unbilledFrom(em: EntityManager, { contract, line }: LineOfContract): Promise<string> {
  const [{ next }] = await em.query(`select (max(service_to) + 1)::date as next from service_charge where contract_id = $1 and line_no = $2 and kind = 'recurring'`, [contract.id, line.line_no]);
  return next ?? line.recurring!.service_start;
}

