import { pause, type People } from './people.js';
import type { Progress } from './progress.js';
import { recognize } from './recognize.js';
import { settle } from './settle.js';
import type { DoneSteps } from './steps.js';

interface Plan {
  weeks: string[];
  months: { month: string; last_week: string; closes: boolean }[];
}

export interface DemoParts {
  firm: string;
  people: People;
  progress: Progress;
  done: DoneSteps;
  size: 'full' | 'small';
  seed: number;
}

/**
 * The story of the firm, told by its people: sales moves deals, project managers staff, consultants log time, managers approve,
 * Fiona prepares invoices and revenue, Frank releases and approves them, the ERP's accountant closes the month. Throughline does the rest.
 */
export async function runDemo(d: DemoParts): Promise<void> {
  const step = async (name: string, title: string, act: () => Promise<string>): Promise<void> => {
    if (d.done.has(name)) return;
    d.progress.phase(title);
    const result = await act();
    d.done.add(name);
    d.progress.done(result);
  };
  const through = async (note: string) => settle(d.people, d.progress, note);

  await step('seed', 'The firm opens its four systems', async () => {
    const r = await firm(d, '/firm/seed', { size: d.size, seed: d.seed });
    return `${r.done} records`;
  });
  await step('masters', 'Throughline reads the master data', async () => {
    await through('reading');
    return 'caught up';
  });
  const plan = await firm<Plan>(d, '/firm/plan');
  for (const phase of ['commit', 'slip', 'win'] as const) {
    const title = { commit: 'Sales commits deals: shells and tentative demand', slip: 'Some deals slip or are lost: demand is withdrawn', win: 'Sales wins deals: projects are set up' }[phase];
    await step(`sales.${phase}`, title, async () => {
      const r = await firm(d, '/firm/sales', { phase });
      const status = await through(phase);
      return `${r.done} deals, projects ${text(status.projects)}`;
    });
  }
  await step('sales.fix', 'Sales puts right what was forgotten; Olga retries', async () => {
    await firm(d, '/firm/sales', { phase: 'fix' });
    await through('fixes');
    const retried = await retrySetUps(d);
    const status = await through('retries');
    return `${retried} retried, projects ${text(status.projects)}`;
  });
  await step('staff', 'Project managers staff the projects that are open', async () => {
    const r = await firm(d, '/firm/staff', {});
    await through('assignments');
    return `${r.done} assignments`;
  });
  let told = 0;
  for (const { month, last_week, closes } of plan.months) {
    const until = plan.weeks.indexOf(last_week);
    for (const week of plan.weeks.slice(told, until + 1)) {
      await step(`week.${week}`, `Week of ${week}: time is logged, submitted and approved`, async () => {
        const hr = await firm(d, `/firm/hr/${week}`, {});
        if (hr.done > 0) await through('people');
        const r = await firm(d, `/firm/weeks/${week}`, { do: 'both' });
        await through('posting labor cost');
        return `${r.done} timesheets`;
      });
    }
    told = Math.max(told, until + 1);
    await step(`corrections.before.${month}`, `Approved time of ${month} is corrected before it is billed`, async () => {
      const r = await firm(d, '/firm/corrections', { when: 'before_billing', month });
      await through('corrections');
      return `${r.done} timesheets`;
    });
    await step(`milestones.${month}`, `Milestones due by the end of ${month} are finished, accepted, moved or sent back`, async () => {
      const r = await firm(d, `/firm/milestones/${month}`, {});
      await through('milestones');
      return `${r.done} milestones`;
    });
    await step(`expenses.${month}`, `Expenses of ${month} are handed in, approved, corrected`, async () => {
      const r = await firm(d, `/firm/expenses/${month}`, { do: 'both' });
      await through('posting expenses');
      const corrected = await firm(d, `/firm/expenses/${month}`, { do: 'correct' });
      await through('corrected expenses');
      return `${r.done} reports, ${corrected.done} corrected`;
    });
    await step(`billing.${month}`, `Fiona prepares the invoices of ${month}`, () => bill(d, month, month));
    await step(`release.${month}`, 'Frank releases them; the ERP posts', () => release(d));
    await step(`amendments.${month}`, `Changes of contracts are agreed in ${month}, for the months to come`, async () => {
      const r = await firm(d, `/firm/amendments/${month}`, {});
      await through('amendments');
      return `${r.done} amendments`;
    });
    await step(`revenue.${month}`, `Fiona calculates the revenue of ${month}, Frank approves it; the ERP posts`, () => recognize(d, month));
    if (!closes) continue;
    await step(`close.${month}`, `The ERP closes ${month}`, async () => {
      await firm(d, `/firm/close/${month}`, {});
      await through('periods');
      return 'closed';
    });
    await step(`corrections.after.${month}`, `Billed time of ${month} is corrected, late sheets are approved`, async () => {
      const r = await firm(d, '/firm/corrections', { when: 'after_billing', month });
      const late = await firm(d, `/firm/weeks/${last_week}`, { do: 'approve', late: true });
      await through('corrections');
      return `${r.done} corrected, ${late.done} late`;
    });
  }
  const final = plan.months.at(-1)!.month;
  await step('billing.rest', 'Fiona prepares what is left: credit memos, rebills, late work', () => bill(d, final, 'rest'));
  await step('release.rest', 'Frank releases it; the ERP posts', () => release(d));
}

