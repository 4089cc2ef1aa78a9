import { type SchemaChange, schemaDrift } from '#lib/connector';
import { type Cell, given } from '../kit/cell.js';
import type { DriftCase, Scenario, SchemaMove } from '../kit/scenario.js';
import type { Stand } from '../kit/stand.js';

const SUITE = 'drift';

/** A vendor's schema that changes: the right word for it, and no alarm for nothing. */
export function driftCells({ drift }: Scenario): Cell[] {
  const at = (column: string) => ({ suite: SUITE, row: 'schema', column });
  return [
    { ...at('no alarm when nothing changed'), run: (stand) => still(stand, drift) },
    { ...at('no alarm when only data changed'), run: (stand) => onlyData(stand, drift) },
    ...(['added', 'removed', 'renamed', 'retyped'] as const).map((kind) => given(drift[kind], at(kind), (means, stand) => changed(stand, drift, kind, means))),
  ];
}

const schemaOf = (stand: Stand) => {
  const { runtime } = stand.replica();
  return runtime.connector.schema!(runtime.context());
};

async function still(stand: Stand, drift: DriftCase): Promise<void> {
  await drift.fill(stand, 0);
  const accepted = await schemaOf(stand);
  expect(Object.keys(accepted.objects).length).toBeGreaterThan(0);
  expect(schemaDrift(accepted, await schemaOf(stand))).toEqual([]);
}

async function onlyData(stand: Stand, drift: DriftCase): Promise<void> {
  await drift.fill(stand, 0);
  const accepted = await schemaOf(stand);
  await drift.fill(stand, 1);
  expect(schemaDrift(accepted, await schemaOf(stand))).toEqual([]);
}

async function changed(stand: Stand, drift: DriftCase, kind: SchemaChange['kind'], { before, change, object, field }: SchemaMove): Promise<void> {
  await drift.fill(stand, 0);
  await before?.(stand);
  const accepted = await schemaOf(stand);
  await change(stand);
  const found = schemaDrift(accepted, await schemaOf(stand));
  expect(found).toContainEqual(expect.objectContaining({ kind, object, field, breaking: kind !== 'added' }));
  expect([...new Set(found.map((c) => c.kind))]).toEqual([kind]);
}
