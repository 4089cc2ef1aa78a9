import 'reflect-metadata';
import { newId } from '#lib/canonical';
import { appendEvents, BillingEvent, BillingScheduleLine, changeEvent } from '#lib/store';
import { type ChildProcess, spawn } from 'node:child_process';
import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { Books } from '../../../../../libs/process/src/testing/books.js';
import { compileLibraries } from '../../../../../libs/process/src/testing/compiled.js';
import { type TestDatabase, testDatabase, until } from '../../../../../libs/process/src/testing/database.js';
import { Firm, line } from '../../../../../libs/store/src/testing/firm.js';

jest.setTimeout(600_000);
const APP = 'apps/process/milestone-to-revenue';
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
}, 600_000);
afterAll(async () => {
  for (const child of children) child.kill('SIGKILL');
  await books.stop();
  await db.close();
  rmSync(compiled, { recursive: true, force: true });
});

/** A process with the flows of milestone billing. */
function worker(crashAt?: string): { gone: Promise<NodeJS.Signals | null>; stop(): Promise<void> } {
  const child = spawn(process.execPath, [join(compiled, APP, 'src/billing/testing/worker.js')], {
    cwd: compiled, stdio: ['ignore', 'ignore', 'inherit'],
    env: { ...process.env, NODE_OPTIONS: '', DATABASE_URL: db.url, SYSTEM_URL: books.url, LOG_LEVEL: 'fatal', PROCESS_SWEEP: '200ms', PROCESS_POLL: '20ms', ...(crashAt ? { THROUGHLINE_CRASH_AT: crashAt } : {}) },
  });
  children.add(child);
  const gone = new Promise<NodeJS.Signals | null>((resolve) => child.once('exit', (_code, signal) => (children.delete(child), resolve(signal))));
  return { gone, stop: async () => void (child.kill('SIGKILL'), await gone) };
}

/** A contract whose only line bills milestone M1, which is accepted. */
async function accept(k: string): Promise<void> {
  await firm.contract(k, [line({ contract_type: 'milestone', included_classes: [], amount: '5000', billing_schedule: [{ seq: '1', trigger: 'milestone', milestone_code: 'M1', amount: '5000' }] })]);
  await firm.project(`P-${k}`, k);
  await db.ds.transaction(async (em) => {
    await em.insert(BillingScheduleLine, em.create(BillingScheduleLine, { id: newId(), tenant_id: 'default', contract_id: firm.id(k), line_no: '1', schedule_version: 1, seq: '1', trigger: 'milestone', bill_date: null, milestone_code: 'M1', milestone_id: null, amount: '5000', net: null, currency: 'USD', status: 'scheduled', billing_event_id: null, correlation_id: 'c' }));
    const milestone = await firm.put('milestone', `P-${k}:M1`, { project_id: firm.id(`P-${k}`), code: 'M1', name: 'Design', acceptance_required: true, billing_trigger: true, revenue_trigger: false, task_codes: [], status: 'accepted', accepted_at: '2026-07-20', acceptance_evidence: 'a.pdf' });
    await firm.link(`P-${k}:M1`, 'kantata', 'milestone', `story-${k}`);
    await appendEvents(em, [changeEvent(undefined, milestone)]);
  });
}

it.each(['consumer.before-commit:1', 'tx.before-commit:1', 'tx.after-commit:1', 'effect.after-answer:1'])('killed at %s, a milestone bills once and the PSA is told once', async (point) => {
  const k = `K-${point.replace(/[^a-z0-9]/g, '-')}`;
  await accept(k);
  const first = worker(point);
  expect(await first.gone).toBe('SIGKILL');
  const second = worker();
  await until('the PSA is told', () => db.ds.query(`select state from process_run where flow = 'tell-milestone' and input->>'milestone_id' = $1`, [firm.id(`P-${k}:M1`)]), (runs: { state: string }[]) => runs.length === 1 && runs[0]!.state === 'completed', 240_000);
  await second.stop();
  expect((await db.ds.manager.findBy(BillingEvent, { contract_id: firm.id(k) })).map((e) => `${e.kind} ${e.status} ${Number(e.net)}`)).toEqual(['milestone ready 5000']);
  expect([...books.documents.keys()].filter((key) => key.startsWith(`milestone-status:P-${k}:M1:`))).toEqual([`milestone-status:P-${k}:M1:ready:1001`]);
});
