import { dec, monthEnd, sum } from '#lib/canonical';
import { convert, revalue } from '#lib/rules';
import type { EntityManager } from 'typeorm';
import type { PeriodOfClose } from '../checks/run-checks.js';
import type { CloseTarget } from './close-journals.js';
import { STANDING, positions } from './positions.js';
import { spotRate } from '#lib/store';
import { closingRate, functionalCurrency, needed } from './rates.js';

/**
 * FX-3, FX-4: the difference between what monetary items in another currency are carried at and what they are worth at the closing rate. Receivables: what is
 * open of each posted invoice, carried at the spot rate of its date, per currency. Contract assets: revenue at the rates it was posted with less invoices at theirs, per
 * contract. Contract liabilities keep their historical rate. The journals reverse on the first day of the next period, so that each close starts from historical amounts.
 */
export async function revaluations(em: EntityManager, p: PeriodOfClose): Promise<{ targets: CloseTarget[]; currency: string }> {
  const currency = await functionalCurrency(em, p.legal_entity);
  return { currency, targets: [...(await receivables(em, p, currency)), ...(await contractAssets(em, p, currency))] };
}

interface OpenInvoice {
  currency: string;
  invoice_date: string;
  open: string;
  number: string;
}

async function receivables(em: EntityManager, p: PeriodOfClose, functional: string): Promise<CloseTarget[]> {
  const open: OpenInvoice[] = await em.query(
    `select currency, invoice_date, coalesce(invoice_number, draft_key) as number, (total - amount_paid - credited)::text as open from invoice
     where legal_entity_code = $1 and kind = 'invoice' and currency <> $2 and invoice_date <= $3 and ${STANDING} and total - amount_paid - credited <> 0 order by currency, invoice_date, id`, [p.legal_entity, functional, monthEnd(`${p.period}-01`)]);
  const gains = new Map<string, string[]>();
  for (const invoice of open) {
    const carried = convert({ amount: invoice.open, rate: needed(await spotRate(em, invoice.currency, functional, invoice.invoice_date), invoice.currency, functional, `Invoice ${invoice.number} of ${invoice.invoice_date}`), to_currency: functional });
    const closing = needed(await closingRate(em, invoice.currency, functional, p.period), invoice.currency, functional, `Closing rate of ${p.period}`);
    const { gain } = revalue({ kind: 'receivable', amount: invoice.open, carrying: carried.amount, closing_rate: closing, functional_currency: functional });
    gains.set(invoice.currency, [...(gains.get(invoice.currency) ?? []), gain]);
  }
  return [...gains].map(([currency, parts]) => ({ slot: `receivable:${currency}`, debit_role: 'receivable_revaluation' as const, credit_role: 'fx_gain_loss' as const, amount: sum(parts).toFixed() }));
}

async function contractAssets(em: EntityManager, p: PeriodOfClose, functional: string): Promise<CloseTarget[]> {
  const targets: CloseTarget[] = [];
  for (const position of (await positions(em, p)).filter((one) => one.currency !== functional)) {
    const net = dec(position.recognized_before).plus(position.recognized).minus(position.billed_before).minus(position.billed);
    // A liability is not monetary (FX-4); revenue that was posted without a functional amount cannot be carried at one.
    if (net.lte(0) || position.recognized_functional === null) continue;
    const billed = await billedFunctional(em, p, position.contract_id, position.currency, functional);
    const closing = needed(await closingRate(em, position.currency, functional, p.period), position.currency, functional, `Closing rate of ${p.period}`);
    const { gain } = revalue({ kind: 'contract_asset', amount: net, carrying: dec(position.recognized_functional).minus(billed), closing_rate: closing, functional_currency: functional });
    targets.push({ slot: `contract:${position.contract_id}`, debit_role: 'contract_asset', credit_role: 'fx_gain_loss', amount: gain });
  }
  return targets;
}

async function billedFunctional(em: EntityManager, p: PeriodOfClose, contractId: string, currency: string, functional: string): Promise<string> {
  const documents: { net: string; invoice_date: string }[] = await em.query(
    `select (case kind when 'credit_memo' then -1 else 1 end * subtotal)::text as net, coalesce((select o.invoice_date from invoice o where o.id = i.original_invoice_id), i.invoice_date) as invoice_date from invoice i
     where legal_entity_code = $1 and contract_id = $2 and currency = $3 and i.invoice_date <= $4 and ${STANDING} order by i.invoice_date, i.id`, [p.legal_entity, contractId, currency, monthEnd(`${p.period}-01`)]);
  const parts: string[] = [];
  for (const d of documents) parts.push(convert({ amount: d.net, rate: needed(await spotRate(em, currency, functional, d.invoice_date), currency, functional, `Document of ${d.invoice_date}`), to_currency: functional }).amount);
  return sum(parts).toFixed();
}
