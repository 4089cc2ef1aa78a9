import { dec, type Decimal, sum, ZERO } from '#lib/canonical';
import { BusinessFailure } from '#lib/process';
import { expenseBilledJournal, recognitionJournal } from '#lib/rules';
import { contractPositions, liabilityBillings, PerformanceObligation, RevenueContract, RevenueEvent, spotRate } from '#lib/store';
import { In, type EntityManager } from 'typeorm';
import { recognitionDate } from '../run/calculate.js';
import type { Evidence } from '../run/live-events.js';
import { type Leg, legsOf, type PreparedRevenueJournal, revenueJournal } from './document.js';

/** What is posted for one contract of an approved run. */
export interface PostingScope {
  contract_id: string;
  run_id: string;
  flow_run_id: string;
  /** Last day of the run's month. */
  as_of: string;
  legal_entity_code: string;
  functional_currency: string;
  correlation_id: string;
  /** Periods that the ERP has refused although the store has not heard of their closing yet. */
  refused: string[];
}

/**
 * GL-2, recognition: Dr contract_liability up to the contract's balance, then Dr contract_asset, Cr revenue; billed expenses show as reimbursement (EXP-6). What comes out of an
 * advance keeps the rate of the day it was billed (FX-4), the rest takes the rate of the month's last day (FX-2). Null when the run has nothing for the contract.
 */
export async function prepareRecognition(em: EntityManager, scope: PostingScope): Promise<PreparedRevenueJournal | null> {
  const events = (await em.find(RevenueEvent, { where: { run_id: scope.run_id, contract_id: scope.contract_id, status: 'approved' }, order: { id: 'ASC' } })).filter((e) => e.kind !== 'loss_provision');
  if (events.length === 0) return null;
  const rc = await em.findOneByOrFail(RevenueContract, { id: events[0]!.revenue_contract_id });
  const obligations = new Map((await em.findBy(PerformanceObligation, { id: In(events.map((e) => e.obligation_id)) })).map((o) => [o.id, o]));
  const at = await recognitionDate(em, scope.legal_entity_code, scope.as_of, scope.refused);
  const upTo = at.posting_date > scope.as_of ? at.posting_date : scope.as_of;
  const [position] = await contractPositions(em, { contract_id: scope.contract_id, legal_entity_code: scope.legal_entity_code, as_of: upTo });
  let liability = dec(position?.ledger_liability ?? 0);
  const spot = await rateOn(em, rc.currency, scope.functional_currency, scope.as_of);
  const advance = liability.gt(0) && rc.currency !== scope.functional_currency ? await advanceRate(em, scope, rc.currency, upTo) : spot;
  const legs: Leg[] = [];
  for (const event of events.sort((a, b) => (obligations.get(a.obligation_id)!.code < obligations.get(b.obligation_id)!.code ? -1 : 1))) {
    const o = obligations.get(event.obligation_id)!;
    const evidence = event.evidence as Evidence;
    let passed = dec(evidence.pass_through ?? 0);
    for (const part of evidence.split) {
      const about = { project_id: part.project_id, contract_line: `${o.code} (line ${o.line_nos.join(', ')})`, obligation_id: o.id, revenue_event_id: event.id };
      const head = { legal_entity_id: scope.legal_entity_code, source_id: event.id, currency: rc.currency, functional_currency: scope.functional_currency };
      if (o.component === 'expense') {
        const agent = evidence.pass_through !== undefined;
        legs.push(...legsOf(expenseBilledJournal({ ...head, fx_rate: spot, billed: part.amount, cost: agent ? passed.toFixed() : '0', presentation: agent ? 'agent' : 'principal' }), about));
        passed = ZERO;
        continue;
      }
      const fromAdvance = released(dec(part.amount), liability);
      liability = liability.minus(fromAdvance);
      if (!fromAdvance.isZero()) legs.push(...legsOf(recognitionJournal({ ...head, fx_rate: advance, amount: fromAdvance.toFixed(), contract_liability_balance: fromAdvance.toFixed() }), about));
      const rest = dec(part.amount).minus(fromAdvance);
      if (!rest.isZero()) legs.push(...legsOf(recognitionJournal({ ...head, fx_rate: spot, amount: rest.toFixed() }), about));
    }
  }
  return revenueJournal(em, { ...scope, ...at, purpose: 'recognition', currency: rc.currency }, legs);
}

/** What of a positive amount the liability covers. */
function released(amount: Decimal, liability: Decimal): Decimal {
  if (amount.lte(0) || liability.lte(0)) return ZERO;
  return amount.lt(liability) ? amount : liability;
}

export async function rateOn(em: EntityManager, from: string, to: string, date: string): Promise<string> {
  const rate = await spotRate(em, from, to, date);
  if (rate === null) throw new BusinessFailure('FX_RATE_MISSING', undefined, `Revenue of ${date}: no exchange rate ${from} to ${to}`, { from, to, date });
  return rate;
}

/** FX-4: the historical rate of what was billed ahead, weighted by amount. */
async function advanceRate(em: EntityManager, scope: PostingScope, currency: string, asOf: string): Promise<string> {
  const billings = (await liabilityBillings(em, scope.contract_id, asOf)).filter((b) => dec(b.amount).gt(0));
  const functional = await Promise.all(billings.map(async (b) => dec(b.amount).times(await rateOn(em, currency, scope.functional_currency, b.invoice_date))));
  const total = sum(billings.map((b) => b.amount));
  return total.isZero() ? rateOn(em, currency, scope.functional_currency, scope.as_of) : sum(functional).div(total).toFixed(12);
}
