import { BillingEvent, type LineOfContract, settleCharges } from '#lib/store';
import { In, type EntityManager } from 'typeorm';
import { feeCharges } from './fees.js';
import { keepLedger, type LedgerPosition } from './keep-ledger.js';
import { retainerPeriods } from './periods.js';

/**
 * RET-5: a money retainer bills its advance as each period begins. Posted advances are the grants of its ledger; what invoices took of them
 * (applied when an invoice is drafted) are the drawdowns, what credit memos give back is refunded.
 */
export async function billMoneyRetainer(em: EntityManager, of: LineOfContract, through: string | null): Promise<void> {
  const { contract, line } = of;
  if (through) await settleCharges(em, of, 'retainer_period', feeCharges(of, retainerPeriods(of, through), through), through);
  const advances = await em.findBy(BillingEvent, { contract_id: contract.id, line_no: line.line_no, kind: 'retainer_period', status: In(['invoiced', 'credited']) });
  const applied = await em.findBy(BillingEvent, { contract_id: contract.id, line_no: line.line_no, kind: 'advance', status: In(['on_draft', 'invoiced']) });
  const credits = await em.findBy(BillingEvent, { original_event_id: In(advances.map((a) => a.id)), kind: 'credit', status: In(['on_draft', 'invoiced']) });
  await keepLedger(em, of, 'money', [
    ...advances.map((e): LedgerPosition => ({ period: e.period, entry: 'grant', quantity: e.net, billing_event_id: e.id })),
    ...applied.map((e): LedgerPosition => ({ period: e.period, entry: 'drawdown', quantity: e.net, grant_period: advances.find((a) => a.id === e.original_event_id)?.period ?? null, billing_event_id: e.id })),
    ...credits.map((e): LedgerPosition => ({ period: e.period, entry: 'refund', quantity: e.net, grant_period: e.period, billing_event_id: e.id })),
  ]);
}
