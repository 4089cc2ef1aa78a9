import 'reflect-metadata';
import { eachDay, newId, plainDecimal, sum, weekday } from '#lib/canonical';
import { type Scope } from '#lib/platform';
import { Invoice, recomputeProjectMonths, storeWorkerDays, type WorkerDayFrame } from '#lib/store';
import { financeApi, type FinanceApi } from '../testing/finance-api.js';

let api: FinanceApi;
beforeAll(async () => {
  api = await financeApi();
}, 60_000);
afterAll(() => api.close());
beforeEach(() => api.clear());

const COST: { scopes: Scope[] } = { scopes: ['experience.read', 'experience.cost'] };

/** Every page of an explanation; the answer of the first with the sources of all. */
async function explained(path: string, token?: { scopes: Scope[] }, limit = 3): Promise<any> {
  const pages: any[] = [];
  for (let cursor = ''; pages.length < 100; ) {
    const { status, body } = await api.get(`${path}&limit=${limit}${cursor && `&cursor=${cursor}`}`, token);
    expect([status, body.errors ?? []]).toEqual([200, []]);
    pages.push(body);
    cursor = body.next_cursor ?? '';
    if (!cursor) break;
  }
  const sources = pages.flatMap((p) => p.sources);
  expect(new Set(sources.map((s) => `${s.kind} ${s.id} ${s.date}`)).size).toBe(sources.length);
  return { ...pages[0], sources };
}

const total = (sources: any[], field: string) => plainDecimal(sum(sources.map((s) => s[field] ?? '0')));
const WEEK = ['2026-07-06', '2026-07-07', '2026-07-08', '2026-07-09', '2026-07-10'];

