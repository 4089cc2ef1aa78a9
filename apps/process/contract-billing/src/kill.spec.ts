import 'reflect-metadata';
import { appendEvents, BillingEvent, changeEvent, RetainerEntry, ServiceCharge } from '#lib/store';
import { type ChildProcess, spawn } from 'node:child_process';
import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { Books } from '../../../../libs/process/src/testing/books.js';
import { compileLibraries } from '../../../../libs/process/src/testing/compiled.js';
import { type TestDatabase, testDatabase, until } from '../../../../libs/process/src/testing/database.js';
import { Firm, line } from '../../../../libs/store/src/testing/firm.js';

jest.setTimeout(600_000);
const APP = 'apps/process/contract-billing';
let compiled: string;
let db: TestDatabase;
let firm: Firm;
const books = new Books();
const children = new Set<ChildProcess>();

beforeAll(async () => {
  compiled = compileLibraries(process.cwd(), ['libs/rules', 'libs/clients', APP]);
  db = await testDatabase();
  await books.start();
  firm = await Firm.found(db.ds.manager);
  await firm.worker('E1');
}, 600_000);
afterAll(async () => {
  for (const child of children) child.kill('SIGKILL');
  await books.stop();
  await db.close();
  rmSync(compiled, { recursive: true, force: true });
});

/** A process with the flows; resolves with the signal that ended it. */
function worker(crashAt?: string): { gone: Promise<NodeJS.Signals | null>; stop(): Promise<void> } {
  const child = spawn(process.execPath, [join(compiled, APP, 'src/testing/worker.js')], {
    cwd: compiled, stdio: ['ignore', 'ignore', 'inherit'],
    env: { ...process.env, NODE_OPTIONS: '', DATABASE_URL: db.url, SYSTEM_URL: books.url, LOG_LEVEL: 'fatal', PROCESS_SWEEP: '200ms', PROCESS_POLL: '20ms', ...(crashAt ? { THROUGHLINE_CRASH_AT: crashAt } : {}) },
  });
  children.add(child);
  const gone = new Promise<NodeJS.Signals | null>((resolve) => child.once('exit', (_code, signal) => (children.delete(child), resolve(signal))));
  return { gone, stop: async () => void (child.kill('SIGKILL'), await gone) };
}

/** A contract of every kind with usage and an approved expense, told as intake tells it; everything through July is due. */
async function sign(k: string): Promise<void> {
  await firm.contract(k, [
    line({ line_no: '1', contract_type: 'fixed_fee', included_classes: [], amount: '1000', billing_schedule: [{ seq: '1', trigger: 'date', bill_date: '2026-07-15', amount: '1000' }], start: '2026-07-01' }),
    line({ line_no: '2', contract_type: 'retainer', included_classes: [], retainer: { unit: 'hours', fee: '500', included: '5' }, start: '2026-07-01' }),
    line({ line_no: '3', contract_type: 'managed_services', included_classes: [], recurring: { amount: '300', timing: 'advance', service_start: '2026-07-01', anchor_day: '1' }, usage: [{ meter: 'm', unit: 'u', tiers: [{ price: '2' }] }], start: '2026-07-01' }),
    line({ line_no: '4', contract_type: 'expense', included_classes: ['expense'], start: '2026-07-01' }),
  ]);
  await firm.project(`P-${k}`, k);
  await db.ds.transaction(async (em) => {
    await em.query('insert into contract_dues (contract_id, through) values ($1, $2)', [firm.id(k), '2026-07-31']);
    await em.query(`insert into usage_record (id, tenant_id, contract_id, line_no, meter, subject, period_start, period_end, quantity, unit, recorded_at, source_system, source_ref, status, correlation_id)
      values (gen_random_uuid(), 'default', $1, '3', 'm', $2, '2026-07-01', '2026-07-31', 10, 'u', now(), 's', 'r', 'validated', 'c')`, [firm.id(k), k]);
    const report = await firm.put('expense_report', `X-${k}`, { worker_id: firm.id('E1'), project_id: firm.id(`P-${k}`), status: 'approved', lines: [{ source_id: k, source_version: '1', date: '2026-07-10', category: 'Travel', amount: '50', currency: 'USD', reimbursable_to_worker: true, billable_to_client: true }] });
    const contract = await firm.put('contract', k, {});
    await appendEvents(em, [changeEvent(undefined, contract), changeEvent(undefined, report)]);
  });
}

const ended = (k: string) => until('both runs have completed', () => db.ds.query(`select flow, state from process_run where input->>'contract_number' = $1 or input->>'natural_key' = $2`, [k, `X-${k}`]), (runs: { state: string }[]) => runs.length === 2 && runs.every((r) => r.state === 'completed'), 240_000);

it.each(['tx.before-commit:1', 'tx.before-commit:5', 'tx.after-commit:6', 'tx.after-commit:9', 'effect.before-ask:1', 'effect.after-told:1', 'run.before-finish:1'])('killed at %s, everything is billed and posted once', async (point) => {
  const k = `K-${point.replace(/[^a-z0-9]/g, '-')}`;
  await sign(k);
  const first = worker(point);
  expect(await first.gone).toBe('SIGKILL');
  const second = worker();
  await ended(k);
  await second.stop();
  const events = await db.ds.manager.findBy(BillingEvent, { contract_id: firm.id(k) });
  expect(events.map((e) => `${e.kind} ${e.status} ${Number(e.net)}`).sort()).toEqual(['expense ready 50', 'recurring ready 300', 'retainer_period ready 500', 'schedule ready 1000', 'usage ready 20']);
  expect(await db.ds.manager.countBy(ServiceCharge, { contract_id: firm.id(k) })).toBe(3);
  expect((await db.ds.manager.findBy(RetainerEntry, { contract_id: firm.id(k) })).map((e) => `${e.entry} ${Number(e.quantity)}`).sort()).toEqual(['grant 5', 'rollover_out -5']);
  expect([...books.documents.keys()].filter((key) => key.includes(firm.id(`X-${k}`)))).toHaveLength(1);
});
