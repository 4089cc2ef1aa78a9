import { monthEnd } from '#lib/canonical';
import type { EntityManager } from 'typeorm';
import type { PeriodOfClose } from '../checks/run-checks.js';

/** What a contract has been billed and has earned by its posted documents and posted revenue, before and in a period. Contract currency, net of tax. */
export interface Position {
  contract_id: string;
  contract_number: string;
  currency: string;
  recognized_before: string;
  recognized: string;
  billed_before: string;
  billed: string;
  /** Revenue at the rates it was posted with, to date; null where an event carries none. */
  recognized_functional: string | null;
  /** Open receivables with tax. */
  receivable: string;
}

/** Documents that stand in the ledger: a voided one has no amount there. */
export const STANDING = `posted_at is not null and status not in ('voided', 'draft', 'released')`;

const SQL = `
  with revenue as (
    select contract_id, currency, sum(amount) filter (where period < $2) as before, sum(amount) filter (where period = $2) as within,
      case when bool_and(functional_amount is not null) then sum(functional_amount) end as functional
    from revenue_event where legal_entity_code = $1 and period <= $2 and status in ('posted', 'reversed') and kind <> 'loss_provision' group by 1, 2),
  billing as (
    select contract_id, currency, sum(sign * subtotal) filter (where invoice_date < $3) as before, sum(sign * subtotal) filter (where invoice_date >= $3) as within,
      sum(total - amount_paid - credited) filter (where kind = 'invoice') as receivable
    from (select *, case kind when 'credit_memo' then -1 else 1 end as sign from invoice where legal_entity_code = $1 and invoice_date <= $4 and ${STANDING}) i group by 1, 2)
  select contract_id, c.natural_key as contract_number, currency, coalesce(r.before, 0)::text as recognized_before, coalesce(r.within, 0)::text as recognized, coalesce(b.before, 0)::text as billed_before, coalesce(b.within, 0)::text as billed,
    r.functional::text as recognized_functional, coalesce(b.receivable, 0)::text as receivable
  from revenue r full join billing b using (contract_id, currency) join canonical_record c on c.id = contract_id order by c.natural_key, currency`;

/** BAL: every contract of an entity that was billed or has revenue up to the end of the period. Billing and recognition meet here and nowhere else. */
export function positions(em: EntityManager, p: PeriodOfClose): Promise<Position[]> {
  return em.query(SQL, [p.legal_entity, p.period, `${p.period}-01`, monthEnd(`${p.period}-01`)]);
}