describe('utilization', () => {
  const frame = (worker_id: string, day: string, more: Partial<WorkerDayFrame> = {}): WorkerDayFrame => ({
    worker_id, day, employed: true, practice: 'DATA', region: 'AMER', legal_entity_code: 'US01', role: 'CONSULTANT', calendar_hours: '8', holiday_hours: '0', time_off_hours: '0', available_hours: '8', scheduled_billable_hours: '0', scheduled_credited_hours: '0', ...more,
  });

  /** Two workers in July, of whom one moves to another practice; client work with a correction, internal work of every class, absence, bookings. */
  async function firm(): Promise<{ a: string; b: string }> {
    const { facts } = api;
    await facts.calendar();
    const [a, b] = [await facts.worker('E-1'), await facts.worker('E-2', {}, { legal_entity_code: 'GB01' })];
    const [client, internal] = [await facts.project('US01-P1'), await facts.project('US01-INTERNAL', { type: 'internal' })];
    const [training, admin, presales] = [await facts.task(internal, 'TRAINING'), await facts.task(internal, 'ADMIN'), await facts.task(internal, 'PRESALES')];
    await facts.record('time_off', 'E-1:2026-07-10', { worker_id: a, date: '2026-07-10', hours: '4', status: 'approved' });
    await facts.record('assignment', 'E-1:US01-P1', { worker_id: a, project_id: client, start: '2026-06-01', end: '2026-08-31', hours: '100', billable: true, booking_type: 'hard', status: 'confirmed' });
    const wrong = await facts.entry({ worker_id: a, project_id: client, work_date: WEEK[0]!, hours: '9' });
    await facts.correct(wrong, { work_date: WEEK[1]!, hours: '7.5' });
    await facts.entry({ worker_id: a, project_id: client, work_date: WEEK[2]!, hours: '8', billable_hours: '6' });
    for (const task_id of [training, admin, presales, null]) await facts.entry({ worker_id: a, project_id: internal, work_date: WEEK[3]!, hours: '1.25', task_id, billable_class: 'internal' });
    await facts.entry({ worker_id: b, project_id: client, work_date: WEEK[0]!, hours: '6.75' });
    await facts.entry({ worker_id: b, project_id: internal, work_date: WEEK[4]!, hours: '8', billable_class: 'absence' });
    const days = [...eachDay('2026-07-01', '2026-07-31')].filter((d) => weekday(d) < 5);
    await api.db.ds.transaction((em) => storeWorkerDays(em, days.flatMap((day) => [
      frame(a, day, { practice: day < '2026-07-08' ? 'DATA' : 'CLOUD', scheduled_billable_hours: '2', ...(day === '2026-07-10' ? { time_off_hours: '4', available_hours: '4' } : {}) }), frame(b, day, { legal_entity_code: 'GB01', practice: null }),
    ])));
    return { a, b };
  }

  test.each(['U1', 'U2', 'U3', 'U4', 'U5', 'U6', 'U7', 'U8', 'U9', 'U10', 'U11'])('%s worked out anew from the records is the figure shown, in every group and period', async (definition) => {
    await firm();
    for (const period of ['period=2026-07', 'from=2026-07-07&to=2026-07-10']) {
      for (const group of ['none', 'worker', 'practice', 'region', 'legal_entity', 'role']) {
        const question = `${period}&definition=${definition}&group_by=${group}&target=0.75`;
        const { body: view } = await api.get(`utilization?${question}`);
        expect(view.rows.length).toBeGreaterThan(0);
        for (const row of view.rows) {
          const { body } = await api.get(`utilization/explain?${question}&key=${encodeURIComponent(row.key)}`);
          const { numerator, denominator, utilization, band } = row;
          expect([question, row.key, body.agrees, body.figure, body.recomputed]).toEqual([question, row.key, true, { numerator, denominator, utilization, band }, { numerator, denominator, utilization, band }]);
        }
      }
    }
  });

  test.each(['U1', 'U8', 'U9', 'U10', 'U11'])('the entries listed for %s add up to its numerator, page by page', async (definition) => {
    await firm();
    const body = await explained(`utilization/explain?period=2026-07&definition=${definition}`);
    expect(total(body.sources, 'in_numerator')).toBe(body.figure.numerator);
    expect(body.figure.numerator).not.toBe('0');
  });

  test('names definition, rules, terms and every record with its id in the vendor’s system', async () => {
    await firm();
    const body = await explained('utilization/explain?period=2026-07&group_by=worker&key=E-1');
    expect(body).toMatchObject({ subject: 'billable utilization of E-1 Worker E-1, 2026-07', definition: { id: 'U1', source: expect.stringContaining('UTL-5') }, group_by: 'worker', agrees: true, notices: [] });
    expect(body.why.map((w: any) => w.rule)).toEqual(['UTL-1', 'UTL-7', 'UTL-6', 'UTL-4']);
    expect(body.why[0].numbers).toEqual({ calendar: '184', holidays: '0', time_off: '4', available: '180' });
    expect(body.terms).toEqual([{ side: 'numerator', term: 'billable_hours', hours: '13.5' }, { side: 'denominator', term: '@available', hours: '180' }]);
    const entries = body.sources.filter((s: any) => s.kind === 'time_entry');
    expect(entries.map((s: any) => [s.date, s.hour_class, s.hours, s.in_numerator]).slice(0, 4)).toEqual([[WEEK[0], 'client', '9', '9'], [WEEK[0], 'client', '-9', '-9'], [WEEK[1], 'client', '7.5', '7.5'], [WEEK[2], 'client', '8', '6']]);
    expect(new Set(body.sources.map((s: any) => s.kind))).toEqual(new Set(['time_entry', 'worker', 'work_calendar', 'time_off']));
    for (const s of body.sources) expect([s.kind, s.source_system, /^(te|worker|work_calendar|time_off)-\d+$/.test(s.source_id)]).toEqual([s.kind, s.kind === 'time_entry' ? 'psa' : 'spec', true]);
    expect(body.freshness.lag_s).toBeGreaterThanOrEqual(0);
  });

  test('lists hard bookings where the definition rests on them, and not otherwise', async () => {
    await firm();
    const kinds = async (definition: string) => new Set((await explained(`utilization/explain?period=2026-07&definition=${definition}`, undefined, 50)).sources.map((s: any) => s.kind));
    expect(await kinds('U5')).toContain('assignment');
    expect(await kinds('U2')).toEqual(new Set(['time_entry', 'worker']));
  });

  test('says so when a figure does not equal its records', async () => {
    await firm();
    await api.db.ds.query('update rollup_unit_month set billable_hours = billable_hours + 1');
    const { body } = await api.get('utilization/explain?period=2026-07&group_by=practice&key=CLOUD');
    expect([body.agrees, body.figure.numerator, body.recomputed.numerator]).toEqual([false, '7', '6']);
    expect(body.notices).toHaveLength(1);
  });

  test('asks which row where there are several, and knows none where there is none', async () => {
    await firm();
    const several = await api.get('utilization/explain?period=2026-07&group_by=practice');
    expect(several).toMatchObject({ status: 400, body: { errors: [{ field: 'key', fix: expect.stringContaining('CLOUD') }] } });
    expect((await api.get('utilization/explain?period=2026-07&group_by=practice&key=NOPE')).status).toBe(404);
    expect((await api.get('utilization/explain?period=2020-01')).status).toBe(404);
    expect((await api.get('utilization/explain?period=2026-07&group_by=worker&key=E-404')).status).toBe(404);
  });

  test('shows a caller limited to a legal entity only what is of it', async () => {
    const { a } = await firm();
    const { body } = await api.get('utilization/explain?period=2026-07', { legal_entities: ['GB01'] });
    expect([body.agrees, body.figure.numerator]).toEqual([true, '6.75']);
    expect(body.sources.filter((s: any) => s.worker_number && s.worker_number !== 'E-2')).toEqual([]);
    expect((await api.get(`utilization/explain?period=2026-07&group_by=worker&key=${a}`, { legal_entities: ['GB01'] })).status).toBe(404);
    expect((await api.get('utilization/explain?period=2026-07', { scopes: ['process.read'] })).status).toBe(403);
  });
});

