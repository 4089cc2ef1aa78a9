import { vendorKey } from '#lib/canonical';
import type { Mismatch, WriteVerb, Written } from '../define/write.js';
import type { ConnectorRuntime } from '../runtime.js';

/** What a write came to, without the ledger. */
export interface Tried {
  written: Written;
  mismatches: Mismatch[];
}

const asked = (runtime: ConnectorRuntime, verb: string, body: object, businessKey: string, prepared: unknown, done: Written[]) =>
  ({ body, key: vendorKey(runtime.system, businessKey), businessKey, verb, settings: runtime.settings, prepared, done });

function verbOf(runtime: ConnectorRuntime, verb: string): WriteVerb {
  const found = runtime.connector.writes[verb];
  if (!found) throw new Error(`${runtime.system} does not offer ${verb}`);
  return found;
}

/** For a vendor's specs: prepares, sends every step once, reads back, compares. No database, no second sending. Throws VendorFailure. */
export async function tryWrite(runtime: ConnectorRuntime, verb: string, body: object, businessKey: string): Promise<Tried> {
  const write = verbOf(runtime, verb);
  const prepared = await write.prepare?.(body, runtime.context());
  const done: Written[] = [];
  for (const step of [write, ...(write.nextSteps ?? [])]) {
    const of = asked(runtime, verb, body, businessKey, prepared, [...done]);
    done.push(step.parse(await runtime.write(step.build(of), async () => undefined), of));
  }
  const all = asked(runtime, verb, body, businessKey, prepared, done);
  let written: Written = { ...done[0]!, facts: Object.assign({}, ...done.map((d) => d.facts)), record: done.find((d) => d.record !== undefined)?.record };
  if (write.readBack && written.record === undefined) written = await write.readBack(written, all, runtime.context());
  return { written, mismatches: write.echo(all, written) };
}

/** For a vendor's specs: what `find` says of each step, in order, up to the first that is not found. */
export async function tryFind(runtime: ConnectorRuntime, verb: string, body: object, businessKey: string): Promise<(Written | 'absent' | 'cannot_tell')[]> {
  const write = verbOf(runtime, verb);
  const prepared = await write.prepare?.(body, runtime.context());
  const found: (Written | 'absent' | 'cannot_tell')[] = [];
  for (const step of [write, ...(write.nextSteps ?? [])]) {
    const of = asked(runtime, verb, body, businessKey, prepared, found.filter((f): f is Written => typeof f === 'object'));
    found.push(await step.find(of, runtime.context()));
    if (typeof found.at(-1) === 'string') break;
  }
  return found;
}
