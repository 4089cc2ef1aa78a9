import { type CanActivate, type ExecutionContext, Injectable, Logger } from '@nestjs/common';
import { Reflector } from '@nestjs/core';
import type { FastifyRequest } from 'fastify';
import { requestContext } from '../correlation/hook.js';
import { Problem } from '../problem/problem.js';
import { ACCESS } from './decorators.js';
import { FailedSignIns } from './failed-sign-ins.js';
import type { Principal } from './principal.js';
import { TokenRefused, TokenVerifier } from './token-verifier.js';

type Guarded = FastifyRequest & { principal?: Principal };

function unauthenticated(detail: string, error?: string): Problem {
  const challenge = ['Bearer realm="throughline"', ...(error ? [`error="${error}"`, `error_description="${detail.replace(/["\\]/g, '')}"`] : [])].join(', ');
  return new Problem('unauthenticated', detail, { headers: { 'www-authenticate': challenge } });
}

/** Lets a request in only with a valid token that holds what the route asks for. A route that asks for nothing and is not public lets nobody in. */
@Injectable()
export class BearerGuard implements CanActivate {
  private readonly logger = new Logger('auth');

  constructor(
    private readonly reflector: Reflector,
    private readonly verifier: TokenVerifier,
    private readonly failures: FailedSignIns,
  ) {}

  async canActivate(context: ExecutionContext): Promise<boolean> {
    const of = <T>(key: string) => this.reflector.getAllAndOverride<T | undefined>(key, [context.getHandler(), context.getClass()]);
    if (of<boolean>(ACCESS.public) || of<() => boolean>(ACCESS.publicWhen)?.()) return true;

    const request = context.switchToHttp().getRequest<Guarded>();
    const principal = await this.authenticate(request);
    request.principal = principal;
    requestContext(request).principal = principal;

    const scopes = of<string[]>(ACCESS.scopes);
    const roles = of<string[]>(ACCESS.roles);
    if (!scopes && !roles && !of<boolean>(ACCESS.any)) {
      this.logger.error(`${context.getClass().name}.${context.getHandler().name} declares neither @Public, @Scopes, @Roles nor @AnyPrincipal: refused`);
      throw new Problem('forbidden', 'This route is not open to anyone.');
    }
    this.requireScopes(principal, scopes ?? []);
    if (roles && !roles.some((r) => principal.roles.includes(r))) throw new Problem('forbidden', `This needs one of the roles: ${roles.join(', ')}.`, { code: 'ROLE_MISSING' });
    return true;
  }

  private async authenticate(request: Guarded): Promise<Principal> {
    const header = request.headers.authorization;
    if (!header) throw unauthenticated('A bearer token is required. Get one from the sign-in service and send it as Authorization: Bearer <token>.');
    const token = /^Bearer +([A-Za-z0-9._~+/-]+=*)$/i.exec(header)?.[1];
    try {
      if (!token) throw new TokenRefused('the Authorization header is not of the form Bearer <token>');
      return await this.verifier.verify(token);
    } catch (error) {
      if (!(error instanceof TokenRefused)) throw error;
      this.failures.count(request.ip);
      throw unauthenticated(`The token is refused: ${error.reason}.`, 'invalid_token');
    }
  }

  private requireScopes(principal: Principal, scopes: string[]): void {
    const missing = scopes.filter((s) => !principal.scopes.includes(s));
    if (!missing.length) return;
    throw new Problem('forbidden', `The token lacks the scope: ${missing.join(', ')}.`, {
      code: 'SCOPE_MISSING',
      headers: { 'www-authenticate': `Bearer realm="throughline", error="insufficient_scope", scope="${scopes.join(' ')}"` },
    });
  }
}
