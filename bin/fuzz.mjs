// npm run fuzz: requests nobody should send, from every route's OpenAPI document. Exits 0 only if no promise of the documents was broken.
import { parseArgs } from 'node:util';
import { prepare } from './prepare.mjs';

const USAGE = `npm run fuzz -- [options]

  --requests <n>   requests to send, shared out over all routes; default 3000
  --seed <n>       draws them; default 7
  --json           the whole report on standard output

No answer may be a 5xx or break its schema, every refusal must be problem details, and a refused request must not have written anything.`;

const { values } = parseArgs({ options: { requests: { type: 'string', default: '3000' }, seed: { type: 'string', default: '7' }, json: { type: 'boolean', default: false }, help: { type: 'boolean', default: false } } });
if (values.help) {
  console.log(USAGE);
  process.exit(0);
}
const [requests, seed] = [Number(values.requests), Number(values.seed)];
if (!Number.isInteger(requests) || requests < 1 || !Number.isInteger(seed)) {
  console.error(`--requests and --seed must be whole numbers\n\n${USAGE}`);
  process.exit(2);
}
await prepare({ quiet: values.json });
const { fuzzRequests } = await import('../test/fuzz/requests.mjs');
const began = Date.now();
const report = await fuzzRequests({ requests, seed }, (text) => process.stderr.write(`fuzz ${String(Math.round((Date.now() - began) / 1000)).padStart(4)} s  ${text}\n`));
report.took_s = Math.round((Date.now() - began) / 1000);
if (values.json) console.log(JSON.stringify(report, null, 2));
else {
  for (const b of report.breaches) console.log(JSON.stringify(b, null, 1));
  const statuses = Object.entries(report.statuses).map(([s, n]) => `${s}: ${n}`).join(', ');
  console.log(`${report.requests} requests to ${report.routes} routes with seed ${seed} in ${report.took_s} s (${statuses}); ${report.breaches.length} breaches`);
}
process.exit(report.sound ? 0 : 1);
