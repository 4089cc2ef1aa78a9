import type { PsaInvoiceStatusWrite } from '#lib/canonical';
import type { WriteVerb } from '#lib/connector';
import { type Row, single } from '../client/envelope.js';
import { list } from '../client/listing.js';
import { invoiceService } from '../client/references.js';
import type { KantataSettings } from '../settings.js';
import { sameFields } from './echo.js';
import { plain } from './written.js';

const stored = (body: PsaInvoiceStatusWrite) => ({ subject_id: body.project_source_id, service_model_ref: body.invoice_number, external_status: body.status, external_message: body.message ?? '' });

/** One external reference of the project per invoice, updated in place: Kantata upserts it by service name. */
export const setInvoiceStatus: WriteVerb<PsaInvoiceStatusWrite, KantataSettings> = {
  idempotency: 'natural_key',
  build: ({ body }) => ({
    method: 'POST', url: '/external_references/create_or_update', label: 'external_references.upsert',
    body: { external_reference: {
      subject_type: 'Workspace', subject_id: body.project_source_id, service_name: invoiceService(body.invoice_number), service_model: 'invoice', service_model_ref: body.invoice_number, status: 'successful',
      external_status: body.status, external_message: body.message ?? null,
    } },
  }),
  parse: (answer) => plain(single(answer, 'external_references')),
  find: async ({ body }, ctx) => {
    const { rows } = await list(ctx, 'external_references', { subject_type: 'Workspace', subject_id: body.project_source_id, service_name: invoiceService(body.invoice_number) });
    const row = rows.find((r) => sameFields(stored(body), r).length === 0);
    return row ? plain(row) : 'absent';
  },
  echo: ({ body }, { record }) => sameFields(stored(body), record as Row),
  undo: 'set_invoice_status',
  undoes: () => false,
};
