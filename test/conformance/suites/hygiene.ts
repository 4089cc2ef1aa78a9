import { createLogger, useLogger } from '#lib/platform';
import { Writable } from 'node:stream';
import { ask, KEY, settle } from '../kit/ask.js';
import type { Cell } from '../kit/cell.js';
import type { Scenario } from '../kit/scenario.js';
import type { Stand } from '../kit/stand.js';
import { vendorNow } from './reads.js';

const SUITE = 'hygiene';

/** What the gateway writes down besides the records themselves: no secret, no person. */
export function hygieneCells(scenario: Scenario): Cell[] {
  const at = (column: string) => ({ suite: SUITE, row: 'what is written down', column });
  const noWrites = 'nothing is written to the vendor';
  return [
    { ...at('logs'), run: (stand) => logs(stand) },
    { ...at('cursors'), run: (stand) => cursors(stand) },
    { ...at('addresses on the wire'), run: (stand) => addresses(stand) },
    scenario.writes.length === 0 ? { ...at('a vendor that repeats our secret'), reason: noWrites } : { ...at('a vendor that repeats our secret'), run: (stand) => repeatedSecret(stand) },
  ];
}

/** Every log line of this process while the work runs, at the finest level. */
async function logged(work: () => Promise<unknown>): Promise<string> {
  const lines: string[] = [];
  useLogger(createLogger(new Writable({ write: (chunk: Buffer, _encoding, done) => { lines.push(chunk.toString()); done(); } }), 'trace'));
  try {
    await work();
  } finally {
    useLogger(undefined);
  }
  return lines.join('');
}

/** Reads everything, writes everything, and lets both fail in between. */
async function aDayAtWork(stand: Stand): Promise<void> {
  const { reads, writes } = stand.scenario;
  const replica = stand.replica();
  for (const { entity, seed } of reads) {
    await seed(stand, 0, 3, await vendorNow(stand, 3_600_000));
    await stand.fault({ kind: 'reset_mid', times: 1 });
    await replica.runtime.read(entity);
  }
  for (const write of writes) {
    await stand.fresh();
    const body = await write.body(stand);
    await stand.fault({ kind: 'answer_lost', match: write.requests[0], times: 1 });
    await settle(stand.replica(), write.verb, body);
  }
}

function mustNotHold(text: string, forbidden: readonly string[], where: string): void {
  const found = forbidden.find((word) => text.includes(word));
  if (found) throw new Error(`${where} hold "${found.slice(0, 4)}…": …${text.slice(Math.max(0, text.indexOf(found) - 200), text.indexOf(found)).replaceAll(found, '')}`);
}

async function logs(stand: Stand): Promise<void> {
  const text = await logged(() => aDayAtWork(stand));
  expect(text).toContain('vendor call');
  mustNotHold(text, [...stand.scenario.secrets, ...stand.scenario.personal], 'the logs');
}

async function cursors(stand: Stand): Promise<void> {
  const replica = stand.replica();
  for (const { entity, seed } of stand.scenario.reads) {
    await seed(stand, 0, 5, await vendorNow(stand, 3_600_000));
    const { next_cursor } = await replica.runtime.read(entity, '', 2);
    mustNotHold(Buffer.from(next_cursor.split('.')[1] ?? '', 'base64url').toString(), [...stand.scenario.secrets, ...stand.scenario.personal], 'the cursors');
  }
}

/** Addresses end in the logs of proxies and vendors. */
async function addresses(stand: Stand): Promise<void> {
  await aDayAtWork(stand);
  const text = (await stand.wire()).map((r) => decodeURIComponent(r.path)).join('\n');
  mustNotHold(text, stand.scenario.secrets, 'the addresses');
}

/** Some vendors answer a refusal with the request in it. */
async function repeatedSecret(stand: Stand): Promise<void> {
  const [write] = stand.scenario.writes;
  const [secret] = stand.scenario.secrets;
  const body = await write!.body(stand);
  const replica = stand.replica();
  await stand.fault({ kind: 'error', status: 400, message: `refused: Authorization: Bearer ${secret} is not welcome`, match: write!.requests[0], times: 1 });
  const text = await logged(async () => {
    await ask(replica, write!.verb, body);
  });
  const row = (await replica.ledger.get(KEY))!;
  mustNotHold(JSON.stringify([row.problem, row.receipt]), [secret!], 'the ledger\'s problems');
  mustNotHold(text, [secret!], 'the logs');
}
