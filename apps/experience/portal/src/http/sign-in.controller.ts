import { Controller, Get, Header } from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import { AnyPrincipal, authSettings, CurrentPrincipal, type Principal, Public } from '#lib/platform';
import { portalSettings } from '../settings.js';
import { SignedIn, SignInFacts } from './sign-in.dto.js';

@ApiTags('Sign-in')
@Controller()
export class SignInController {
  /** Issuer, client and scopes: what a browser must know before anybody has signed in. It tells nothing of the firm and needs no token. */
  @Get('config.json')
  @Public()
  @Header('cache-control', 'no-store')
  @ApiOperation({ summary: 'How to sign in', security: [] })
  facts(): SignInFacts {
    const { client_id, scopes } = portalSettings();
    return { issuer: authSettings().issuer, client_id, scopes: scopes.split(/\s+/).filter(Boolean) };
  }

  /** Roles and scopes of the caller, read from the token as the configured claims say, so that the page need not take a token apart. */
  @Get('v1/me')
  @AnyPrincipal()
  @ApiOperation({ summary: 'Who is signed in' })
  me(@CurrentPrincipal() who: Principal): SignedIn {
    return { sub: who.sub, name: who.name, roles: [...who.roles], scopes: [...who.scopes], legal_entities: who.legal_entities ? [...who.legal_entities] : null };
  }
}
