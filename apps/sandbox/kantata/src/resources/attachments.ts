import { type Resource } from '../resource.js';
import { createdOnly } from './shared.js';

/** Files people attached; here only receipts of expenses. Seeded or added by people: the upload itself is not played. */
export const attachments: Resource = {
  plural: 'attachments', singular: 'attachment', subject: 'Attachment',
  columns: ['filename', 'filesize', 'type', 'created_at', 'updated_at'],
  computed: { type: (row) => row.type ?? 'receipt', filesize: (row) => row.filesize ?? 0 },
  associations: {},
  filters: {},
  orders: createdOnly,
  defaultOrder: 'created_at:desc',
};
