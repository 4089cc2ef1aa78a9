import type { CreditMemoWrite } from '#lib/canonical';
import type { WriteVerb } from '#lib/connector';
import type { NetsuiteSettings } from '../config.js';
import { ref } from './segments.js';
import { type SaleIds, saleVerb } from './sale.js';

/** Credits lines of an invoice at their rate and tax; the reason stands before the memo. A credit memo has no due date: what is asked is not sent. */
export const createCreditMemo: WriteVerb<CreditMemoWrite, NetsuiteSettings, SaleIds> = {
  ...saleVerb('creditMemo',
    (body) => ({ createdFrom: ref(body.invoice_source_id), memo: [body.reason_code, body.memo].filter(Boolean).join(': ') }),
    (body, record, c) => c.same('invoice_source_id', body.invoice_source_id, record.createdFrom?.id)),
  undo: 'irreversible',
};