/** Olga asks for another attempt of every project set-up that stopped. */
async function retrySetUps(d: DemoParts): Promise<number> {
  const runs = new Set<string>();
  const page = await d.people.call<{ exceptions: { id: string; workflow: string; run_id: string | null }[] }>('olga', 'GET', '/experience/operations/v1/exceptions?status=open&limit=500');
  for (const e of page.exceptions.filter((x) => x.workflow === 'set-up-project' || x.workflow === 'plan-demand' || x.workflow === 'intake')) {
    if (e.run_id && runs.has(e.run_id)) continue;
    if (e.run_id) runs.add(e.run_id);
    await d.people.call('olga', 'POST', `/experience/operations/v1/exceptions/${e.id}/retries`, { reason: 'Put right at the source' });
  }
  return runs.size;
}

async function bill(d: DemoParts, period: string, name: string): Promise<string> {
  const started = await d.people.call<{ id: string; contracts: number }>('fiona', 'POST', '/process/time-to-invoice/v1/billing-runs', { period }, { 'idempotency-key': `demo-billing-${d.size}-${name}` });
  for (;;) {
    const p = await d.people.call<{ running: number; done: number; failed: number; invoices: number; credit_memos: number }>('fiona', 'GET', `/process/time-to-invoice/v1/billing-runs/${started.id}`);
    d.progress.at(p.done + p.failed, started.contracts, `${p.invoices} drafts`);
    if (p.running <= 0) return `${p.invoices} drafts and ${p.credit_memos} credit memos for ${started.contracts} contracts${p.failed ? `, ${p.failed} need a person` : ''}`;
    await pause(200);
  }
}

async function release(d: DemoParts): Promise<string> {
  const drafts: { id: string }[] = [];
  for (let cursor: string | null = ''; cursor !== null; ) {
    const page: { invoices: { id: string }[]; next_cursor: string | null } = await d.people.call('frank', 'GET', `/process/time-to-invoice/v1/invoices?status=draft&limit=500${cursor ? `&cursor=${cursor}` : ''}`);
    drafts.push(...page.invoices);
    cursor = page.next_cursor;
  }
  for (const [i, draft] of drafts.entries()) {
    await d.people.call('frank', 'POST', `/process/time-to-invoice/v1/invoices/${draft.id}/release`);
    d.progress.at(i + 1, drafts.length, 'released');
  }
  await settle(d.people, d.progress, 'posting');
  return `${drafts.length} documents released and posted`;
}

/** Asks the firm's people to do something in the vendors' own systems. */
async function firm<T = { done: number; total: number }>(d: DemoParts, path: string, body?: object): Promise<T> {
  const watching = body ? watch(d) : undefined;
  try {
    const answer = await fetch(`${d.firm}${path}`, body ? { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) } : {});
    const json = (await answer.json()) as T & { error?: string };
    if (!answer.ok) throw new Error(`the firm could not do ${path}: ${answer.status} ${json.error ?? JSON.stringify(json).slice(0, 300)}`);
    return json;
  } finally {
    watching?.();
  }
}

function watch(d: DemoParts): () => void {
  const timer = setInterval(() => {
    void fetch(`${d.firm}/firm/progress`).then((r) => r.json() as Promise<{ done?: number; total?: number; step?: string }>).then((p) => d.progress.at(p.done ?? 0, p.total, p.step ?? '')).catch(() => undefined);
  }, 500);
  return () => clearInterval(timer);
}

function text(counts: Record<string, number>): string {
  return Object.entries(counts).map(([state, n]) => `${n} ${state}`).join(', ') || 'none';
}
