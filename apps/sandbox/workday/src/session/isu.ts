import type { Ctx } from '../../../kernel/src/index.js';
import { credentials } from '../credentials.js';
import { basicPair, bearerHolds } from './token.js';

/** The integration system user's name and password, as SOAP headers and RaaS calls give them. */
export function isIsu(user: unknown, password: unknown): boolean {
  return user === credentials.isu && password === credentials.isuPassword;
}

/** RaaS takes Basic or a Bearer token. */
export function mayReadReports(ctx: Ctx): boolean {
  const pair = basicPair(ctx);
  return pair ? isIsu(pair.user, pair.password) : bearerHolds(ctx);
}
