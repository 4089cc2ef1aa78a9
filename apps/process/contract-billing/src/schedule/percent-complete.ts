import { dec, newId, sum } from '#lib/canonical';
import { progressBilling } from '#lib/rules';
import { BillingScheduleLine, type LineOfContract, TENANT } from '#lib/store';
import { Not, type EntityManager } from 'typeorm';
import { lineName } from '../contract/lines.js';
import { showOnLine } from '../contract/line-exceptions.js';
import { discounted } from '../contract/priced.js';
import { progressOf } from './progress-facts.js';
import { raiseWithRetention } from './raise-dues.js';

/**
 * FF-3: what a percent-complete line has earned by `through` less what was billed. Each bill is a schedule line of its own. Billed more than
 * earned is flagged and nothing is credited; a missing or overrun estimate bills nothing.
 */
export async function billProgress(em: EntityManager, of: LineOfContract, through: string): Promise<void> {
  const { contract, line } = of;
  const progress = line.amount ? await progressOf(em, of, through) : null;
  await showOnLine(em, of, 'INVALID_TERMS', progress ? null : { message: `${lineName(of)} bills by percent complete and has no amount` }, 'progress');
  if (!progress) return;
  await showOnLine(em, of, 'EAC_STALE', progress.ok ? null : { message: `${lineName(of)} cannot bill its progress: ${progress.detail}` }, 'progress');
  if (!progress.ok) return;
  const before = await em.find(BillingScheduleLine, { where: { contract_id: contract.id, line_no: line.line_no, trigger: 'progress', status: Not('cancelled') } });
  const billed_to_date = sum(before.map((b) => b.amount)).toFixed();
  const result = progressBilling({ fee: line.amount!, progress: progress.progress, billed_to_date, currency: contract.data.currency });
  const over = result.ok ? null : { message: `${lineName(of)}: ${billed_to_date} is billed, ${result.earned} is earned`, context: { billed: billed_to_date, earned: result.earned, overbilled: result.overbilled } };
  await showOnLine(em, of, 'OVERBILLED', over, 'progress');
  if (!result.ok || dec(result.bill).isZero()) return;
  const no = before.length + 1;
  const price = discounted(line, result.bill, contract.data.currency);
  const id = newId();
  const event = await raiseWithRetention(em, of, {
    kind: 'progress', source_id: `${contract.natural_key}:${line.line_no}:progress:${no}`, source_version: '1', event_date: through, description: `${line.description ?? 'Fixed fee'}, ${dec(progress.progress).times(100).toDecimalPlaces(2).toFixed()} % complete on ${through}`,
    quantity: '1', unit: 'instalment', rate: result.bill, ...price, account_role: 'contract_liability', schedule_line_id: id, why: [...progress.why, ...result.why],
  });
  await em.insert(BillingScheduleLine, em.create(BillingScheduleLine, {
    id, tenant_id: TENANT, contract_id: contract.id, line_no: line.line_no, schedule_version: 1, seq: `progress-${no}`, trigger: 'progress', bill_date: through, milestone_code: null, milestone_id: null, amount: result.bill, net: price.net,
    currency: contract.data.currency, status: 'due', billing_event_id: event.id, correlation_id: contract.correlation_id,
  }));
}
