import 'reflect-metadata';
import type { ContractLine, LineChange } from '#lib/canonical';
import { retryRun } from '#lib/process';
import { AMENDMENT_STEPS, amendmentPlan, type AmendmentStep } from '#lib/rules';
import type { StoredRecord } from '#lib/store';
import { until } from '../../../../../libs/process/src/testing/database.js';
import { testEngine, type TestEngine } from '../../../../../libs/process/src/testing/engine.js';
import { type Call, view } from '../../../../../libs/process/src/testing/scripted-system.js';
import { Agreement, bigger, change, fixed, service, time } from '../testing/agreement.js';
import { onApproved, onSettled } from '../triggers.js';
import { applyAmendment } from './apply-amendment.flow.js';

jest.setTimeout(240_000);
let t: TestEngine;
let n = 0;
beforeAll(async () => {
  t = await testEngine([applyAmendment, onApproved, onSettled]);
  await Agreement.found(t.db.ds);
});
afterAll(() => t.close());

const signed = (more: object = {}, lines?: ContractLine[]) => Agreement.signed(t.db.ds, `C-${++n}`, more, lines);
const runs = (amendment: StoredRecord) => t.rows(`select id, state, error, result from process_run where input->>'amendment_id' = $1 order by started_at, attempt`, [amendment.id]);
/** The row of the last run about an amendment, once it has ended. */
const ended = async (amendment: StoredRecord): Promise<Record<string, any>> => {
  const begun = await until('a run begins', () => runs(amendment), (r) => r.length > 0);
  return t.ended(begun.at(-1)!['id']);
};
const again = async (amendment: StoredRecord): Promise<Record<string, any>> => t.ended(await retryRun((await runs(amendment)).at(-1)!['id'], 'olga'));
const open = (one: Agreement) => t.rows(`select code, message, context from exception where business_key like $1 and status in ('open', 'assigned') order by code`, [`%${one.number}:%`]);
const asked = (one: Agreement): Call[] => t.system.calls.filter((c) => c.question === 'ask' && c.key.startsWith(`amendment:${one.number}:`));
const steps = async (amendment: StoredRecord) => (await t.rows('select steps from amendment_application where amendment_id = $1', [amendment.id]))[0]!['steps'] as { step: string; state: string; at: string; detail: string }[];
const refusal = (key: string) => ({ status: 200, effect: view(key, 'rejected', { problem: { class: 'validation', code: 'EFFECT_REJECTED', detail: 'the contract is locked' } }) });

