import type { Written } from '#lib/connector';
import type { Row } from '../client/envelope.js';

/** Receipt of an object with a title. */
export const written = (row: Row): Written => ({ source_id: row.id, facts: { title: String(row.title ?? '') }, record: row });

/** Receipt of an object without. */
export const plain = (row: Row): Written => ({ source_id: row.id, facts: {}, record: row });
