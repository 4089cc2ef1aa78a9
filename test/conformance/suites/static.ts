import { CONTRACTS } from '#lib/canonical';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Cell } from '../kit/cell.js';
import type { Scenario } from '../kit/scenario.js';

/** What the static rules look at. */
type Declared = Pick<Scenario, 'connector' | 'reads' | 'writes'>;

const SUITE = 'static rules';
/** What only the kit may use: it owns every byte on the wire. */
const OWN_HTTP = /from '(?:node:)?(?:https?|net|tls|undici|axios)(?:\/[^']*)?'|\bfetch\(/;
/** What makes a function answer otherwise tomorrow. */
const IMPURE = /\bDate\.now\(|\bnew Date\(\)|\bMath\.random\(|\bprocess\.env\b|\bawait\b/;
const BINARY_MONEY = /\bparseFloat\(|\.toFixed\(2\)/;
const SECRET_NAME = /(?:^|_)(?:secret|password|private_key|token)$/;

interface Source {
  path: string;
  text: string;
}

/** What can be said of a vendor folder without running it. */
export function staticCells(scenario: Declared): Cell[] {
  const { connector } = scenario;
  const folder = join('apps', 'system', connector.vendor);
  const files = (under = ''): Source[] => sources(join(folder, 'src', under));
  const rule = (column: string, faults: () => string[]): Cell => ({ suite: SUITE, row: 'folder', column, alone: true, run: async () => expect(faults()).toEqual([]) });
  const pure = (): Source[] => files().filter(({ path }) => /\/mappers\/|\/(classify|errors)\.ts$/.test(path));
  return [
    rule('no HTTP of its own', () => offending(files(), OWN_HTTP)),
    rule('mapping and classifying are pure', () => offending(pure(), IMPURE)),
    rule('no binary money', () => offending(files(), BINARY_MONEY)),
    rule('settings are explained, secrets marked', () => settingFaults(scenario)),
    rule('every write can be undone or says that it cannot', () => undoFaults(scenario)),
    rule('windows fit what the vendor offers', () => windowFaults(scenario)),
    rule('every entity and verb is tried', () => untried(scenario)),
    rule('a README for whoever connects a tenant', () => (readFileSync(join(folder, 'README.md'), 'utf8').split('\n').length > 10 ? [] : ['README.md says next to nothing'])),
    rule('conformance in three lines', () => (readFileSync(join('test', 'conformance', `${connector.vendor}.spec.ts`), 'utf8').trim().split('\n').length === 3 ? [] : ['the spec is longer'])),
  ];
}

function sources(folder: string): Source[] {
  return readdirSync(folder, { withFileTypes: true }).flatMap((e): Source[] => {
    const path = join(folder, e.name);
    if (e.isDirectory()) return e.name === 'testing' ? [] : sources(path);
    return e.name.endsWith('.ts') && !e.name.endsWith('.spec.ts') ? [{ path, text: readFileSync(path, 'utf8') }] : [];
  });
}

const offending = (files: Source[], pattern: RegExp): string[] => files.flatMap(({ path, text }) => text.split('\n').flatMap((line, n) => (pattern.test(line) && !/^\s*(?:\/\/|\*|\/\*)/.test(line) ? [`${path}:${n + 1}`] : [])));

function settingFaults({ connector }: Declared): string[] {
  return Object.entries(connector.settings).flatMap(([name, d]) => [
    ...(!('doc' in d) || d.doc.length < 10 ? [`${name} is not explained`] : []),
    ...(SECRET_NAME.test(name) && !('secret' in d && d.secret) ? [`${name} is not marked as a secret`] : []),
    ...('secret' in d && d.secret && (d.default ?? '') !== '' ? [`${name} is a secret with a default`] : []),
  ]);
}

function undoFaults({ connector }: Declared): string[] {
  const contract = CONTRACTS[connector.domain].writes.map((w) => w.verb);
  return Object.entries(connector.writes).flatMap(([verb, { undo, find, echo }]) => [
    ...(undo === 'irreversible' || (contract.includes(undo) && undo in connector.writes) ? [] : [`${verb} is undone by ${undo}, which is not offered`]),
    ...(typeof find === 'function' && typeof echo === 'function' ? [] : [`${verb} cannot be looked for or compared`]),
  ]);
}

/** A vendor that is written to and can be searched needs a settle window; one that cannot be searched has no lag of a search. */
function windowFaults({ connector: { manifest, writes } }: Declared): string[] {
  if (Object.keys(writes).length === 0) return [];
  return [
    ...(manifest.idempotency !== 'none' && manifest.settleWindowMs === 0 ? ['an answer can be lost, yet no commit may come late'] : []),
    ...(manifest.idempotency === 'none' && manifest.findLagMs > 0 ? ['nothing can be searched, yet the search lags'] : []),
    ...(manifest.requestTimeoutMs > 300_000 ? ['five minutes are too long to wait for an answer'] : []),
  ];
}

function untried({ connector, reads, writes }: Declared): string[] {
  return [
    ...Object.keys(connector.reads).filter((entity) => !reads.some((r) => r.entity === entity)).map((entity) => `read ${entity}`),
    ...Object.keys(connector.writes).filter((verb) => !writes.some((w) => w.verb === verb)).map((verb) => `write ${verb}`),
  ];
}
