import 'reflect-metadata';
import { newId } from '#lib/canonical';
import { appendEvents, BillingScheduleLine, changeEvent, recordById } from '#lib/store';
import { until } from '../../../../../libs/process/src/testing/database.js';
import { atRest, KillStage, PATIENCE_MS, type Told } from '../../../../../libs/process/src/testing/kill-stage.js';
import { Firm, line } from '../../../../../libs/store/src/testing/firm.js';

jest.setTimeout(1_800_000);
const APP = 'apps/process/milestone-to-revenue';
let stage: KillStage;
beforeAll(async () => {
  stage = await KillStage.open([APP], [`${APP}/src/billing/parts.js#MILESTONE_BILLING_PARTS`]);
}, 120_000);
afterAll(() => stage?.close());

const done = { status: 'accepted', accepted_at: '2026-07-20', acceptance_evidence: 'a.pdf' };

/** A contract whose only line bills milestone M1: it is accepted, reopened, and accepted again. */
async function story({ ds }: Told) {
  const firm = await Firm.found(ds.manager);
  await firm.contract('K-1', [line({ contract_type: 'milestone', included_classes: [], amount: '5000', billing_schedule: [{ seq: '1', trigger: 'milestone', milestone_code: 'M1', amount: '5000' }] })]);
  await firm.project('P-K', 'K-1');
  await ds.manager.insert(BillingScheduleLine, ds.manager.create(BillingScheduleLine, { id: newId(), tenant_id: 'default', contract_id: firm.id('K-1'), line_no: '1', schedule_version: 1, seq: '1', trigger: 'milestone', bill_date: null, milestone_code: 'M1', milestone_id: null, amount: '5000', net: null, currency: 'USD', status: 'scheduled', billing_event_id: null, correlation_id: 'c' }));
  const milestone = (data: Record<string, unknown>) => ds.transaction(async (em) => {
    const before = firm.ids.has('P-K:M1') ? (await recordById(em, firm.id('P-K:M1')))! : undefined;
    const after = await firm.put('milestone', 'P-K:M1', { project_id: firm.id('P-K'), code: 'M1', name: 'Design', acceptance_required: true, billing_trigger: true, revenue_trigger: false, task_codes: [], ...data });
    if (!before) await firm.link('P-K:M1', 'kantata', 'milestone', 'story-1');
    await appendEvents(em, [changeEvent(before, after)]);
  });
  const billed = async (): Promise<string[]> => (await ds.query(`select kind || ' ' || status || ' ' || trim_scale(net) as line from billing_event order by source_version::int`)).map((e: { line: string }) => e.line);
  const eventually = async (events: string[]) => {
    await until(`billing is ${events.join(', ')}`, billed, (seen) => JSON.stringify(seen) === JSON.stringify(events), PATIENCE_MS);
    await atRest(ds);
  };
  await milestone(done);
  await eventually(['milestone ready 5000']);
  await milestone({ status: 'in_progress', accepted_at: null, acceptance_evidence: null });
  await eventually(['milestone cancelled 5000']);
  await milestone(done);
  await eventually(['milestone cancelled 5000', 'milestone ready 5000']);
  return { billed: await billed(), told: (await ds.query(`select count(*)::int as n from audit where what = 'milestone.billing_told'`))[0].n };
}

it('whoever dies wherever in billing a milestone: it bills once, and the PSA is told each state once', async () => {
  const twin = await stage.undisturbed(story);
  const { left, unvisited } = await stage.struck(twin.places, story);
  expect(unvisited).toEqual([]);
  expect(left).toEqual({ ...twin.left, conflicts: [], unbalanced: [], exceptions: [] });
});
