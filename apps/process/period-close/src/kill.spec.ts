import 'reflect-metadata';
import { addDays } from '#lib/canonical';
import { until } from '../../../../libs/process/src/testing/database.js';
import { KillStage, PATIENCE_MS, startBySpec, type Told } from '../../../../libs/process/src/testing/kill-stage.js';
import { countChecks } from './checks/run-checks.js';
import { subledgers } from './steps/states.js';
import { CloseBooks } from './testing/close-books.js';

jest.setTimeout(1_800_000);
const APP = 'apps/process/period-close';
let stage: KillStage;
beforeAll(async () => {
  stage = await KillStage.open([APP], [`${APP}/src/flows/close-preparation.flow.js#closePreparation`, `${APP}/src/testing/moves.flow.js#closeMoves`]);
}, 120_000);
afterAll(() => stage?.close());

const P = { legal_entity: 'US01', period: '2026-07' };
/** The moves of which each is made a little differently; the others are repetitions of these. */
const MOVES = /close-moves\/(soft close time|close time|close gl|ask to reopen|approve the reopening):1$/;

/** July is prepared while time is unapproved and an invoice in euros is open; again when both have changed and the ERP refuses a journal; again when all is settled. Then it is closed and reopened. */
async function story({ ds, books: erp }: Told) {
  const books = await CloseBooks.found(ds.manager);
  await books.contract('C-E', 'EUR');
  await books.rate('EUR', '2026-07-10', '1.10');
  await books.rate('EUR', '2026-07-31', '1.20', 'closing');
  await books.sheet('2026-07-27', 'submitted', [['2026-07-30', '8'], ['2026-07-31', '4']]);
  await books.invoice('INV-1', '2026-07-10', '1000', { currency: 'EUR', contract_id: books.id('C-E') });
  await books.erpInvoice('INV-1', '2026-07-10', '1000', { currency: 'EUR' });
  let n = 0;
  const run = async (flow: string, input: object): Promise<string> => {
    const id = `${flow}:${++n}`;
    await ds.transaction((em) => startBySpec(em, { flow, id, input }));
    return (await until(`${id} ends`, () => ds.query('select state from process_run where id = $1', [id]), ([row]) => ['completed', 'waiting', 'failed'].includes(row?.state), PATIENCE_MS))[0].state;
  };
  const prepare = () => run('close-preparation', { ...P, prepared_by: 'fiona', request: String(n) });
  const readBack = async () => {
    for (const [key, { id, body }] of erp.documents) {
      const { posting_date, lines } = JSON.parse(body) as { posting_date: string; lines: { debit: string }[] };
      await books.erpJournal(id, posting_date, String(lines.reduce((t, l) => t + Number(l.debit), 0)), key);
    }
  };
  const states = [await prepare()];
  await books.sheet('2026-07-27', 'submitted', [['2026-07-30', '8']]);
  await ds.query(`update invoice set amount_paid = 500 where draft_key = 'INV-1'`);
  await books.erpInvoice('INV-1', '2026-07-10', '1000', { currency: 'EUR', amount_due: '500' });
  erp.refuse(/time_accrual:2026-07$/, { class: 'period_closed', code: 'PERIOD_CLOSED', detail: 'July is closed' });
  states.push(await prepare(), await prepare());
  await books.sheet('2026-07-27', 'approved', []);
  await prepare();
  await readBack();
  states.push(await prepare());
  const checks = await countChecks(ds.manager, P);
  const as_of = (await ds.query('select current_date::text as day'))[0].day;
  states.push(await run('close-moves', { ...P, as_of, expires_on: addDays(as_of, 5) }));
  return {
    states, checks, subledgers: (await subledgers(ds.manager, P)).map((s) => `${s.subledger} ${s.status} ${s.version}`),
    journals: (await ds.query(`select purpose || ' ' || posting_date || ' ' || status || ' ' || source_version || ' ' || trim_scale(total) as line from journal`)).map((j: { line: string }) => j.line).sort(),
    balances: (await ds.query(`select count(*)::int as n from contract_balance`))[0].n,
    audited: (await ds.query(`select what || ' ' || count(*) as line from audit group by what`)).map((a: { line: string }) => a.line).sort(),
  };
}

it('whoever dies wherever in preparing, closing and reopening: the same journals, each with its opposite, and each move once', async () => {
  const twin = await stage.undisturbed(story);
  expect(twin.left.seen.states).toEqual(['completed', 'waiting', 'completed', 'completed', 'completed']);
  expect(Object.values(twin.left.seen.checks).filter((n) => n !== 0)).toEqual([]);
  expect(twin.left.seen.subledgers).toEqual(['time closed 2', 'expense closed 2', 'cost closed 2', 'billing open 3', 'revenue open 3', 'gl open 3']);
  const places = twin.places.filter((place) => !place.includes('close-moves/') || MOVES.test(place));
  const { left, unvisited } = await stage.struck(places, story);
  expect(unvisited).toEqual([]);
  expect(left).toEqual({ ...twin.left, conflicts: [], unbalanced: [], exceptions: [] });
});
