import type { DemoParts } from './demo.js';
import { pages } from './pages.js';
import { pause } from './people.js';
import { settle } from './settle.js';

const ROUTES = '/process/time-to-invoice/v1';

/** Fiona starts a billing run of the period; `name` tells runs of one period apart. */
export async function bill(d: DemoParts, period: string, name: string): Promise<string> {
  const started = await d.people.call<{ id: string; contracts: number }>('fiona', 'POST', `${ROUTES}/billing-runs`, { period }, { 'idempotency-key': `demo-billing-${d.size}-${name}` });
  for (;;) {
    const p = await d.people.call<{ running: number; done: number; failed: number; invoices: number; credit_memos: number }>('fiona', 'GET', `${ROUTES}/billing-runs/${started.id}`);
    d.progress.at(p.done + p.failed, started.contracts, `${p.invoices} drafts`);
    if (p.running <= 0) return `${p.invoices} drafts and ${p.credit_memos} credit memos for ${started.contracts} contracts${p.failed ? `, ${p.failed} need a person` : ''}`;
    await pause(200);
  }
}

/** Frank releases every draft; the ERP posts them. */
export async function release(d: DemoParts): Promise<string> {
  const drafts: { id: string }[] = [];
  for await (const draft of pages<{ id: string }>(d.people, 'frank', `${ROUTES}/invoices?status=draft&limit=500`, 'invoices')) drafts.push(draft);
  for (const [i, draft] of drafts.entries()) {
    await d.people.call('frank', 'POST', `${ROUTES}/invoices/${draft.id}/release`);
    d.progress.at(i + 1, drafts.length, 'released');
  }
  await settle(d.people, d.progress, 'posting');
  return `${drafts.length} documents released and posted`;
}
