import { type CustomDecorator, type ExecutionContext, SetMetadata, applyDecorators, createParamDecorator } from '@nestjs/common';
import { ApiBearerAuth, ApiExtension } from '@nestjs/swagger';
import type { Principal, Role, Scope } from './principal.js';

export const ACCESS = {
  public: 'throughline:public',
  publicWhen: 'throughline:public_when',
  scopes: 'throughline:scopes',
  roles: 'throughline:roles',
  any: 'throughline:any_principal',
} as const;

/** Name of the security scheme in the OpenAPI documents. */
export const BEARER_SCHEME = 'bearer';

/** The route (or all of a controller) answers without a token. Say so only where nothing of the firm is told. */
export const Public = (): CustomDecorator => SetMetadata(ACCESS.public, true);

/** Public while the condition holds, guarded otherwise; asked at each request. */
export const PublicWhen = (condition: () => boolean): CustomDecorator => SetMetadata(ACCESS.publicWhen, condition);

/** The token must hold all these scopes. On a class and a method: the method's count. Shown in the OpenAPI document. */
export function Scopes(...scopes: Scope[]): MethodDecorator & ClassDecorator {
  return applyDecorators(SetMetadata(ACCESS.scopes, scopes), ApiBearerAuth(BEARER_SCHEME), ApiExtension('x-required-scopes', scopes));
}

/** The principal must have one of these roles, besides the scopes. Shown in the OpenAPI document. */
export function Roles(...roles: Role[]): MethodDecorator & ClassDecorator {
  return applyDecorators(SetMetadata(ACCESS.roles, roles), ApiBearerAuth(BEARER_SCHEME), ApiExtension('x-required-roles', roles));
}

/** Any valid token will do, whatever its scopes. A route that says nothing at all is refused. */
export function AnyPrincipal(): MethodDecorator & ClassDecorator {
  return applyDecorators(SetMetadata(ACCESS.any, true), ApiBearerAuth(BEARER_SCHEME));
}

/** Parameter: who asks. Undefined only on public routes. */
export const CurrentPrincipal = createParamDecorator((_: unknown, context: ExecutionContext) => context.switchToHttp().getRequest<{ principal?: Principal }>().principal);
