import type { Domain, SourceRecord } from '#lib/canonical';
import { defineConsumer, retryRun, RunNotFound, RunNotRetryable, systemOf } from '#lib/process';
import { clearExceptions, exceptionById } from '#lib/store';
import { takeRecord } from './intake-feed.js';

const DOMAINS: Domain[] = ['crm', 'psa', 'hcm', 'erp'];

/**
 * A person mended the cause of an exception and asked for another attempt: a run is tried again as its next attempt, a record that
 * intake refused is taken again. Asked twice, done once.
 */
export const operatorRetries = defineConsumer({
  name: 'intake.operator-retries',
  types: ['exception.retry_requested'],
  handle: async (em, events) => {
    for (const event of events) {
      const exception = await exceptionById(em, event.entityid);
      if (!exception || (exception.status !== 'open' && exception.status !== 'assigned')) continue;
      const actor = String(event.data['actor'] ?? 'unknown');
      const refused = exception.evidence.map((e) => (e as { record?: SourceRecord }).record).find((r) => r?.entity && r.source_system);
      if (exception.workflow === 'intake' && refused) {
        const domain = DOMAINS.find((d) => systemOf(d) === refused.source_system);
        const outcome = domain ? await takeRecord(em, refused, domain) : undefined;
        if (outcome && outcome.outcome !== 'refused' && outcome.outcome !== 'parked') await clearExceptions(em, { business_key: exception.business_key, workflow: 'intake' }, 'retried', { by: actor, reason: 'The record was accepted on retry' });
        continue;
      }
      if (!exception.run_id) continue;
      try {
        await retryRun(exception.run_id, actor, em);
      } catch (error) {
        if (!(error instanceof RunNotRetryable) && !(error instanceof RunNotFound)) throw error;
      }
    }
  },
});
