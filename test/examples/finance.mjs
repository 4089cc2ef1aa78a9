// What Fiona, Frank and Olga do at the gateway's own routes.

const pause = (ms) => new Promise((r) => setTimeout(r, ms));
const sum = (counts, ...states) => states.reduce((n, state) => n + (counts[state] ?? 0), 0);
export const underWay = (s) => s.unread_events + sum(s.runs, 'queued', 'running') + sum(s.effects, 'planned', 'sent', 'uncertain');

/** Nothing is under way; feeds are not read. */
export async function atRest(people) {
  for (;;) {
    const left = underWay(await people.call('olga', 'GET', '/process/v1/status'));
    if (left === 0) return;
    await pause(60);
  }
}

/** All feeds are read until nothing is new, and what they brought is worked off. */
export async function settled(people) {
  for (;;) {
    const { changed } = await people.call('olga', 'POST', '/process/v1/syncs');
    await atRest(people);
    if (changed === 0) return;
  }
}

/** Fiona prepares the invoices of a month for all contracts; Frank releases each; the ERP posts. */
export async function bill(people, period, key, contract_number) {
  const run = await people.call('fiona', 'POST', '/process/time-to-invoice/v1/billing-runs', { period, ...(contract_number ? { contract_number } : {}) }, { 'idempotency-key': `examples-${key}` });
  while ((await people.call('fiona', 'GET', `/process/time-to-invoice/v1/billing-runs/${run.id}`)).running > 0) await pause(60);
  const { invoices } = await people.call('frank', 'GET', '/process/time-to-invoice/v1/invoices?status=draft&limit=500');
  for (const draft of invoices) await people.call('frank', 'POST', `/process/time-to-invoice/v1/invoices/${draft.id}/release`);
  await atRest(people);
}

/** Fiona calculates the month's revenue, Frank approves it, the ERP posts. */
export async function recognize(people, period) {
  const route = '/process/milestone-to-revenue/v1/revenue-runs';
  const run = await people.call('fiona', 'POST', route, { legal_entity_code: 'US01', period }, { 'idempotency-key': `examples-revenue-${period}` });
  const until = async (enough) => {
    for (;;) {
      const now = await people.call('fiona', 'GET', `${route}/${run.id}`);
      if (enough(now)) return now;
      await pause(60);
    }
  };
  await until((r) => r.calculating === 0);
  await people.call('frank', 'POST', `${route}/${run.id}/approval`);
  await until((r) => r.posting === 0);
}

/** What a route said when it refused; throws when it did not. */
export async function refused(call) {
  const error = await call.then(() => undefined, (e) => e);
  const status = / answered (\d+): /.exec(error?.message ?? '')?.[1];
  if (!status) throw error ?? new Error('it was not refused');
  // The end of a long answer is cut off, so it may not parse.
  const member = (name) => new RegExp(`"${name}":"([^"]*)"`).exec(error.message)?.[1];
  return { status, code: member('code'), detail: member('detail'), fix: member('fix') };
}

/** Dana hands in an estimate at completion of a project, Frank approves it. */
export async function estimate(people, project_code, cost, effective_date, reason) {
  const route = '/process/milestone-to-revenue/v1/estimates';
  const { id } = await people.call('dana', 'POST', route, { project_code, cost_at_completion: cost, currency: 'USD', effective_date, reason });
  await people.call('frank', 'POST', `${route}/${id}/approval`);
}
