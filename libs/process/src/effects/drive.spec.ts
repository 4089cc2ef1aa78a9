import { BusinessFailure, defineFlow, type EffectResult, refusedEffect, retryRun, runView, startRun } from '../index.js';
import { confirmed, open, view } from '../testing/scripted-system.js';
import { testEngine, type TestEngine } from '../testing/engine.js';
import { until } from '../testing/database.js';

jest.setTimeout(60_000);

const ask = (key: string) => ({ system: 'erp' as const, verb: 'create_invoice', key, body: { total: '10.00' } });
const post = defineFlow<{ key: string; insist?: boolean }, EffectResult>({
  name: 'post', queue: 'finance', businessKey: (i) => `fact:${i.key}`,
  run: async (ctx, i) => {
    const result = await ctx.effect('post', ask(i.key));
    if (!result.ok && i.insist) throw refusedEffect(result, ask(i.key));
    return result;
  },
});

let t: TestEngine;
beforeAll(async () => {
  t = await testEngine([post]);
});
afterAll(() => t.close());

async function posted(key: string, insist = false): Promise<Record<string, any>> {
  await startRun({ flow: post, id: key, input: { key, insist }, correlation_id: key });
  return t.ended(key);
}
const asked = (key: string) => t.system.callsFor(key).map((c) => c.question);
const exceptions = (key: string) => t.rows('select * from exception where business_key = $1 order by first_seen', [key]);
const stepOf = async (key: string) => (await runView(t.db.ds, key))?.steps[0];

it('an outcome that is open is looked at until it is confirmed, without asking again', async () => {
  t.system.answers('k1', open('k1', 'sent'), open('k1', 'uncertain'), confirmed('k1', 'INV-1'));
  const run = await posted('k1');
  expect(run['result']).toMatchObject({ ok: true, source_id: 'INV-1' });
  expect(asked('k1')).toEqual(['ask', 'look', 'look']);
});

it('Retry-After is honored', async () => {
  t.system.answers('k2', { ...open('k2'), retry_after_s: 1 }, confirmed('k2'));
  await posted('k2');
  const [first, second] = t.system.callsFor('k2');
  expect(second!.at - first!.at).toBeGreaterThanOrEqual(1000);
});

it('a system that is down, refuses for load or breaks the connection is asked again with the same key until it answers', async () => {
  const refused = Object.assign(new Error('connect ECONNREFUSED'), { code: 'ECONNREFUSED' });
  t.system.answers('k3', { status: 503, problem: { class: 'unavailable', detail: 'down' } }, { status: 429 }, refused, { status: 500 }, confirmed('k3'));
  expect((await posted('k3'))['result']).toMatchObject({ ok: true });
  expect(asked('k3')).toEqual(['ask', 'ask', 'ask', 'ask', 'ask']);
  expect(new Set(t.system.callsFor('k3').map((c) => JSON.stringify(c.body)))).toEqual(new Set(['{"total":"10.00"}']));
});

it('an outage is told once for the system, however many runs wait, and taken back when the first call gets through', async () => {
  let up = false;
  for (const key of ['o1', 'o2', 'o3']) t.system.script(key, () => (up ? confirmed(key) : { status: 503, problem: { class: 'unavailable', detail: 'maintenance' } }));
  for (const key of ['o1', 'o2', 'o3']) await startRun({ flow: post, id: key, input: { key }, correlation_id: key });
  // On a slow machine the short refusals of the test before may have been told as an outage of their own.
  const before = (await exceptions('system:erp')).filter((e) => e['status'] === 'resolved').length;
  const [told] = (await until('outage told', () => exceptions('system:erp'), (e) => e.filter((x) => x['status'] === 'open').length === 1)).filter((e) => e['status'] === 'open');
  expect(told).toMatchObject({ code: 'VENDOR_UNAVAILABLE', context: { system: 'erp', detail: 'maintenance' } });
  expect(await stepOf('o1')).toMatchObject({ state: 'waiting', detail: { waits: { for: 'system' } } });
  up = true;
  for (const key of ['o1', 'o2', 'o3']) expect((await t.ended(key))['state']).toBe('completed');
  await until('outage taken back', () => exceptions('system:erp'), (e) => e.every((x) => x['status'] === 'resolved'));
  expect(await exceptions('system:erp')).toHaveLength(before + 1);
});

it('the first call that gets through wakes whoever waits: nobody sleeps on while the system is back', async () => {
  let up = false;
  const keys = Array.from({ length: 12 }, (_, n) => `w${n}`);
  for (const key of keys) t.system.script(key, () => (up ? confirmed(key) : { status: 503, problem: { class: 'unavailable', detail: 'away' }, retry_after_s: 600 }));
  for (const key of keys) await startRun({ flow: post, id: key, input: { key }, correlation_id: key });
  await until('all wait', async () => keys.filter((k) => asked(k).length > 0).length, (n) => n === keys.length);
  up = true;
  t.system.answers('w-first', confirmed('w-first'));
  await posted('w-first');
  for (const key of keys) expect((await t.ended(key))['state']).toBe('completed');
});

