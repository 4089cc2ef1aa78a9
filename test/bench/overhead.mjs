// What does a system API add over calling the vendor directly? The same read and the same write at the same vendor, interleaved, one caller, both ways over HTTP.
// node test/bench/overhead.mjs [--seconds 20]   prints JSON: p50 and p99 in milliseconds each way, and their ratios. The seconds are for each of the two.
import { readFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { prepare } from '../../bin/prepare.mjs';
import { openStage, quantile, round } from './stage.mjs';

const { values } = parseArgs({ options: { seconds: { type: 'string', default: '20' } } });
const WARM_UP = 40;
const FEWEST = 100;
await prepare({ quiet: true });
const stage = await openStage();
try {
  process.stderr.write('overhead: seeding the firm\n');
  await stage.act('/firm/seed', { size: 'small', seed: 7 });
  await stage.people.call('olga', 'POST', '/process/v1/syncs');
  const vendor = { url: `${stage.vendors.kantata}/api/v1`, headers: { authorization: 'Bearer sandbox-kantata-token', 'content-type': 'application/json' } };
  const ours = { url: `${stage.url}/system/kantata/v1`, headers: { authorization: `Bearer ${await serviceToken()}`, 'content-type': 'application/json' } };
  const { results: [{ id: workspace }] } = await (await fetch(`${vendor.url}/workspaces?per_page=1`, { headers: vendor.headers })).json();

  process.stderr.write('overhead: the read\n');
  const read = await both(() => get(vendor, '/roles?only_active=false&limit=200&offset=0'), () => get(ours, '/master/roles?limit=200'));
  process.stderr.write('overhead: the write\n');
  const write = await both(
    (n) => post(vendor, '/external_references/create_or_update', { external_reference: { subject_type: 'Workspace', subject_id: workspace, service_name: `bench-${n}`, service_model: 'invoice', service_model_ref: String(n), status: 'successful', external_status: 'posted' } }),
    (n) => post(ours, '/transactions/invoice-statuses', { project_source_id: workspace, invoice_number: `B-${n}`, status: 'posted' }, { 'idempotency-key': `bench-invoice-status-${n}` }, 201),
  );
  console.log(JSON.stringify({
    question: 'overhead', read: { what: 'all roles: token checked, read, mapped to canonical, cursor made', ...read }, write: { what: 'set an invoice status: token checked, ledger row, vendor call, echo check, settled', ...write },
  }, null, 2));
} finally {
  await stage.close();
}

/** A token of the process layer: it alone may write to vendors. */
async function serviceToken() {
  const credentials = JSON.parse(readFileSync(`${stage.dataDir}/identity/demo-credentials.json`, 'utf8'));
  const client = credentials.clients.find((c) => c.client_id === 'throughline-process');
  const answer = await fetch(credentials.token_endpoint, { method: 'POST', headers: { authorization: `Basic ${Buffer.from(`${client.client_id}:${client.client_secret}`).toString('base64')}` }, body: new URLSearchParams({ grant_type: 'client_credentials', scope: 'system.read system.write' }) });
  return (await answer.json()).access_token;
}

function get(at, path) {
  return timed(() => fetch(`${at.url}${path}`, { headers: at.headers }), 200);
}

function post(at, path, body, headers = {}, wanted = 200) {
  return timed(() => fetch(`${at.url}${path}`, { method: 'POST', headers: { ...at.headers, ...headers }, body: JSON.stringify(body) }), wanted);
}

async function timed(call, wanted) {
  const started = performance.now();
  const answer = await call();
  const text = await answer.text();
  if (answer.status !== wanted) throw new Error(`answered ${answer.status} instead of ${wanted}: ${text.slice(0, 300)}`);
  return performance.now() - started;
}

/** Interleaves the two ways, each first in turn, after a warm-up that does not count. */
async function both(direct, through) {
  const [a, b] = [[], []];
  let until = Infinity;
  for (let n = 0; n < WARM_UP + FEWEST || performance.now() < until; n++) {
    if (n === WARM_UP) until = performance.now() + Number(values.seconds) * 1000;
    const second = n % 2 === 0 ? undefined : await through(n);
    const x = await direct(n);
    const y = second ?? (await through(n));
    if (n < WARM_UP) continue;
    a.push(x);
    b.push(y);
  }
  const at = (q) => ({ direct_ms: round(quantile(a, q)), system_api_ms: round(quantile(b, q)), ratio: round(quantile(b, q) / quantile(a, q)), adds_ms: round(quantile(b, q) - quantile(a, q)) });
  return { pairs: a.length, p50: at(0.5), p99: at(0.99) };
}