describe('an approved amendment', () => {
  it('changes contract, prices, schedule, budget, treatment, forecast and backlog in that order, and tells so once', async () => {
    const one = await signed();
    await one.firstBillInvoiced();
    const [before, after, billed] = [await one.worked('2026-07-15'), await one.worked('2026-08-15'), await one.worked('2026-08-16', 'billed')];
    const amendment = await one.says(1, { line_changes: bigger(), price_change: '1100' });
    expect(await ended(amendment)).toMatchObject({ state: 'completed', result: { applied: true } });
    expect(asked(one).map((c) => [c.key, (c.body as any).action, (c.body as any).lines.map((l: any) => l.line_no)])).toEqual([[`amendment:${one.number}:1:apply:1`, 'apply', ['1', '2', '3']]]);
    const done = await steps(amendment);
    expect(done.map((s) => `${s.step} ${s.state}`)).toEqual(AMENDMENT_STEPS.map((s) => `${s} done`));
    const books = await one.books() as any;
    expect(books.lines.map((l: any) => [l.line_no, l.rate_card_code ?? l.amount ?? l.recurring.amount])).toEqual([['1', 'NEW'], ['2', '1600'], ['3', '100']]);
    expect(books.lines[0].earlier_rate_cards).toEqual([{ rate_card_code: 'STD', before: '2026-08-01' }]);
    // Work before the effective date keeps its price, open work after it does not, what is billed stays (RATE-9).
    expect(Object.fromEntries(books.entries.map((e: any) => [e.id, e.net]))).toEqual({ [before]: '800', [after]: '960', [billed]: '800' });
    expect(books.bills.map((b: any) => [b.seq, b.bill_date, b.amount, b.status])).toEqual([['1', '2026-03-31', '500', 'invoiced'], ['2', '2026-10-31', '700', 'scheduled'], ['3', '2026-12-31', '400', 'scheduled']]);
    expect(books.budgets).toEqual([{ kind: 'amended', price: '2100' }]);
    expect(books.treatments).toEqual([{ line_no: '1', treatment: 'new_rates_from_effective_date', added: '0' }, { line_no: '2', treatment: 'cumulative_catch_up', added: '600' }, { line_no: '3', treatment: 'cumulative_catch_up', added: '500' }]);
    expect(books.backlog).toEqual([{ amount: '1100', closing: '2100' }]);
    expect(books.forecast.filter((f: any) => f.line_no === '3').map((f: any) => f.period)).toEqual(['2026-08', '2026-09', '2026-10', '2026-11', '2026-12']);
    const [told] = await t.rows(`select data from event where type = 'contract.amended' and entity_id = $1`, [one.contractId]);
    expect(told!['data']).toMatchObject({ amendment_number: '1', effective_date: '2026-08-01', lines: [{ before: { rate_card_code: 'STD' }, after: { rate_card_code: 'NEW' } }, { before: { amount: '1000' }, after: { amount: '1600' } }, { before: null, after: { contract_type: 'managed_services' } }] });
    // The echo of our own write, and what else the CRM says of the same terms, starts nothing.
    await one.says(1, { line_changes: bigger(), price_change: '1100', description: 'said again' });
    await one.says(1, { line_changes: bigger(), price_change: '1100' }, { status: 'applied' });
    await new Promise((r) => setTimeout(r, 300));
    expect(await runs(amendment)).toHaveLength(1);
    expect(await open(one)).toEqual([]);
  });

  /** For each step, an amendment that fails there, and what mends it. */
  const failures: [AmendmentStep, string, (one: Agreement) => Promise<{ changes: LineChange[]; price_change?: string; mend: (one: Agreement) => Promise<unknown> }>][] = [
    ['contract_version', 'EFFECT_REJECTED', async (one) => {
      const key = `amendment:${one.number}:1:apply:1`;
      t.system.answers(key, refusal(key));
      return { changes: bigger(), mend: async () => undefined };
    }],
    ['rate_cards', 'MISSING_RATE_CARD', async () => ({ changes: [change(time({ rate_card_code: 'LATER' })), ...bigger().slice(1)], mend: () => t.rows(`insert into canonical_record select (jsonb_populate_record(c, jsonb_build_object('id', gen_random_uuid(), 'natural_key', 'LATER:' || gen_random_uuid(), 'data', c.data || '{"card_code":"LATER"}'))).* from canonical_record c where natural_key = 'NEW:1'`) })],
    ['billing_schedule', 'OVERBOOKED_SCHEDULE', async (one) => {
      await one.firstBillInvoiced();
      const [time1, fee, more] = bigger();
      return { changes: [time1!, change({ ...fee!.terms!, billing_schedule: [{ seq: '1', trigger: 'date', bill_date: '2026-03-31', amount: '600' }, { seq: '2', trigger: 'date', bill_date: '2026-10-31', amount: '1000' }] }), more!], mend: () => t.rows(`update billing_schedule_line set status = 'scheduled' where contract_id = $1 and seq = '1'`, [one.contractId]) };
    }],
    ['budget_eac', 'OVERBILLED', async (one) => {
      await t.rows(`insert into billing_event (id, tenant_id, kind, contract_id, line_no, client_id, legal_entity_code, source_system, source_id, source_version, part, event_date, period, description, quantity, unit, rate, gross, discount, fee, net, currency, decision, status, why, correlation_id)
        select gen_random_uuid(), 't', 'schedule', $1, '2', gen_random_uuid(), 'US01', 'spec', $2, '1', 'billable', '2026-03-31', '2026-03', 'bill', 1, 'bill', 1700, 1700, 0, 0, 1700, 'USD', 'invoiceable', 'invoiced', '[]', 'c'`, [one.contractId, one.number]);
      return { changes: bigger(), mend: () => t.rows(`update billing_event set net = 500 where contract_id = $1 and kind = 'schedule'`, [one.contractId]) };
    }],
    ['revenue_treatment', 'INVALID_TERMS', async (one) => {
      const [time1, fee, more] = bigger();
      return { changes: [time1!, change({ ...fee!.terms!, obligation: { code: 'BUILD', measure: 'cost_to_cost' } }), more!], mend: () => one.change([time(), fixed({ obligation: { code: 'BUILD', measure: 'cost_to_cost' } })]) };
    }],
    ['forecasts', 'FX_RATE_MISSING', async (one) => {
      await t.rows(`update canonical_record set legal_entity_code = 'GB01' where id = $1`, [one.contractId]);
      return { changes: bigger(), mend: () => t.rows(`insert into canonical_record select (jsonb_populate_record(c, jsonb_build_object('id', gen_random_uuid(), 'entity', 'exchange_rate', 'natural_key', 'USD:GBP', 'data', '{"from":"USD","to":"GBP","date":"2026-07-31","rate":"0.8"}'::jsonb))).* from canonical_record c where natural_key = 'NEW:1'`) };
    }],
    ['backlog', 'RECON_BREAK', async () => ({ changes: bigger(), price_change: '999', mend: () => t.rows(`update canonical_record set data = data || '{"price_change":"1100"}' where entity = 'amendment' and data->>'price_change' = '999'`) })],
  ];

  it.each(failures)('that fails at %s takes everything back, shows one exception (%s), and goes through when it is mended', async (step, code, arrange) => {
    const one = await signed();
    await one.worked('2026-08-15');
    const { changes, price_change, mend } = await arrange(one);
    const standing = await one.books();
    const amendment = await one.says(1, { line_changes: changes, price_change });
    expect(await ended(amendment)).toMatchObject({ state: 'waiting', error: { code } });
    expect(await one.books()).toEqual(standing);
    expect(await open(one)).toMatchObject([{ code }]);
    const done = AMENDMENT_STEPS.slice(0, AMENDMENT_STEPS.indexOf(step));
    const went = await steps(amendment);
    expect(Object.fromEntries(went.map((s) => [s.step, s.state]))).toEqual({ ...Object.fromEntries(done.map((s) => [s, 'undone'])), [step]: 'failed' });
    // Undone in the order the plan gives: the last one first.
    const undone = went.filter((s) => s.state === 'undone').sort((a, b) => (a.at < b.at ? -1 : 1)).map((s) => s.step);
    expect(undone).toEqual(amendmentPlan({ done, failed: step }).compensate);
    expect(asked(one).map((c) => (c.body as any).action)).toEqual(step === 'contract_version' ? ['apply'] : ['apply', 'withdraw']);
    if (step !== 'contract_version') expect((asked(one)[1]!.body as any).lines.map((l: any) => [l.line_no, l.status, l.rate_card_code ?? l.amount])).toEqual([['1', 'active', 'STD'], ['2', 'active', '1000'], ['3', 'cancelled', undefined]]);
    await mend(one);
    expect(await again(amendment)).toMatchObject({ state: 'completed', result: { applied: true } });
    expect(asked(one).at(-1)!.key).toBe(`amendment:${one.number}:1:apply:2`);
    expect((await one.books() as any).told).toHaveLength(1);
    expect(await open(one)).toEqual([]);
  });

  it.each([
    ['the client has not approved', { client_approved: false }, 'UNAPPROVED', 'client_approved'],
    ['no revenue accountant has approved', { revenue_approved_by: undefined }, 'UNAPPROVED', 'revenue_approved_by'],
    ['terms are missing', { line_changes: [change(service({ recurring: { amount: '5', timing: 'advance', service_start: '2026-08-01' } as never }), 'add')] }, 'INVALID_TERMS', undefined],
    ['a line it changes is not there', { line_changes: [change(service())] }, 'INVALID_TERMS', 'line_changes[3]'],
  ])('is not applied while %s, and nothing changes anywhere', async (_what, more, code, field) => {
    const one = await signed();
    const standing = await one.books();
    const amendment = await one.says(1, { line_changes: bigger(), ...more });
    expect(await ended(amendment)).toMatchObject({ state: 'waiting', error: { code } });
    expect(await one.books()).toEqual(standing);
    expect(asked(one)).toEqual([]);
    const [shown, ...others] = await open(one);
    expect([shown!['code'], others, field && shown!['context'].field]).toEqual([code, [], field]);
  });

  it('approved by the revenue accountant afterwards goes on by itself', async () => {
    const one = await signed();
    const amendment = await one.says(1, { line_changes: bigger(), revenue_approved_by: undefined });
    expect(await ended(amendment)).toMatchObject({ state: 'waiting' });
    await one.says(1, { line_changes: bigger() });
    await until('the approved terms are applied', () => runs(amendment), (r) => r.at(-1)!['state'] === 'completed');
    expect(await open(one)).toEqual([]);
  });

  it('of rates alone needs no revenue accountant', async () => {
    const one = await signed();
    expect(await ended(await one.says(1, { line_changes: [change(time({ rate_card_code: 'NEW', cap_amount: '5000' }))], revenue_approved_by: undefined }))).toMatchObject({ state: 'completed' });
  });

  it('waits for an earlier one, and has its turn when that is applied', async () => {
    const one = await signed();
    const first = await one.says(1, { effective_date: '2026-08-01', line_changes: [change(fixed({ amount: '1200', billing_schedule: undefined, billing_method: 'percent_complete' }))], client_approved: false });
    expect(await ended(first)).toMatchObject({ state: 'waiting' });
    const second = await one.says(2, { effective_date: '2026-09-01', line_changes: [change(service(), 'add')] });
    expect(await ended(second)).toMatchObject({ state: 'waiting', error: { code: 'AMENDMENT_ORDER', context: { earlier: '1' } } });
    await one.says(1, { effective_date: '2026-08-01', line_changes: [change(fixed({ amount: '1200', billing_schedule: undefined, billing_method: 'percent_complete' }))] });
    await until('both are applied', () => runs(second), (r) => r.at(-1)!['state'] === 'completed');
    expect((await t.rows(`select data->>'amendment_number' as no from event where type = 'contract.amended' and entity_id = $1 order by seq`, [one.contractId])).map((r) => r['no'])).toEqual(['1', '2']);
    const late = await one.says(3, { effective_date: '2026-08-15', line_changes: [change(service({ line_no: '4' }), 'add')] });
    expect(await ended(late)).toMatchObject({ state: 'waiting', error: { code: 'AMENDMENT_ORDER', context: { applied: '2' } } });
  });

  it('bills the difference of billed work only where the line says so (RATE-10)', async () => {
    const one = await signed();
    const [billed] = [await one.worked('2026-08-15', 'billed'), await one.worked('2026-07-15', 'billed')];
    expect(await ended(await one.says(1, { line_changes: [change(time({ rate_card_code: 'NEW', retroactive_rates: 'bill' }))] }))).toMatchObject({ state: 'completed' });
    expect((await one.books() as any).events.filter((e: any) => e.kind === 'adjustment')).toEqual([{ time_entry_id: billed, kind: 'adjustment', rate: '20', net: '160', status: 'ready' }]);
  });

  it('stopped while the CRM has not answered yet goes on where it was after the next start, and does each step once', async () => {
    const one = await signed();
    await one.worked('2026-08-15');
    const key = `amendment:${one.number}:1:apply:1`;
    let looks = 0;
    t.system.script(key, (c) => (c.question === 'ask' || ++looks < 3 ? { status: 202, effect: view(key, 'sent') } : { status: 200, effect: view(key, 'confirmed', { receipt: { source_id: 'a06', facts: {} } }) }));
    const amendment = await one.says(1, { line_changes: bigger() });
    await until('the write is under way', async () => asked(one), (c) => c.length > 0);
    await t.restart();
    expect(await ended(amendment)).toMatchObject({ state: 'completed' });
    expect((await one.books() as any).told).toHaveLength(1);
    expect(await t.rows('select 1 from contract_budget where contract_id = $1', [one.contractId])).toHaveLength(2);
    expect(await t.rows('select 1 from backlog_movement where contract_id = $1', [one.contractId])).toHaveLength(1);
  });
});
