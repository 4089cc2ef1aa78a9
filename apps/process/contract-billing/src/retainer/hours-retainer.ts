import { addDays, dec, sum } from '#lib/canonical';
import { type OveragePolicy, retainerLedger, retainerPeriod } from '#lib/rules';
import { appendEvents, type Charge, type LineOfContract, settleCharges } from '#lib/store';
import type { EntityManager } from 'typeorm';
import { lineName } from '../contract/lines.js';
import { showOnLine } from '../contract/line-exceptions.js';
import { discounted } from '../contract/priced.js';
import { feeCharges } from './fees.js';
import { hoursUsed } from './hours-used.js';
import { keepLedger, type LedgerPosition } from './keep-ledger.js';
import { retainerPeriods, rolloverCap, type RetainerPeriodTerms } from './periods.js';

/** One period of the ledger with its terms and use. */
interface Counted {
  terms: RetainerPeriodTerms;
  ledger: ReturnType<typeof retainerLedger>['periods'][number];
  ended: boolean;
  outcome: ReturnType<typeof retainerPeriod>;
}

/**
 * RET-1…4, 6, 9 and MS-5 for an hours retainer: the ledger follows approved time at once; fees bill as their period begins, overage when its
 * period has ended. `through` null: nobody has asked for bills yet, only the ledger is kept.
 */
export async function billHoursRetainer(em: EntityManager, of: LineOfContract, through: string | null): Promise<void> {
  const counted = await countPeriods(em, of, through);
  const positions = counted.flatMap((c, i) => ledgerOf(c, counted[i + 1] !== undefined));
  const charges = through ? feeCharges(of, counted.map((c) => c.terms), through) : [];
  const overages = through ? counted.filter((c) => c.ended).flatMap((c) => overage(of, c, through)) : [];
  await keepLedger(em, of, 'hours', positions);
  if (through) {
    await settleCharges(em, of, 'retainer_period', charges, through);
    await settleCharges(em, of, 'retainer_overage', overages, through);
  }
  await warn(em, of, counted);
}

async function countPeriods(em: EntityManager, of: LineOfContract, through: string | null): Promise<Counted[]> {
  const { line, contract } = of;
  const terms = line.retainer!;
  const used = await hoursUsed(em, contract.id, line.line_no);
  const horizon = [through ?? '', used.at(-1)?.work_date ?? ''].sort().at(-1)!;
  if (horizon === '') return [];
  const periods = retainerPeriods(of, horizon);
  const usesOf = (p: RetainerPeriodTerms) => used.filter((u) => u.work_date >= p.from && u.work_date < p.to).map((u) => ({ id: u.time_entry_id, hours: u.hours }));
  const ledger = retainerLedger({ periods: periods.map((p) => ({ period: p.period, included_hours: p.included, used_hours: usesOf(p) })), rollover_cap: rolloverCap(line), rollover_expiry_periods: terms.rollover_expiry_periods === undefined ? null : Number(terms.rollover_expiry_periods) });
  return periods.map((p, i) => {
    const row = ledger.periods[i]!;
    return {
      terms: p, ledger: row, ended: through !== null && addDays(p.to, -1) <= through,
      outcome: retainerPeriod({ included_hours: p.included, carried_in: row.rollover_in, used_hours: sum(usesOf(p).map((u) => u.hours)).toFixed(), fee: p.fee, overage_rate: terms.overage_rate, overage_policy: terms.overage_policy as OveragePolicy, rollover_cap: rolloverCap(line), currency: contract.data.currency }),
    };
  });
}

