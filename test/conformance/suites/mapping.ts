import { type ReadVerb, Unmappable } from '#lib/connector';
import fc from 'fast-check';
import { setImmediate } from 'node:timers/promises';
import { isDeepStrictEqual } from 'node:util';
import type { Cell } from '../kit/cell.js';
import { leaves, otherwise, withLeaf } from '../kit/leaves.js';
import type { Fact } from '../kit/mapping-case.js';
import { order } from '../kit/order.js';
import type { ReadCase } from '../kit/read-case.js';
import type { Scenario } from '../kit/scenario.js';
import type { Stand } from '../kit/stand.js';
import { vendorNow } from './reads.js';

const SUITE = 'mapping';
const RECORDS = order.form === 'full' ? 10_000 : 500;
const SEED = 20_260_706;
const A_PART = 100;

/** Vendor rows become records: nothing lost silently, nothing changed, nothing guessed. */
export function mappingCells(scenario: Scenario): Cell[] {
  return scenario.reads.flatMap((read): Cell[] => {
    const at = (column: string) => ({ suite: SUITE, row: read.entity, column });
    const { words } = read.mapping;
    return [
      { ...at('every field is mapped, carried or dropped with a reason'), run: (stand) => nothingLost(stand, read) },
      { ...at('round trip of generated records'), run: (stand) => roundTrip(stand, read) },
      words.length === 0 ? { ...at('unknown word'), reason: 'no closed list of words in it' } : { ...at('unknown word'), run: (stand) => unknownWords(stand, read) },
    ];
  });
}

interface Sample {
  verb: ReadVerb;
  settings: unknown;
  row: any;
}

/** A row as the vendor answers it. */
async function sampled(stand: Stand, { entity, seed, numberOf }: ReadCase): Promise<Sample> {
  await seed(stand, 1, 3, await vendorNow(stand, 3_600_000));
  const { runtime } = stand.replica();
  const verb = runtime.connector.reads[entity]!;
  for (let from: string | null = null, pages = 0; pages < 50; pages++) {
    const page = await verb.page({ since: null, from, limit: 50 }, runtime.context());
    const row = page.rows.find((r) => numberOf({ source_id: verb.identify(r, runtime.settings).source_id, natural_key: mapped(verb, r, runtime.settings)?.natural_key ?? null, data: {} }) >= 0);
    if (row) return { verb, settings: runtime.settings, row };
    if (page.next === null) break;
    from = page.next;
  }
  throw new Error(`no row of ${entity} was found again`);
}

function mapped(verb: ReadVerb, row: unknown, settings: unknown) {
  try {
    return verb.map(row, settings);
  } catch {
    return undefined;
  }
}

/** What the gateway makes of a row: all that could show a change but the version, which every change moves. */
function shown({ verb, settings }: Sample, row: unknown): string {
  try {
    const { source_id, source_timestamp } = verb.identify(row, settings);
    return JSON.stringify([source_id, source_timestamp, verb.map(row, settings)]);
  } catch (error) {
    return `refused: ${String((error as Error).message)}`;
  }
}

/** Each value of a row is changed in turn: the record must show it, or the field stands among those left out for a reason. */
async function nothingLost(stand: Stand, read: ReadCase): Promise<void> {
  const sample = await sampled(stand, read);
  const before = shown(sample, sample.row);
  expect(before).not.toMatch(/^refused/);
  const known = [...Object.keys(sample.verb.dropped ?? {}), ...Object.keys(read.mapping.plumbing ?? {})].map((path) => path.split('/'));
  const lost = leaves(sample.row).filter(({ path }) => !known.some((k) => holds(path, k)) && !read.mapping.repeats?.(sample.row, path))
    .filter(({ path, value }) => otherwise(value).every((other) => shown(sample, withLeaf(sample.row, path, other)) === before));
  expect(lost.map(({ path }) => path.join('/'))).toEqual([]);
  for (const [field, reason] of Object.entries(sample.verb.dropped ?? {})) if (!/\w{3}/.test(reason)) throw new Error(`${field} is left out without a reason`);
}

/** The names of a path hold the names of the other one in a row; places in lists and text nodes do not count. */
function holds(path: readonly string[], part: readonly string[]): boolean {
  const names = path.filter((p) => !/^\d+$/.test(p) && p !== '#text');
  return names.some((_, i) => part.every((p, j) => names[i + j] === p));
}

async function roundTrip(stand: Stand, read: ReadCase): Promise<void> {
  const sample = await sampled(stand, read);
  const { facts } = read.mapping;
  const held = fc.property(fc.tuple(...facts.map((f) => f.values)), (values) => {
    const row = structuredClone(sample.row);
    facts.forEach((f: Fact, i) => f.set(row, values[i]));
    const record = sample.verb.map(row, sample.settings);
    facts.forEach((f: Fact, i) => {
      const [told, wanted] = [f.get(record), f.want(values[i])];
      if (!isDeepStrictEqual(told, wanted)) throw new Error(`${f.name}: wanted ${JSON.stringify(wanted)}, told ${JSON.stringify(told)}`);
    });
  });
  // In parts, so that other stands of this process get on meanwhile.
  for (let done = 0; done < RECORDS; done += A_PART) {
    fc.assert(held, { numRuns: Math.min(A_PART, RECORDS - done), seed: SEED + done });
    await setImmediate();
  }
}

/** A word that is not in the map is UNMAPPED_STATUS, and is named; never a guess. */
async function unknownWords(stand: Stand, read: ReadCase): Promise<void> {
  const sample = await sampled(stand, read);
  for (const { set, field } of read.mapping.words) {
    for (const word of ['Conformance–unbekannt', '', 'constructor', '__proto__', ' active ']) {
      const row = structuredClone(sample.row);
      set(row, word);
      const problem = catching(() => sample.verb.map(row, sample.settings));
      expect({ word, problem }).toEqual({ word, problem: expect.objectContaining({ code: 'UNMAPPED_STATUS', field }) });
    }
  }
}

function catching(map: () => { problem?: unknown }): unknown {
  try {
    return map().problem;
  } catch (error) {
    return error instanceof Unmappable ? error.problem : error;
  }
}
