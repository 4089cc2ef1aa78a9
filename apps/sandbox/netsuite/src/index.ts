import { randomUUID } from 'node:crypto';
import type { Ctx, Reply, Vendor } from '../../kernel/src/index.js';
import { answered } from './answering.js';
import { tooManyRequests } from './auth/guard.js';
import { revokeTokens } from './auth/tokens.js';
import { documents } from './documents.js';
import { errorReply } from './errors.js';
import { approveInvoice, disputeInvoice, voidInvoice } from './people/invoices.js';
import { payInvoice, voidPayment } from './people/payments.js';
import { closePeriod, openPeriod } from './people/periods.js';
import { editCustomer, holdRecord } from './people/records.js';
import { registerRoutes } from './routes.js';

/** A person's act, with refusals in NetSuite's own words. */
const act = <T>(run: (ctx: Ctx, body: T) => Reply) => (ctx: Ctx, body: T): Reply => answered(ctx, (inner) => run(inner, body));

/** Oracle NetSuite: SuiteTalk REST record service, SuiteQL and OAuth 2.0 client credentials over double-entry books. */
export const vendor: Vendor = {
  name: 'netsuite',
  portOffset: 4,
  newId: (_table, n) => String(n),
  routes: registerRoutes,
  faultReply(kind, { status = 500, retry_after, message }) {
    if (kind === 'rate_limit') {
      const reply = tooManyRequests();
      return { ...reply, headers: { ...reply.headers, ...(retry_after === undefined ? {} : { 'retry-after': String(retry_after) }) } };
    }
    const code = status >= 500 ? 'UNEXPECTED_ERROR' : status === 401 ? 'INVALID_LOGIN' : status === 404 ? 'NONEXISTENT_ID' : 'USER_ERROR';
    return errorReply(status, [{ detail: message ?? 'An unexpected error occurred. Error ID: sandbox', 'o:errorCode': code }]);
  },
  answerHeaders: () => ({ 'x-netsuite-operation-id': randomUUID() }),
  actions: {
    close_period: act(closePeriod),
    open_period: act(openPeriod),
    approve_invoice: act(approveInvoice),
    void_invoice: act(voidInvoice),
    dispute_invoice: act(disputeInvoice),
    pay_invoice: act(payInvoice),
    void_payment: act(voidPayment),
    edit_customer: act(editCustomer),
    hold_record: act(holdRecord),
  },
  documents,
  setSwitch(books, name) {
    if (name === 'revoke_tokens') revokeTokens(books);
  },
};