describe('margin', () => {
  /** Projects in three currencies, one with cost of another one; value in every bucket; a write-off, a credit, work without cost and without a rate. */
  async function firm(): Promise<void> {
    const { facts } = api;
    const engagement = await facts.record('engagement', 'US01-OPP-1', { engagement_code: 'US01-OPP-1', name: 'Program', status: 'active' });
    const client = await facts.record('client', 'C-1', { client_number: 'C-1', legal_name: 'Client Inc', tax_ids: [], default_currency: 'USD', status: 'active' });
    const worker = await facts.worker('E-1');
    const us = await facts.project('US01-P1', { engagement_id: engagement, client_id: client });
    const jp = await facts.project('JP01-P2', { engagement_id: engagement, client_id: client, currency: 'JPY' });
    const kw = await facts.project('KW01-P3', { currency: 'KWD', practice: 'CLOUD' });
    for (const [date, rate] of [['2026-07-01', '157.305'], ['2026-07-07', '158.01']] as const) await facts.rate('USD', 'JPY', date, rate);
    for (const [date, rate] of [['2026-07-01', '0.0060'], ['2026-07-02', '0.0070'], ['2026-08-01', '0.0066']] as const) await facts.rate('JPY', 'USD', date, rate);
    await facts.rate('KWD', 'USD', '2026-07-01', '3.2561');
    const entry = (project_id: string, work_date: string, hours: string, more: object = {}) => facts.entry({ worker_id: worker, project_id, work_date, hours, ...more });
    await entry(us, WEEK[0]!, '8', { cost_amount: '413.33' });
    await facts.correct(await entry(us, WEEK[1]!, '4', { cost_amount: '200' }), { work_date: WEEK[2]!, hours: '3' });
    await entry(us, WEEK[3]!, '2.5', { cost_amount: null });
    await entry(us, WEEK[3]!, '1', { cost_amount: '77', cost_currency: 'BRL' });
    for (const day of WEEK.slice(0, 3)) await entry(jp, day, '7.25', { cost_amount: '333.35' });
    await entry(jp, '2026-08-03', '1', { cost_amount: '50' });
    await entry(kw, WEEK[0]!, '1', { cost_amount: '10.125', cost_currency: 'KWD' });
    for (const [status, net] of [['ready', '100.10'], ['held', '70'], ['capped', '500'], ['on_draft', '33.33'], ['invoiced', '1000'], ['credited', '250'], ['written_off', '11'], ['cancelled', '9999']] as const) await facts.billing({ project_id: us, event_date: WEEK[0]!, net, status });
    await facts.billing({ project_id: us, event_date: WEEK[0]!, net: '-250', status: 'ready', kind: 'credit' });
    await facts.billing({ project_id: jp, event_date: WEEK[1]!, net: '150001', status: 'ready', currency: 'JPY' });
    await facts.billing({ project_id: jp, event_date: '2026-08-03', net: '20001', status: 'invoiced', currency: 'JPY' });
    await facts.billing({ project_id: kw, event_date: WEEK[1]!, net: '30.125', status: 'ready', currency: 'KWD' });
    const keys = [us, jp, kw].flatMap((project_id) => ['2026-07', '2026-08'].map((month) => ({ project_id, month })));
    await api.db.ds.transaction((em) => recomputeProjectMonths(em, keys));
  }

  test.each(['project', 'engagement', 'client', 'practice', 'region', 'legal_entity'])('every row by %s worked out anew from the records is the row shown, in its currency and converted', async (group) => {
    await firm();
    for (const currency of ['project', 'group']) {
      for (const period of ['period=2026-07', 'period=2026-Q3']) {
        const question = `${period}&group_by=${group}&currency=${currency}`;
        const { body: view } = await api.get(`margin?${question}`, COST);
        expect(view.rows.length).toBeGreaterThan(0);
        for (const row of view.rows) {
          const { body } = await api.get(`margin/explain?${question}&key=${encodeURIComponent(row.key)}${currency === 'project' ? `&row_currency=${row.currency}` : ''}`, COST);
          expect([question, row.code, body.agrees, body.recomputed]).toEqual([question, row.code, true, row]);
        }
      }
    }
  });

  test('the records listed add up to revenue and labor cost, page by page, with their ids in the vendors’ systems', async () => {
    await firm();
    for (const [key, currency] of [['US01-P1', 'USD'], ['JP01-P2', 'JPY'], ['KW01-P3', 'KWD']]) {
      const body = await explained(`margin/explain?period=2026-Q3&key=${key}&row_currency=${currency}`, COST);
      const of = (counts: string) => body.sources.filter((s: any) => s.counts_in === counts);
      expect([key, total(of('revenue'), 'amount'), total(of('labor_cost'), 'amount')]).toEqual([key, body.figure.revenue, body.figure.labor_cost]);
      for (const s of body.sources) expect([s.source_system, s.project_code, /^(te|be)-\d+$/.test(s.source_id)]).toEqual(['psa', key, true]);
    }
    const jp = await explained('margin/explain?period=2026-07&key=JP01-P2', COST);
    expect(jp.sources.find((s: any) => s.kind === 'labor_cost')).toMatchObject({ original_amount: '333.35', original_currency: 'USD', exchange_rate: '157.305', amount: '52438', exchange_rate_source_id: expect.stringMatching(/^exchange_rate-/) });
  });

  test('names the rules with the numbers that decided, and the rates of a conversion', async () => {
    await firm();
    const { body } = await api.get('margin/explain?period=2026-07&key=US01-P1', COST);
    expect(body.why.map((w: any) => w.rule)).toEqual(['REV-9', 'TM-7', 'GL-1', 'MET-4']);
    expect(body.why[0].numbers).toEqual({ revenue: '1133.43', ready: '-149.9', drafted: '33.33', invoiced: '1250' });
    expect(body.why[1].numbers).toEqual({ held: '70', capped: '500', written_off: '11' });
    expect(body.figure).toMatchObject({ cost_complete: false, uncosted_hours: '2.5', unconverted_hours: '1' });
    const converted = (await api.get('margin/explain?period=2026-07&group_by=client&currency=group&key=C-1', COST)).body;
    expect(converted.why.slice(0, 2)).toMatchObject([{ rule: 'FX-5', numbers: { 'JPY 2026-07': '0.0065' } }, { rule: 'FX-7' }]);
    expect(converted).toMatchObject({ currency: 'USD', agrees: true, subject: 'margin of C-1 Client Inc in USD, 2026-07' });
  });

  test('a billing event names the invoice that carries it, with its id in the ERP', async () => {
    await firm();
    const invoice = { id: newId(), tenant_id: 'main', kind: 'invoice', draft_key: 'US01:CT:2026-07:1', invoice_number: 'INV-7', legal_entity_code: 'US01', client_id: newId(), contract_id: newId(), currency: 'USD', invoice_date: '2026-07-31', billing_period: '2026-07', grouping_key: 'g', subtotal: '1000', discount_total: '0', tax_total: '0', total: '1000', tax_method: 'per_category', tax_lines: [], status: 'posted', prepared_by: 'ann', erp_system: 'netsuite', erp_source_id: '146', why: [], correlation_id: 'spec' };
    await api.db.ds.getRepository(Invoice).insert(invoice);
    await api.db.ds.query(`update billing_event set invoice_id = $1 where net = 1000`, [invoice.id]);
    const { sources } = await explained('margin/explain?period=2026-07&key=US01-P1', COST, 50);
    expect(sources.find((s: any) => s.document)).toMatchObject({ kind: 'billing_event', amount: '1000', bucket: 'invoiced', counts_in: 'revenue', document: 'INV-7', document_system: 'netsuite', document_source_id: '146' });
  });

  test('without the scope experience.cost, no cost is in any part of it', async () => {
    await firm();
    const body = await explained('margin/explain?period=2026-07&key=US01-P1');
    expect(body).toMatchObject({ cost_shown: false, agrees: true });
    expect(JSON.stringify({ ...body, notices: [] })).not.toMatch(/labor_cost|margin_amount|"margin"|uncosted|413\.33|GL-1/);
  });

  test('says so when a row does not equal its records', async () => {
    await firm();
    await api.db.ds.query('update rollup_project_month set revenue = revenue + 1');
    const { body } = await api.get('margin/explain?period=2026-07&key=US01-P1', COST);
    expect([body.agrees, body.figure.revenue, body.recomputed.revenue, body.notices.length]).toEqual([false, '1134.43', '1133.43', 1]);
  });

  test('asks for key and currency where there are several, and refuses another question’s cursor', async () => {
    await firm();
    expect((await api.get('margin/explain?period=2026-07')).body.errors[0].field).toBe('key');
    expect((await api.get('margin/explain?period=2026-07&group_by=client&key=C-1')).body.errors[0]).toMatchObject({ field: 'row_currency', fix: expect.stringContaining('JPY') });
    expect((await api.get('margin/explain?period=2026-07&project=KW01-P3')).status).toBe(200);
    expect((await api.get('margin/explain?period=2026-07&key=NOPE')).status).toBe(404);
    const { body } = await api.get('margin/explain?period=2026-07&key=US01-P1&limit=1');
    expect((await api.get(`margin/explain?period=2026-08&key=US01-P1&limit=1&cursor=${body.next_cursor}`)).body.errors[0].field).toBe('cursor');
    expect((await api.get('margin/explain?period=2026-07&key=US01-P1', { legal_entities: ['GB01'] })).status).toBe(404);
  });
});