/** The ledger entries of one period; what is left is carried or expires when the next one has begun or this one was closed by a run. */
function ledgerOf({ terms, ledger, ended }: Counted, followed: boolean): LedgerPosition[] {
  const period = terms.period;
  const minus = (v: string): string => dec(v).negated().toFixed();
  const over = ended || followed;
  return [
    { period, entry: 'grant' as const, quantity: ledger.grant },
    { period, entry: 'rollover_in' as const, quantity: ledger.rollover_in },
    ...ledger.draws.map((d) => ({ period, entry: 'drawdown' as const, quantity: minus(d.hours), grant_period: d.grant_period, time_entry_id: d.id })),
    ...ledger.overages.map((o) => ({ period, entry: 'overage' as const, quantity: minus(o.hours), time_entry_id: o.id })),
    ...(over ? [{ period, entry: 'rollover_out' as const, quantity: minus(ledger.rollover_out) }, { period, entry: 'expiry' as const, quantity: minus(ledger.expired) }] : []),
  ].filter((p) => !dec(p.quantity).isZero());
}

/** RET-3, RET-4: overage of an ended period: billed, held, or absorbed (given up at once, so that it shows as leakage). */
function overage(of: LineOfContract, { terms, ledger, outcome }: Counted, through: string): Charge[] {
  if (dec(ledger.overage).isZero()) return [];
  const policy = of.line.retainer!.overage_policy ?? 'bill';
  const value = policy === 'block' ? outcome.held_amount : policy === 'absorb' ? outcome.absorbed_amount : outcome.overage_amount;
  const last = addDays(terms.to, -1);
  return [{
    kind: 'retainer_overage', key: `overage:${terms.period}`, period: terms.period, service_from: terms.from, service_to: last, event_date: last, late_date: through, description: `${of.line.description ?? 'Retainer'} ${terms.period}, ${ledger.overage} hours beyond the ${ledger.available} available`,
    quantity: ledger.overage, unit: 'hour', rate: of.line.retainer!.overage_rate ?? dec(value).div(ledger.overage).toDecimalPlaces(10).toFixed(), ...discounted(of.line, value, of.contract.data.currency), account_role: 'contract_asset',
    ...(policy === 'block' ? { status: 'held' as const, hold_reason: 'RETAINER_EXHAUSTED' } : policy === 'absorb' ? { status: 'written_off' as const, hold_reason: 'absorbed by contract (RET-4)' } : {}), why: outcome.why,
  }];
}

/** RET-6: people are told at 80 % and at 100 % of what the newest period has; and as long as overage is held. */
async function warn(em: EntityManager, of: LineOfContract, counted: Counted[]): Promise<void> {
  const newest = counted.at(-1);
  const held = counted.filter((c) => c.outcome.code === 'RETAINER_EXHAUSTED');
  const full = newest?.outcome.warnings.includes('1') ?? false;
  const low = !full && (newest?.outcome.warnings.includes('0.8') ?? false);
  const used = newest ? `${sum([newest.ledger.drawn, newest.ledger.overage])} of ${newest.ledger.available} hours of ${newest.terms.period} are used` : '';
  const exhausted = full || held.length > 0 ? { message: `${lineName(of)}: ${full ? used : `overage of ${held.map((h) => h.terms.period).join(', ')} is held`}`, context: { held: held.map((h) => ({ period: h.terms.period, hours: h.ledger.overage, amount: h.outcome.held_amount })) } } : null;
  await showOnLine(em, of, 'RETAINER_EXHAUSTED', exhausted, 'retainer');
  await showOnLine(em, of, 'RETAINER_LOW', low ? { message: `${lineName(of)}: ${used}` } : null, 'retainer');
  if (!full || !newest) return;
  const { contract, line } = of;
  await appendEvents(em, [{
    type: 'retainer.exhausted', entity: 'contract', entity_id: contract.id, entity_version: contract.version, partition_key: `contract:${contract.id}`, idempotency_key: `${contract.id}:${line.line_no}:${newest.terms.period}:exhausted`, approval_status: 'approved',
    correlation_id: contract.correlation_id, data: { contract_id: contract.id, line_no: line.line_no, period: newest.terms.period, available: newest.ledger.available, overage: newest.ledger.overage },
  }]);
}
