import { dec, newId, sum } from '#lib/canonical';
import { In, Not, type EntityManager } from 'typeorm';
import { TENANT } from '../tenant.js';
import { BillingEvent } from '../tables/billing-event.table.js';
import { ServiceCharge } from '../tables/service-charge.table.js';
import { changeBillingEvent, OPEN_STATES, raiseBilling } from './billing-events.js';
import { type LineOfContract, newBilling } from './new-billing.js';

/** What a line asks for one period of service, and how its event stands while it is open. */
export interface Charge {
  kind: string;
  /** Names it within line and kind. */
  key: string;
  /** Month of the service. */
  period: string;
  service_from: string;
  /** Included. */
  service_to: string;
  event_date: string;
  /** Date of what comes after a part was drafted or invoiced: the run that finds it. */
  late_date: string;
  description: string;
  quantity: string;
  unit: string;
  rate: string;
  gross: string;
  discount: string;
  net: string;
  /** What was measured, where that is not the quantity billed; such a charge is kept also when it costs nothing. */
  measured?: string;
  account_role: string;
  status?: 'ready' | 'held' | 'written_off';
  hold_reason?: string;
  usage_record_ids?: string[];
  why: object[];
}

const sameAmount = (a: string, b: string): boolean => dec(a).eq(b);

/**
 * Brings what was billed for a charge in line with what it is now. What no invoice carries is replaced; what one carries stays, and the
 * difference is an event of its own, negative where too much was billed. Asking again with the same charge changes nothing. Returns the
 * event that was raised, if one was.
 */
export async function settleCharge(em: EntityManager, of: LineOfContract, charge: Charge): Promise<BillingEvent | undefined> {
  const source_id = `${of.contract.natural_key}:${of.line.line_no}:${charge.key}`;
  const known = await em.findBy(BillingEvent, { kind: charge.kind, source_system: 'throughline', source_id, contract_id: of.contract.id });
  if (!(await keepCharge(em, of, charge)) && known.length === 0) return undefined;
  const open = known.filter((e) => OPEN_STATES.includes(e.status));
  const frozen = known.filter((e) => !OPEN_STATES.includes(e.status) && e.status !== 'cancelled');
  // A credit and what is billed or given up instead of it cancel out: the charge is what they sum to.
  const credits = await em.findBy(BillingEvent, { kind: 'credit', original_event_id: In(known.map((e) => e.id)), status: Not('cancelled') });
  const settled = [...frozen, ...credits];
  const rest = dec(charge.net).minus(sum(settled.map((e) => e.net)));
  const status = charge.status ?? 'ready';
  if (open.length === 1 && sameAmount(open[0]!.net, rest.toFixed()) && open[0]!.status === status && (open[0]!.part !== 'billable' || open[0]!.description === describe(charge, frozen.length > 0))) return undefined;
  for (const event of open) await changeBillingEvent(em, event, { status: 'cancelled' });
  if (rest.isZero()) return undefined;
  return raiseBilling(em, newBilling(of, {
    kind: charge.kind, source_id, source_version: String(known.length + 1), event_date: frozen.length > 0 && charge.late_date > charge.event_date ? charge.late_date : charge.event_date, period: charge.period,
    service_from: charge.service_from, service_to: charge.service_to, description: describe(charge, frozen.length > 0), ...amounts(charge, settled, rest.toFixed()), account_role: charge.account_role,
    status, decision: status === 'ready' ? 'invoiceable' : 'held', hold_reason: charge.hold_reason ?? null, usage_record_ids: charge.usage_record_ids ?? null, why: charge.why,
  }));
}

function describe(charge: Charge, later: boolean): string {
  return later ? `${charge.description} (adjustment)` : charge.description;
}

/** The whole charge as it is priced; of a difference the price where it explains it, else one amount. */
function amounts(charge: Charge, settled: BillingEvent[], rest: string): Pick<BillingEvent, 'quantity' | 'unit' | 'rate' | 'gross' | 'discount' | 'net'> {
  if (settled.length === 0) return { quantity: charge.quantity, unit: charge.unit, rate: charge.rate, gross: charge.gross, discount: charge.discount, net: charge.net };
  const quantity = dec(charge.quantity).minus(sum(settled.map((e) => e.quantity)));
  if (dec(charge.discount).isZero() && quantity.times(charge.rate).eq(rest)) return { quantity: quantity.toFixed(), unit: charge.unit, rate: charge.rate, gross: rest, discount: '0', net: rest };
  const sign = dec(rest).isNegative() ? '-1' : '1';
  return { quantity: sign, unit: 'adjustment', rate: dec(rest).abs().toFixed(), gross: rest, discount: '0', net: rest };
}

/** The charge as a fact. False when it asks for nothing and never asked for anything. */
async function keepCharge(em: EntityManager, { contract, line }: LineOfContract, charge: Charge): Promise<boolean> {
  const before = await em.findOneBy(ServiceCharge, { contract_id: contract.id, line_no: line.line_no, kind: charge.kind, charge_key: charge.key });
  if (!before && dec(charge.net).isZero() && charge.measured === undefined) return false;
  if (before && sameAmount(before.net, charge.net) && sameAmount(before.quantity, charge.measured ?? charge.quantity) && before.service_to === charge.service_to) return true;
  const quantity = charge.measured ?? charge.quantity;
  const { unit, rate, gross, discount, net, period, service_from, service_to, why } = charge;
  await em.save(ServiceCharge, em.create(ServiceCharge, {
    ...(before ?? { id: newId(), tenant_id: TENANT, contract_id: contract.id, line_no: line.line_no, kind: charge.kind, charge_key: charge.key, correlation_id: contract.correlation_id }),
    quantity, unit, rate, gross, discount, net, period, service_from, service_to, why, currency: contract.data.currency, updated_at: new Date(),
  }));
  return true;
}

/** Settles every charge of one kind of a line; a charge that the terms ask for no more is taken back to nothing. */
export async function settleCharges(em: EntityManager, of: LineOfContract, kind: string, charges: Charge[], lateDate: string): Promise<void> {
  for (const charge of charges) await settleCharge(em, of, charge);
  const gone = (await em.findBy(ServiceCharge, { contract_id: of.contract.id, line_no: of.line.line_no, kind })).filter((c) => !dec(c.net).isZero() && !charges.some((w) => w.key === c.charge_key));
  for (const c of gone) {
    const [event] = await em.findBy(BillingEvent, { kind, source_system: 'throughline', source_id: `${of.contract.natural_key}:${of.line.line_no}:${c.charge_key}` });
    await settleCharge(em, of, {
      kind, key: c.charge_key, period: c.period, service_from: c.service_from, service_to: c.service_to, event_date: lateDate, late_date: lateDate, description: event?.description.replace(/ \(adjustment\)$/, '') ?? kind, quantity: '0', unit: c.unit, rate: c.rate,
      gross: '0', discount: '0', net: '0', account_role: event?.account_role ?? 'contract_liability', why: [{ rule: 'MS-3', detail: 'the terms no longer ask for it' }],
    });
  }
}
