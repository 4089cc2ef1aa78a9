import type { Ctx, Reply } from '../../../kernel/src/index.js';
import { credentials } from '../credentials.js';
import { isIsu } from '../session/isu.js';
import { bearerHolds } from '../session/token.js';
import { child, parseEnvelope, textOf, type Element } from './element.js';
import { envelope, SoapFault } from './fault.js';
import { getWorkers } from './get-workers.js';

const OPERATIONS: Record<string, (ctx: Ctx, request: Element, version: string) => string> = { Get_Workers_Request: getWorkers };

/** POST /ccx/service/{tenant}/Human_Resources/{version}: WS-Security UsernameToken (plain text) or a Bearer token. */
export function humanResources(ctx: Ctx): Reply {
  try {
    const { header, body } = parseEnvelope(ctx.raw.toString('utf8'));
    if (ctx.params.tenant !== credentials.tenant || !(bearerHolds(ctx) || wsSecurityHolds(header))) throw new SoapFault('authenticationError', 'invalid username or password');
    const version = ctx.params.version!;
    if (!/^v\d{2}\.\d$/.test(version)) throw new SoapFault('validationError', `Invalid request version ${version}`);
    const operation = Object.keys(body).find((name) => !name.startsWith('@_'));
    const handler = operation === undefined ? undefined : OPERATIONS[operation];
    if (!handler) throw new SoapFault('processingError', `Invalid request element '${operation ?? ''}' for service Human_Resources`);
    return { status: 200, write: false, headers: { 'content-type': 'text/xml; charset=UTF-8' }, body: envelope(handler(ctx, child(body, operation!)!, version)) };
  } catch (error) {
    if (error instanceof SoapFault) return { ...error.reply(), write: false };
    throw error;
  }
}

function wsSecurityHolds(header: Element): boolean {
  const token = child(child(header, 'Security'), 'UsernameToken');
  return isIsu(textOf(token, 'Username'), textOf(token, 'Password'));
}
