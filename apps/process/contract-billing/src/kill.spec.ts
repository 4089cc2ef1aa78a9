import 'reflect-metadata';
import { appendEvents, changeEvent, recordById } from '#lib/store';
import { until } from '../../../../libs/process/src/testing/database.js';
import { atRest, KillStage, PATIENCE_MS, type Told } from '../../../../libs/process/src/testing/kill-stage.js';
import { Firm, line } from '../../../../libs/store/src/testing/firm.js';
import { acceptUsage } from './services/accept-usage.js';

jest.setTimeout(1_800_000);
const APP = 'apps/process/contract-billing';
let stage: KillStage;
beforeAll(async () => {
  stage = await KillStage.open([APP], [`${APP}/src/flows/contract-dues.flow.js#contractDues`, `${APP}/src/flows/post-expense-report.flow.js#postExpenseReport`, `${APP}/src/triggers.js#onBillingFacts`, `${APP}/src/triggers.js#onExpenseReport`]);
}, 120_000);
afterAll(() => stage?.close());

const terms = [
  line({ line_no: '1', contract_type: 'fixed_fee', included_classes: [], amount: '1000', billing_schedule: [{ seq: '1', trigger: 'date', bill_date: '2026-07-15', amount: '1000' }], start: '2026-07-01' }),
  line({ line_no: '2', contract_type: 'retainer', included_classes: [], retainer: { unit: 'hours', fee: '500', included: '5' }, start: '2026-07-01' }),
  line({ line_no: '3', contract_type: 'managed_services', included_classes: [], recurring: { amount: '300', timing: 'advance', service_start: '2026-07-01', anchor_day: '1' }, usage: [{ meter: 'm', unit: 'u', tiers: [{ price: '2' }] }], start: '2026-07-01' }),
  line({ line_no: '4', contract_type: 'expense', included_classes: ['expense'], start: '2026-07-01' }),
];
const spent = (source_id: string, amount: string) => ({ status: 'approved', lines: [{ source_id, source_version: '1', date: '2026-07-10', category: 'Travel', amount, currency: 'USD', reimbursable_to_worker: true, billable_to_client: true }] });

/** A contract of every kind, everything through July due; then an expense is corrected, one is taken back, and more was used than was first read. */
async function story({ ds }: Told) {
  const firm = await Firm.found(ds.manager);
  await firm.worker('E1');
  await firm.contract('K-1', terms);
  await firm.project('P-K', 'K-1');
  const tell = (entity: string, key: string, data: Record<string, unknown>) => ds.transaction(async (em) => {
    const before = firm.ids.has(key) ? (await recordById(em, firm.id(key))) ?? undefined : undefined;
    await appendEvents(em, [changeEvent(entity === 'contract' ? undefined : before, await firm.put(entity, key, data))]);
  });
  const report = (key: string, amount: string, more: Record<string, unknown> = {}) => tell('expense_report', key, { worker_id: firm.id('E1'), project_id: firm.id('P-K'), ...spent(`${key}:1`, amount), ...more });
  const used = (quantity: string, record_version: number) => ds.transaction((em) => acceptUsage(em, { contract_number: 'K-1', line_no: '3', meter: 'm', subject: 's', period_start: '2026-07-01', period_end: '2026-07-31', record_version, quantity, unit: 'u', source_system: 's', source_ref: 'r' }, 'c'));
  const billed = async (): Promise<string[]> => (await ds.query(`select kind || ' ' || status || ' ' || trim_scale(net) as line from billing_event where status <> 'cancelled'`)).map((e: { line: string }) => e.line).sort();
  const eventually = (events: string[]) => until(`billing is ${events.join(', ')}`, billed, (seen) => JSON.stringify(seen) === JSON.stringify(events), PATIENCE_MS);

  await ds.query('insert into contract_dues (contract_id, through) values ($1, $2)', [firm.id('K-1'), '2026-07-31']);
  await used('10', 1);
  await tell('contract', 'K-1', {});
  await report('X-1', '50');
  await report('X-2', '70');
  const terms_billed = ['recurring ready 300', 'retainer_period ready 500', 'schedule ready 1000'];
  await eventually(['expense ready 50', 'expense ready 70', ...terms_billed, 'usage ready 20']);
  await atRest(ds);
  await used('25', 2);
  await report('X-1', '60');
  await report('X-2', '70', { status: 'rejected' });
  await eventually(['expense ready 60', ...terms_billed, 'usage ready 50']);
  await atRest(ds);
  return {
    billed: await billed(),
    charges: await ds.query(`select c.kind, trim_scale(c.net)::text as net, (select trim_scale(sum(e.net))::text from billing_event e where e.contract_id = c.contract_id and e.line_no = c.line_no and e.kind = c.kind and e.status <> 'cancelled') as billed from service_charge c order by 1`),
    retainer: await ds.query(`select entry, trim_scale(quantity)::text as quantity from retainer_entry order by 1`),
    expenses: (await ds.query(`select kind || ' ' || trim_scale(amount) || ' ' || costing_status || ' ' || billing_status as line from expense_line`)).map((e: { line: string }) => e.line).sort(),
    journals: (await ds.query(`select purpose || ' ' || status || ' ' || trim_scale(total) as line from journal`)).map((j: { line: string }) => j.line).sort(),
  };
}

it('whoever dies wherever in billing by terms, usage and expenses: everything is billed and posted once', async () => {
  const twin = await stage.undisturbed(story);
  expect(twin.left.seen.charges).toEqual([{ kind: 'recurring', net: '300', billed: '300' }, { kind: 'retainer_period', net: '500', billed: '500' }, { kind: 'usage', net: '50', billed: '50' }]);
  expect(twin.left.seen.retainer).toEqual([{ entry: 'grant', quantity: '5' }, { entry: 'rollover_out', quantity: '-5' }]);
  const { left, unvisited } = await stage.struck(twin.places, story);
  expect(unvisited).toEqual([]);
  // Finance is told that usage came late; it ends when the difference is drafted.
  expect(left).toEqual({ ...twin.left, conflicts: [], unbalanced: [], exceptions: ['LATE_USAGE usage:K-1:3'] });
});
