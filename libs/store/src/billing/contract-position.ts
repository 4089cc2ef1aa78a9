import type { EntityManager } from 'typeorm';

/**
 * What the ledger holds for one contract on a date (rules BAL), in the contract's currency. The one place where billing and recognition meet: posted
 * invoices and credit memos net of tax on the one side, posted revenue on the other. Decimal text.
 */
export interface ContractPosition {
  contract_id: string;
  contract_number: string;
  legal_entity_code: string;
  currency: string;
  /** Cumulative revenue posted, R. */
  recognized: string;
  /** Cumulative amount billed, net of tax, B: an invoice that the ERP has posted is unconditionally due (BAL-2). */
  billed: string;
  /** Gross of tax, as the ERP says. */
  invoiced: string;
  paid: string;
  /** What stands on the two accounts now, before netting: asset debit positive, liability credit positive. Either may be below zero. */
  ledger_asset: string;
  ledger_liability: string;
}

const SQL = `
  with billed as (
    select i.contract_id, i.legal_entity_code, i.currency, sum(l.net * s.sign) as billed,
      sum(l.net * s.sign) filter (where l.account_role = 'contract_liability') as to_liability, sum(l.net * s.sign) filter (where l.account_role = 'contract_asset') as to_asset
    from invoice i join invoice_line l on l.invoice_id = i.id cross join lateral (select case when i.kind = 'credit_memo' then -1 else 1 end as sign) s
    where i.status in ('posted', 'partially_paid', 'paid', 'credited', 'disputed') and i.invoice_date <= $1 group by 1, 2, 3),
  documents as (
    select contract_id, legal_entity_code, currency, sum(case when kind = 'credit_memo' then -total else total end) as invoiced, sum(case when kind = 'credit_memo' then 0 else amount_paid end) as paid
    from invoice where status in ('posted', 'partially_paid', 'paid', 'credited', 'disputed') and invoice_date <= $1 group by 1, 2, 3),
  posted as (
    select contract_id, legal_entity_code, currency, sum(amount) filter (where account_role = 'contract_asset') as asset, -sum(amount) filter (where account_role = 'contract_liability') as liability
    from contract_posting where posting_date <= $1 group by 1, 2, 3),
  earned as (
    select contract_id, legal_entity_code, currency, sum(amount) as recognized from revenue_event
    where status = 'posted' and kind <> 'loss_provision' and period <= to_char($1::date, 'YYYY-MM') group by 1, 2, 3)
  select p.contract_id, c.data->>'contract_number' as contract_number, p.legal_entity_code, p.currency, trim_scale(coalesce(e.recognized, 0))::text as recognized, trim_scale(coalesce(b.billed, 0))::text as billed,
    trim_scale(coalesce(d.invoiced, 0))::text as invoiced, trim_scale(coalesce(d.paid, 0))::text as paid,
    trim_scale(coalesce(j.asset, 0) - coalesce(b.to_asset, 0))::text as ledger_asset, trim_scale(coalesce(j.liability, 0) + coalesce(b.to_liability, 0))::text as ledger_liability
  from (select contract_id, legal_entity_code, currency from billed union select contract_id, legal_entity_code, currency from posted union select contract_id, legal_entity_code, currency from earned) p
  left join billed b using (contract_id, legal_entity_code, currency) left join documents d using (contract_id, legal_entity_code, currency)
  left join posted j using (contract_id, legal_entity_code, currency) left join earned e using (contract_id, legal_entity_code, currency) join canonical_record c on c.id = p.contract_id
  where ($2::uuid is null or p.contract_id = $2) and ($3::text is null or p.legal_entity_code = $3) order by c.data->>'contract_number', p.contract_id`;

/** Positions as of a date (included), by contract number: of one contract, of one legal entity, or of all. Contracts that were neither billed nor recognized are left out. */
export function contractPositions(em: EntityManager, of: { as_of: string; contract_id?: string; legal_entity_code?: string }): Promise<ContractPosition[]> {
  return em.query(SQL, [of.as_of, of.contract_id ?? null, of.legal_entity_code ?? null]);
}

/** One posted document that credited the contract liability, oldest first: an advance keeps the rate of its own day (FX-4). */
export interface LiabilityBilling {
  invoice_date: string;
  amount: string;
}

/** What was billed ahead of work on a contract up to a date, by invoice date; credit memos negative. */
export function liabilityBillings(em: EntityManager, contractId: string, asOf: string): Promise<LiabilityBilling[]> {
  return em.query(
    `select i.invoice_date, trim_scale(sum(case when i.kind = 'credit_memo' then -l.net else l.net end))::text as amount from invoice i join invoice_line l on l.invoice_id = i.id
     where i.contract_id = $1 and l.account_role = 'contract_liability' and i.status in ('posted', 'partially_paid', 'paid', 'credited', 'disputed') and i.invoice_date <= $2 group by 1 order by 1`, [contractId, asOf]);
}
