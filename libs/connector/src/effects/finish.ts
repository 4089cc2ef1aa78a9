import type { EffectRow } from '#lib/store';
import { crashPoint } from '#lib/platform';
import type { Mismatch, WriteVerb, Written } from '../define/write.js';
import type { ConnectorRuntime } from '../runtime.js';
import type { Ledger } from './ledger.js';
import { echoProblem } from './problem.js';
import { askedOf, joined, receiptOf } from './search.js';

/**
 * The vendor has the write: reads it back where needed, compares it with what was asked, and settles. A difference is never a success: the document exists, and a
 * person decides. Throws VendorFailure when it cannot be read back; undefined when somebody else settled the effect first.
 */
export async function finishEffect(runtime: ConnectorRuntime, ledger: Ledger, row: EffectRow, verb: WriteVerb, prepared: unknown, done: readonly Written[]): Promise<EffectRow | undefined> {
  const asked = askedOf(runtime, row, prepared, done);
  let written = joined(done);
  if (verb.readBack && written.record === undefined) written = await verb.readBack(written, asked, runtime.context());
  const mismatches = compared(() => verb.echo(asked, written));
  crashPoint('effect.before-settle', row.run_id, row.verb, row.key);
  const settled = mismatches.length > 0
    ? await ledger.exception(row, echoProblem(mismatches), receiptOf(written))
    : await ledger.confirm(row, receiptOf(written), undoneBy(runtime, verb, row));
  crashPoint('effect.after-settle', row.run_id, row.verb, row.key);
  return settled;
}

/** Verbs that this confirmed write undoes. */
function undoneBy(runtime: ConnectorRuntime, verb: WriteVerb, row: EffectRow): string[] {
  if (verb.undoes && !verb.undoes(row.request)) return [];
  return Object.entries(runtime.connector.writes).filter(([, w]) => w.undo === row.verb).map(([name]) => name);
}

function compared(echo: () => Mismatch[]): Mismatch[] {
  try {
    return echo();
  } catch {
    return [{ field: '', asked: 'a document that can be compared', stored: 'something the connector cannot read' }];
  }
}
