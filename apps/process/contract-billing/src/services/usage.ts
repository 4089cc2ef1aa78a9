import { addMonths, dec, monthEnd, monthOf, sum, type UsageTerms } from '#lib/canonical';
import { rateUsage, type RatedUsage, reconcileUsage, usageRun } from '#lib/rules';
import { type Charge, type LineOfContract, ServiceCharge, settleCharge, UsageRecord } from '#lib/store';
import { BusinessFailure } from '#lib/process';
import { In, type EntityManager } from 'typeorm';
import { lineName } from '../contract/lines.js';
import { showOnLine } from '../contract/line-exceptions.js';
import { discounted, oneOf } from '../contract/priced.js';

/**
 * MS-4, 6, 7: usage of the months that have ended by `through`, meter by meter. A month is rated as a whole from the newest version of its
 * records, so that late and changed records become a difference with the dates of their service. What was rated must be what was validated.
 */
export async function billUsage(em: EntityManager, of: LineOfContract, through: string): Promise<void> {
  const rated = [];
  for (const terms of of.line.usage ?? []) {
    const records = await newestRecords(em, of, terms.meter);
    for (const month of [...new Set(records.map((r) => monthOf(r.period_end)))].sort().filter((m) => monthEnd(`${m}-01`) <= through)) rated.push(rateMonth(of, terms, month, records.filter((r) => monthOf(r.period_end) === month), through));
  }
  const late: string[] = [];
  for (const r of rated) {
    const before = await em.findOneBy(ServiceCharge, { contract_id: of.contract.id, line_no: of.line.line_no, kind: 'usage', charge_key: r.charge.key });
    const event = await settleCharge(em, of, r.charge);
    const fresh = r.records.filter((x) => x.status === 'validated');
    if (before && fresh.length > 0) late.push(`${fresh.length} records of ${r.charge.period}`);
    await em.update(UsageRecord, { id: In(fresh.map((x) => x.id)) }, { status: 'rated', billing_period: monthOf(event?.event_date ?? r.charge.event_date), billing_event_id: event?.id ?? null, updated_at: new Date() });
    if (event) await em.update(UsageRecord, { id: In(r.records.filter((x) => x.status === 'rated').map((x) => x.id)) }, { billing_event_id: event.id });
  }
  await reconcile(em, of, through);
  if (late.length > 0 || !(await lateOpen(em, of))) await showOnLine(em, of, 'LATE_USAGE', late.length > 0 ? { message: `${lineName(of)}: ${late.join(', ')} came after the month was billed; the difference goes on the next invoice` } : null, 'usage');
}

/** The newest version of each record of a meter that is not rejected. */
async function newestRecords(em: EntityManager, { contract, line }: LineOfContract, meter: string): Promise<UsageRecord[]> {
  const all = await em.find(UsageRecord, { where: { contract_id: contract.id, line_no: line.line_no, meter, status: In(['validated', 'rated', 'invoiced']) }, order: { record_version: 'ASC' } });
  return [...new Map(all.map((r) => [[r.source_system, r.subject, r.period_start, r.sequence].join('|'), r])).values()];
}

function rateMonth({ contract, line }: LineOfContract, terms: UsageTerms, month: string, records: UsageRecord[], through: string): { charge: Charge; records: UsageRecord[] } {
  const from = `${month}-01`;
  const to = monthEnd(from);
  const run = usageRun({ period_from: from, period_to: to, invoiced: [], records: records.map((r) => ({ source_ref: r.id, version: r.record_version, service_date: r.period_end, quantity: r.quantity, status: r.status })) });
  const currency = contract.data.currency;
  const rated = rateUsage({ quantity: run.quantity, allowance: terms.allowance, block_size: terms.block_size, mode: terms.mode as 'graduated', tiers: terms.tiers.map((t) => ({ up_to: t.up_to ?? null, price: t.price, flat_fee: t.flat_fee })), currency });
  // One price for every unit: the invoice shows the quantity. Otherwise the description says how the amount came about.
  const plain = terms.tiers.length === 1 && !terms.tiers[0]!.flat_fee && terms.block_size === undefined;
  const price = plain ? { quantity: rated.billable_quantity, unit: terms.unit, rate: terms.tiers[0]!.price, ...discounted(line, rated.amount, currency) } : oneOf('period', line, rated.amount, currency);
  return {
    records,
    charge: { kind: 'usage', key: `usage:${terms.meter}:${month}`, period: month, service_from: from, service_to: to, event_date: to, late_date: through, description: told(terms, month, run.quantity, rated), ...price, measured: run.quantity, account_role: 'contract_asset', usage_record_ids: records.map((r) => r.id), why: [...run.why, ...rated.why] },
  };
}

/** The usage of a month in the words of an invoice: what was used, what was free, what each step cost. */
function told(terms: UsageTerms, month: string, quantity: string, rated: RatedUsage): string {
  const free = terms.allowance && dec(terms.allowance).gt(0) ? `, ${terms.allowance} included` : '';
  const block = terms.block_size ? ` blocks of ${terms.block_size}` : '';
  const steps = rated.tiers.filter((t) => dec(t.blocks).gt(0)).map((t) => `${t.blocks}${block} at ${t.price}`);
  return `${terms.meter} ${month}: ${quantity} ${terms.unit}${free}${steps.length > 0 ? ` (${steps.join(', ')})` : ''}`;
}

/** MS-6: before anything of it can be posted, what was rated is what was validated. */
async function reconcile(em: EntityManager, of: LineOfContract, through: string): Promise<void> {
  const { contract, line } = of;
  const first = addMonths(`${through.slice(0, 7)}-01`, through === monthEnd(through) ? 1 : 0);
  const charges = await em.findBy(ServiceCharge, { contract_id: contract.id, line_no: line.line_no, kind: 'usage' });
  const validated = (await Promise.all((line.usage ?? []).map((t) => newestRecords(em, of, t.meter)))).flat().filter((r) => r.period_end < first);
  const result = reconcileUsage({ rated: charges.filter((c) => c.service_to < first).map((c) => c.quantity), validated: validated.map((r) => r.quantity) });
  if (!result.ok) throw new BusinessFailure('RECON_BREAK', `usage:${contract.data.contract_number}:${line.line_no}`, `${lineName(of)}: rated usage differs by ${result.difference} from validated usage`, { rated: sum(charges.map((c) => c.quantity)).toFixed(), validated: sum(validated.map((r) => r.quantity)).toFixed() });
}

async function lateOpen(em: EntityManager, { contract, line }: LineOfContract): Promise<boolean> {
  const [{ n }] = await em.query(`select count(*)::int as n from billing_event where contract_id = $1 and line_no = $2 and kind = 'usage' and status = 'ready' and description like '%(adjustment)'`, [contract.id, line.line_no]);
  return n > 0;
}
