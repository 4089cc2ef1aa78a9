// npm run fuzz: requests nobody should send to us, and answers no vendor should give us. Exits 0 only if no promise was broken.
import { parseArgs } from 'node:util';
import { prepare } from './prepare.mjs';

const USAGE = `npm run fuzz -- [options]

  --requests <n>   requests to every route of the suite, drawn from its OpenAPI document; default 3000
  --answers <n>    bent answers to each connector, to its reads and its writes; default 0
  --seed <n>       draws them; default 7
  --json           the whole report on standard output

Requests: no answer may be a 5xx or break its schema, every refusal is problem details, and a refused request has not written anything.
Answers: a read ends as a page of whole records or as a failure of the closed set; a write is confirmed only with the receipt of the document it made,
and never called refused or not applied once the vendor has it.`;

const { values } = parseArgs({ options: { requests: { type: 'string' }, answers: { type: 'string', default: '0' }, seed: { type: 'string', default: '7' }, json: { type: 'boolean', default: false }, help: { type: 'boolean', default: false } } });
if (values.help) {
  console.log(USAGE);
  process.exit(0);
}
const [answers, seed] = [Number(values.answers), Number(values.seed)];
const requests = Number(values.requests ?? (answers > 0 ? 0 : 3_000));
if (![requests, answers, seed].every((n) => Number.isInteger(n) && n >= 0) || requests + answers === 0) {
  console.error(`--requests, --answers and --seed must be whole numbers\n\n${USAGE}`);
  process.exit(2);
}
// Vendors that fail are the point here: their warnings would fill the screen.
process.env.LOG_LEVEL ??= 'fatal';
await prepare({ quiet: values.json });
const began = Date.now();
const note = (text) => process.stderr.write(`fuzz ${String(Math.round((Date.now() - began) / 1000)).padStart(4)} s  ${text}\n`);
const reports = {};
if (requests > 0) reports.requests = await (await import('../test/fuzz/requests.mjs')).fuzzRequests({ requests, seed }, note);
if (answers > 0) reports.answers = await (await import('../test/fuzz/answers.mjs')).fuzzAnswers({ answers, seed }, note);
if (values.json) console.log(JSON.stringify(reports, null, 2));
else print(reports);
process.exit(Object.values(reports).every((r) => r.sound) ? 0 : 1);

function print({ requests: asked, answers: bent }) {
  const list = (counts) => Object.entries(counts).map(([name, n]) => `${name}: ${n}`).join(', ');
  for (const b of [...(asked?.breaches ?? []), ...(bent?.breaches ?? [])]) console.log(JSON.stringify(b, null, 1));
  const took = `with seed ${seed} in ${Math.round((Date.now() - began) / 1000)} s`;
  if (asked) console.log(`${asked.requests} requests to ${asked.routes} routes ${took} (${list(asked.statuses)}); ${asked.breaches.length} breaches; ${asked.written.requests} requests that were refused or only read looked for in ${asked.written.transactions} transactions (${asked.written.of_feeds} of them of feeds that were read; ${asked.written.ambiguous} shared an id with a request that may write)`);
  for (const [vendor, v] of Object.entries(bent?.vendors ?? {})) console.log(`${vendor}: ${v.reads} reads and ${v.writes} writes with a bent answer (${list(v.ends)})${v.left_out ? `; left out: ${v.left_out.join(', ')}` : ''}`);
  if (bent) console.log(`answers ${took}: ${bent.breaches.length} breaches`);
}