it('an outcome that is open, known without the vendor, wakes nobody', async () => {
  t.system.script('s1', () => ({ status: 503, problem: { class: 'unavailable', detail: 'away' }, retry_after_s: 600 }));
  await startRun({ flow: post, id: 's1', input: { key: 's1' }, correlation_id: 's1' });
  await until('waits', async () => asked('s1').length, (n) => n === 1);
  t.system.script('s2', () => open('s2', 'uncertain'));
  await startRun({ flow: post, id: 's2', input: { key: 's2' }, correlation_id: 's2' });
  await until('looked at', async () => asked('s2').length, (n) => n > 4);
  expect(asked('s1')).toEqual(['ask']);
  for (const key of ['s1', 's2']) t.system.script(key, () => confirmed(key));
  for (const key of ['s2', 's1']) await t.ended(key);
});

it('a refusal is an answer: the exception is opened once, and a retry after the data was mended resolves it', async () => {
  const problem = { class: 'period_closed', code: 'PERIOD_CLOSED', detail: 'Nov 2025 is closed', field: 'date' };
  t.system.answers('k4', { status: 422, problem });
  expect((await posted('k4', true))['state']).toBe('waiting');
  await retryRun('k4', 'fiona');
  await t.ended('k4~2');
  expect(await exceptions('fact:k4')).toMatchObject([{ code: 'PERIOD_CLOSED', attempts: 2, status: 'open', context: { effect_key: 'k4', field: 'date' } }]);
  expect(asked('k4')).toEqual(['ask', 'look', 'ask', 'look']);
  t.system.answers('k4', confirmed('k4'));
  await retryRun('k4~2', 'fiona');
  expect((await t.ended('k4~3'))['state']).toBe('completed');
  expect(await exceptions('fact:k4')).toMatchObject([{ status: 'resolved', resolution: 'retried' }]);
});

it('a refusal is told in the words of its effect', async () => {
  t.system.answers('k5', { status: 422, problem: { class: 'business_rejection', detail: 'refused' } }, { status: 200, effect: view('k5', 'rejected', { problem: { class: 'validation', detail: 'bad tax code', vendor_code: 'E1' } }) });
  expect((await posted('k5'))['result']).toMatchObject({ ok: false, kind: 'rejected', problem: { detail: 'bad tax code' } });
});

it('a key used with other content is a conflict, not a retry', async () => {
  t.system.answers('k6', { status: 409, problem: { class: 'idempotency_conflict', detail: 'other content' } });
  expect((await posted('k6'))['result']).toMatchObject({ ok: false, kind: 'conflict' });
  expect(asked('k6')).toEqual(['ask']);
});

it.each([
  ['EFFECT_UNCERTAIN', { class: 'unknown', detail: 'cannot tell' }],
  ['ECHO_MISMATCH', { class: 'echo_mismatch', detail: 'total differs' }],
])('an effect that needs a person waits for as long as it takes: %s is open meanwhile and closes when it is settled', async (code, problem) => {
  const key = `p-${code}`;
  let decided = false;
  t.system.script(key, (call) => (decided ? confirmed(key) : call.question === 'ask' ? open(key, 'uncertain') : { status: 200, effect: view(key, 'exception', { problem }) }));
  await startRun({ flow: post, id: key, input: { key }, correlation_id: key });
  await until('exception', () => exceptions(`effect:erp:${key}`), (e) => e.length === 1);
  await until('still looking', async () => asked(key).length, (n) => n > 6);
  expect(await exceptions(`effect:erp:${key}`)).toMatchObject([{ code, status: 'open', attempts: 1, run_id: key }]);
  expect(await stepOf(key)).toMatchObject({ state: 'waiting', detail: { waits: { for: 'person' } } });
  decided = true;
  expect((await t.ended(key))['result']).toMatchObject({ ok: true });
  expect(await exceptions(`effect:erp:${key}`)).toMatchObject([{ status: 'resolved', resolution: 'cleared' }]);
});

it('a waived effect comes back as what a person decided', async () => {
  t.system.answers('k7', open('k7', 'uncertain'), { status: 200, effect: view('k7', 'exception') }, { status: 200, effect: view('k7', 'rejected', { problem: { class: 'unknown', detail: 'Waived by olga', vendor_code: 'waived' } }) });
  expect((await posted('k7'))['result']).toMatchObject({ ok: false, kind: 'exception' });
});

it('an effect the system forgot, or put back to planned, is asked for again', async () => {
  t.system.answers('k8', open('k8'), { status: 404 }, open('k8'), { status: 200, effect: view('k8', 'planned') }, confirmed('k8'));
  expect((await posted('k8'))['result']).toMatchObject({ ok: true });
  expect(asked('k8')).toEqual(['ask', 'look', 'ask', 'look', 'ask']);
});

it('an answer that makes no sense fails the run after its attempts', async () => {
  t.system.answers('k9', { status: 405, problem: { class: 'method_not_allowed', detail: 'no such verb' } });
  expect(await posted('k9')).toMatchObject({ state: 'failed', error: { message: expect.stringContaining('no such verb') } });
  expect(asked('k9')).toHaveLength(3);
});

it('BusinessFailure from refusedEffect names the vendor’s code when it has one', () => {
  const f = refusedEffect({ ok: false, kind: 'rejected', problem: { class: 'locked', detail: 'locked' } }, ask('z'), 'invoice:1');
  expect(f).toBeInstanceOf(BusinessFailure);
  expect([f.code, f.business_key]).toEqual(['EFFECT_REJECTED', 'invoice:1']);
});
