import { defineSettings } from '#lib/platform';

export const intakeSettings = defineSettings('intake', {
  poll_ms: { env: 'INTAKE_POLL_MS', type: 'integer', default: 2000, doc: 'Pause between two rounds over the change feeds of a system, in milliseconds.' },
  page_size: { env: 'INTAKE_PAGE_SIZE', type: 'integer', default: 200, doc: 'Records asked for in one page of a feed.' },
  parking_s: { env: 'INTAKE_PARKING_S', type: 'integer', default: 900, doc: 'How long a record waits for the record it refers to before a person is told, in seconds (REC-4).' },
});
