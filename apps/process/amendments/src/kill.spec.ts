import 'reflect-metadata';
import { AMENDMENT_STEPS } from '#lib/rules';
import type { StoredRecord } from '#lib/store';
import { until } from '../../../../libs/process/src/testing/database.js';
import { KillStage, PATIENCE_MS, type Told } from '../../../../libs/process/src/testing/kill-stage.js';
import { Agreement, bigger } from './testing/agreement.js';

jest.setTimeout(1_800_000);
const APP = 'apps/process/amendments';
let stage: KillStage;
beforeAll(async () => {
  stage = await KillStage.open([APP], [`${APP}/src/flows/apply-amendment.flow.js#applyAmendment`, ...['onApproved', 'onSettled', 'workAtRisk'].map((part) => `${APP}/src/triggers.js#${part}`)]);
}, 120_000);
afterAll(() => stage?.close());

/** One amendment goes through; one is refused at its last step, takes everything back and goes through with the right price; one is refused by the CRM and comes again. */
async function story({ ds, books }: Told) {
  await Agreement.found(ds);
  const ended = (amendment: StoredRecord, runs: number) => until(`${runs} runs have ended`, () => ds.query(`select state from process_run where input->>'amendment_id' = $1`, [amendment.id]),
    (rows: { state: string }[]) => rows.length === runs && rows.every((r) => ['completed', 'waiting', 'failed'].includes(r.state)), PATIENCE_MS);
  const signed = async (number: string) => {
    const one = await Agreement.signed(ds, number);
    await one.firstBillInvoiced();
    await one.worked('2026-08-15');
    return one;
  };
  const [agreed, mistaken, locked] = [await signed('C-1'), await signed('C-2'), await signed('C-3')];
  await ended(await agreed.says(1, { line_changes: bigger(), price_change: '1100' }), 1);
  const standing = await mistaken.books();
  await ended(await mistaken.says(1, { line_changes: bigger(), price_change: '999' }), 1);
  const afterwards = await mistaken.books();
  await ended(await mistaken.says(1, { line_changes: bigger(), price_change: '1100' }), 2);
  books.refuse(/^amendment:C-3:1:apply/, { class: 'validation', code: 'EFFECT_REJECTED', detail: 'the contract is locked' });
  await ended(await locked.says(1, { line_changes: bigger() }), 1);
  await ended(await locked.says(1, { line_changes: bigger(), price_change: '1100' }), 2);
  return {
    taken_back: { standing, afterwards }, books: await Promise.all([agreed, mistaken, locked].map((one) => one.books())),
    steps: await ds.query(`select a.amendment_number, a.application_no, a.status, (select array_agg(s->>'step' || ' ' || (s->>'state') order by n) from jsonb_array_elements(a.steps) with ordinality as t (s, n)) as steps from amendment_application a join canonical_record c on c.id = a.contract_id order by c.natural_key`),
    budgets: await ds.query(`select c.natural_key, b.kind, b.status, trim_scale(b.price)::text as price from contract_budget b join canonical_record c on c.id = b.contract_id order by 1, 2, 3`),
    movements: await ds.query(`select c.natural_key, m.status, trim_scale(m.amount)::text as amount from backlog_movement m join canonical_record c on c.id = m.contract_id order by 1, 2, 3`),
  };
}

it('whoever dies wherever in the seven steps, or in taking them back: the contract is amended once, or stands as it stood', async () => {
  const twin = await stage.undisturbed(story);
  expect(twin.left.seen.taken_back.afterwards).toEqual(twin.left.seen.taken_back.standing);
  expect(twin.left.seen.steps.map((a: { steps: string[] }) => a.steps)).toEqual(Array(3).fill(AMENDMENT_STEPS.map((s) => `${s} done`)));
  expect(twin.left.documents).toHaveLength(5);
  const { left, unvisited } = await stage.struck(twin.places, story);
  expect(unvisited).toEqual([]);
  expect(left).toEqual({ ...twin.left, conflicts: [], unbalanced: [], exceptions: [] });
});
