import { dec } from '#lib/canonical';
import { contractBalance, rollForward } from '#lib/rules';
import { clearExceptions, raiseException } from '#lib/store';
import type { EntityManager } from 'typeorm';
import type { PeriodOfClose } from '../checks/run-checks.js';
import { type Position, positions } from './positions.js';

/**
 * BAL-1, BAL-5: the balance of every contract at period end (asset or liability, never both) and its roll-forward: what the period before closed with,
 * plus what was recognized, less what was billed, must be what the posted documents and revenue to date say. Where it is not, something was posted into a period
 * after its balances were taken: RECON_BREAK. Returns how many contracts were rolled forward and how many do not close.
 */
export async function rollBalances(em: EntityManager, p: PeriodOfClose, run: { run_id: string; correlation_id: string }): Promise<{ contracts: number; breaks: number }> {
  const all = await positions(em, p);
  const standing: string[] = [];
  for (const position of all) {
    const opening = await openingOf(em, p, position);
    const cumulative = { revenue: dec(position.recognized_before).plus(position.recognized), billed: dec(position.billed_before).plus(position.billed) };
    const balance = contractBalance({ cumulative_revenue: cumulative.revenue, cumulative_billed: cumulative.billed, currency: position.currency });
    const law = rollForward({ side: 'contract_asset', opening, billed: position.billed, recognized: position.recognized, closing: balance.net, currency: position.currency });
    await em.query(
      `insert into contract_balance (contract_id, legal_entity_code, period, currency, opening, recognized, billed, closing, contract_asset, contract_liability, receivable)
       values ($1,$2,$3,$4,$5,$6,$7,$8,$9,$10,$11) on conflict (contract_id, period) do update set currency = excluded.currency, opening = excluded.opening, recognized = excluded.recognized, billed = excluded.billed, fx = 0, other = 0,
         closing = excluded.closing, contract_asset = excluded.contract_asset, contract_liability = excluded.contract_liability, receivable = excluded.receivable, taken_at = now()`,
      [position.contract_id, p.legal_entity, p.period, position.currency, opening, position.recognized, position.billed, balance.net, balance.contract_asset, balance.contract_liability, position.receivable]);
    const business_key = `balance:${p.legal_entity}:${p.period}:${position.contract_number}`;
    if (law.ok) {
      await clearExceptions(em, { business_key, code: 'RECON_BREAK' }, 'cleared', { by: 'process:period-close', reason: 'The balance rolls forward' });
      continue;
    }
    standing.push(position.contract_number);
    await raiseException(em, {
      code: 'RECON_BREAK', business_key, workflow: 'close-preparation', step: 'balances', ...run, legal_entity_code: p.legal_entity,
      message: `Contract ${position.contract_number}: ${opening} at the start of ${p.period}, ${position.recognized} recognized and ${position.billed} billed give ${law.expected_closing}, but the posted documents give ${balance.net} ${position.currency}`,
      context: { period: p.period, control: 'contract_balances', difference: law.difference },
      evidence: [{ system: 'contract_balance of the period before', record: { closing: opening } }, { system: 'posted revenue and documents to date', record: { ...position } }],
    });
  }
  return { contracts: all.length, breaks: standing.length };
}

/** What the period before closed with, as it was taken then; a contract without one starts with what was posted before. */
async function openingOf(em: EntityManager, p: PeriodOfClose, position: Position): Promise<string> {
  const [before] = await em.query('select closing::text as closing from contract_balance where contract_id = $1 and period < $2 order by period desc limit 1', [position.contract_id, p.period]);
  const [{ gap }] = await em.query(
    `select exists (select 1 from contract_balance where contract_id = $1 and period = to_char($2::date - interval '1 month', 'YYYY-MM')) as gap`, [position.contract_id, `${p.period}-01`]);
  return before && gap ? before.closing : dec(position.recognized_before).minus(position.billed_before).toFixed();
}
