import { defineConsumer } from '#lib/process';
import { ROLLUP_CONSUMER, ROLLUP_EVENTS } from '#lib/store';
import { refreshRollups } from './refresh.js';

/**
 * Keeps the rollups of the experience layer: what a batch of events can have changed is aggregated anew in the transaction that moves
 * past it. Batches are small because no consumer reads past a transaction that is still open: a long one would hold up the flows.
 */
export const keepRollups = defineConsumer({ name: ROLLUP_CONSUMER, types: ROLLUP_EVENTS, batch: 100, handle: (em, events) => refreshRollups(em, events) });
