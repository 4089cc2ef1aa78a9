import { type BillingScheduleTerm, type ContractLine, dec, isLocalDate } from '#lib/canonical';
import { RuleError } from '../error.js';
import { milestoneAmounts } from '../billing/milestone.js';

/** Something in which a line's terms are not enough to bill it, or contradict each other. */
export interface TermFault {
  /** `lines[2].retainer.fee`. */
  field: string;
  message: string;
}

const RECURRING = new Set(['managed_services', 'subscription']);
const FIXED = new Set(['fixed_fee', 'milestone']);
const MEASURES = ['cost_to_cost', 'hours', 'output_milestone', 'units', 'straight_line', 'as_invoiced'];

/**
 * What a contract line lacks before it can be billed (glossary 3.4, 6.3 to 6.6): every fault at once, with its field. An empty list means that the
 * terms of its type are there and fit together. Whether cards and tax codes exist is not asked here.
 */
export function termFaults(line: ContractLine, currency: string): TermFault[] {
  const faults: TermFault[] = [];
  const need = (ok: unknown, field: string, message: string): void => void (ok || faults.push({ field: `lines[${line.line_no}].${field}`, message: `Line ${line.line_no}: ${message}` }));
  const positive = (value: string | undefined): boolean => value !== undefined && dec(value).gt(0);
  const orPositive = (value: string | undefined): boolean => value === undefined || positive(value);
  const whole = (value: string | undefined): boolean => value === undefined || (positive(value) && dec(value).isInteger());

  need(!line.start || !line.end || line.start <= line.end, 'end', 'it ends before it starts');
  if (FIXED.has(line.contract_type)) {
    need(line.amount !== undefined && !dec(line.amount).isNegative(), 'amount', 'a fixed price needs an amount');
    need(line.billing_method !== 'schedule' || line.billing_schedule?.length, 'billing_schedule', 'it is billed by schedule and has none');
    need(line.billing_schedule?.length || line.billing_method !== undefined, 'billing_method', 'neither a billing method nor a schedule says when it is billed');
    need(!line.retention || dec(line.retention).lt(1), 'retention', 'the retention must be below the whole');
  }
  if (line.billing_schedule?.length) faults.push(...scheduleFaults(line, line.billing_schedule, currency));
  if (line.contract_type === 'retainer' || line.retainer) {
    const r = line.retainer;
    need(r?.fee !== undefined, 'retainer.fee', 'a retainer needs the fee of one period');
    need(positive(r?.included), 'retainer.included', 'a retainer needs what one period includes');
    need(r?.unit === 'hours' || r?.unit === 'money', 'retainer.unit', 'a retainer is of hours or of money');
    need(whole(r?.frequency_months), 'retainer.frequency_months', 'the period is a whole number of months');
    need(r?.rollover_cap === undefined || !dec(r.rollover_cap).isNegative(), 'retainer.rollover_cap', 'the cap on what is carried over must not be negative');
  }
  if (RECURRING.has(line.contract_type) || line.recurring) {
    const c = line.recurring;
    need(c || line.usage?.length || line.retainer, 'recurring', 'neither a recurring charge nor usage prices nor included hours say what it costs');
    if (c) {
      need(c.amount !== undefined, 'recurring.amount', 'a recurring charge needs the price of one period');
      need(c.anchor_day !== undefined && dec(c.anchor_day).isInteger() && dec(c.anchor_day).gte(1) && dec(c.anchor_day).lte(31), 'recurring.anchor_day', 'a recurring charge needs the day of the month on which periods begin, 1 to 31');
      need(isLocalDate(c.service_start), 'recurring.service_start', 'a recurring charge needs the start of the service');
      need(!c.service_start || !c.service_end || c.service_start < c.service_end, 'recurring.service_end', 'the service ends before it starts');
      need(c.timing === 'advance' || c.timing === 'arrears', 'recurring.timing', 'a recurring charge is billed in advance or in arrears');
      need(whole(c.frequency_months), 'recurring.frequency_months', 'the period is a whole number of months');
    }
  }
  for (const meter of line.usage ?? []) {
    const at = `usage[${meter.meter}]`;
    need(meter.meter && meter.unit, `${at}.unit`, 'a meter needs a name and a unit');
    need(orPositive(meter.block_size), `${at}.block_size`, 'a block holds more than nothing');
    const bounds = meter.tiers.map((t) => t.up_to);
    need(bounds.slice(0, -1).every((b, i) => b !== undefined && (i === 0 || dec(b).gt(bounds[i - 1]!))), `${at}.tiers`, `the price steps of ${meter.meter} must rise, and only the last may be open`);
  }
  need(!line.obligation || line.obligation.code, 'obligation.code', 'a performance obligation needs a code');
  need(!line.obligation?.measure || MEASURES.includes(line.obligation.measure), 'obligation.measure', `${line.obligation?.measure} is no measure of progress`);
  need((!line.cap_amount && !line.cap_hours) || line.cap_policy, 'cap_policy', 'a capped line needs a cap policy');
  need(!line.discount || dec(line.discount).lt(1), 'discount', 'the discount must be below the whole price');
  return faults;
}

function scheduleFaults(line: ContractLine, schedule: readonly BillingScheduleTerm[], currency: string): TermFault[] {
  const field = `lines[${line.line_no}].billing_schedule`;
  const fault = (message: string, at = ''): TermFault => ({ field: `${field}${at}`, message: `Line ${line.line_no}: ${message}` });
  const faults = schedule.flatMap((bill) => [
    ...(bill.trigger === 'date' && !bill.bill_date ? [fault(`bill ${bill.seq} has no date`, `[${bill.seq}].bill_date`)] : []),
    ...(bill.trigger === 'milestone' && !bill.milestone_code ? [fault(`bill ${bill.seq} names no milestone`, `[${bill.seq}].milestone_code`)] : []),
  ]);
  if (new Set(schedule.map((bill) => bill.seq)).size < schedule.length) faults.push(fault('two bills have one number'));
  if (line.amount === undefined) return faults;
  try {
    milestoneAmounts({ fee: line.amount, milestones: schedule.map((bill) => ({ id: bill.seq, amount: bill.amount, pct: bill.pct })), currency });
  } catch (error) {
    if (!(error instanceof RuleError)) throw error;
    faults.push(fault(error.detail));
  }
  return faults;
}
