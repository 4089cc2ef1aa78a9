import type { Domain } from '#lib/canonical';
import { databaseClock, type ParkedRecord, parkedRecords, raiseException } from '#lib/store';
import type { DataSource } from 'typeorm';
import { OPTIONAL, takeRecord } from './intake-feed.js';
import { intakeSettings } from './settings.js';

/** Tries parked records again, as long as that lets any through; what waited too long is shown to a person and stays parked. */
export async function retryParked(ds: DataSource, system: string, domain: Domain): Promise<number> {
  let taken = 0;
  const clock = await databaseClock(ds);
  for (let again = true; again; ) {
    again = false;
    for await (const parked of parkedOf(ds, system)) {
      const outcome = await ds.transaction((em) => takeRecord(em, parked.record, domain));
      if (outcome.outcome === 'parked') {
        if (clock.now() - parked.since.getTime() > intakeSettings().parking_s * 1000) await tell(ds, parked.record, outcome.missing, parked.correlation_id);
        continue;
      }
      const changed = outcome.outcome === 'created' || outcome.outcome === 'updated';
      if (changed) taken += 1;
      again ||= changed && !parked.missing.startsWith(OPTIONAL);
    }
  }
  return taken;
}

async function* parkedOf(ds: DataSource, system: string): AsyncGenerator<ParkedRecord> {
  for (let after: ParkedRecord | undefined; ; ) {
    const page = await parkedRecords(ds.manager, system, after, intakeSettings().page_size);
    yield* page;
    if (!(after = page.at(-1))) return;
  }
}

/** Shows a record that waited too long, once: saying it again every few seconds would only outdate what a person is looking at. */
async function tell(ds: DataSource, record: Parameters<typeof takeRecord>[1], missing: string, correlationId: string): Promise<void> {
  const person = record.entity === 'psa_user' || missing.startsWith('worker_id');
  const code = person ? 'UNKNOWN_WORKER' : 'OUT_OF_ORDER';
  const business_key = `${record.entity}:${record.source_system}:${record.source_id}`;
  const message = `${record.entity} ${record.natural_key ?? record.source_id} of ${record.source_system} waits for ${missing}`;
  const shown = await ds.query(`select 1 from exception where business_key = $1 and code = $2 and message = $3 and status in ('open', 'assigned', 'waived') limit 1`, [business_key, code, message]);
  if (shown.length > 0) return;
  await ds.transaction((em) => raiseException(em, {
    code, business_key, workflow: 'intake', step: record.entity, message, context: { missing, natural_key: record.natural_key }, evidence: [{ system: record.source_system, record }], correlation_id: correlationId,
  }));
}
