import { dec } from '#lib/canonical';
import { BusinessFailure } from '#lib/process';
import { balancesConserved, buildJournal, contractBalance, type RuleTrace } from '#lib/rules';
import { contractPositions } from '#lib/store';
import type { EntityManager } from 'typeorm';
import { recognitionDate } from '../run/calculate.js';
import { legsOf, type PreparedRevenueJournal, revenueJournal } from './document.js';
import { type PostingScope, rateOn } from './recognition.js';

/**
 * BAL-1: a contract shows an asset or a liability, never both. Invoices and recognition post to the two accounts as they come; at the end of the month this
 * journal moves what stands on the wrong one. REVENUE_MISMATCH when the accounts do not say what revenue less billing says (REC-3 law 4): then nothing is moved.
 */
export async function prepareReclass(em: EntityManager, scope: PostingScope): Promise<PreparedRevenueJournal | null> {
  const at = await recognitionDate(em, scope.legal_entity_code, scope.as_of, scope.refused);
  const [position] = await contractPositions(em, { contract_id: scope.contract_id, legal_entity_code: scope.legal_entity_code, as_of: at.posting_date > scope.as_of ? at.posting_date : scope.as_of });
  if (!position) return null;
  const balance = contractBalance({ cumulative_revenue: position.recognized, cumulative_billed: position.billed, currency: position.currency });
  const law = balancesConserved({ cumulative_revenue: position.recognized, cumulative_billed: position.billed, contract_asset: position.ledger_asset, contract_liability: position.ledger_liability });
  if (!law.ok) throw new BusinessFailure('REVENUE_MISMATCH', undefined, `Contract ${position.contract_number}: revenue ${position.recognized} less billed ${position.billed} is not asset ${position.ledger_asset} less liability ${position.ledger_liability}`, { ...position, difference: law.difference }, [], scope.legal_entity_code);
  const amount = dec(balance.contract_asset).minus(position.ledger_asset);
  if (amount.isZero()) return null;
  const why: RuleTrace[] = [...balance.why, ...law.why];
  const fx_rate = await rateOn(em, position.currency, scope.functional_currency, scope.as_of);
  const journal = buildJournal(
    { legal_entity_id: scope.legal_entity_code, source_id: scope.contract_id, currency: position.currency, functional_currency: scope.functional_currency, fx_rate }, { source_type: 'revenue', purpose: 'balance_reclass' },
    [{ account_role: 'contract_asset', side: 'debit', amount }, { account_role: 'contract_liability', side: 'credit', amount }], why,
  );
  return revenueJournal(em, { ...scope, ...at, purpose: 'balance_reclass', currency: position.currency }, legsOf(journal, { project_id: null, contract_line: 'all lines', obligation_id: null, revenue_event_id: null }));
}
