import { DEMO_USER_GRANT } from './credentials.js';
import type { Passwords } from './passwords.js';
import { scopesOf } from './people.js';
import type { OidcProvider, ProviderPackage } from './provider-package.js';
import { RESOURCE, type TokenLife, resourceFor } from './resource.js';

/**
 * Adds the grant by which scripts get a person's token: user name and password at the token endpoint, with the client
 * `throughline-demo`. Only the embedded provider has it. `scope` may ask for fewer scopes than the role has.
 */
export function addDemoUserGrant(provider: OidcProvider, pkg: ProviderPackage, passwords: Passwords, audience: string, life: TokenLife): void {
  provider.registerGrantType(
    DEMO_USER_GRANT,
    async (ctx) => {
      const { username, password, scope } = ctx.oidc.params as Record<string, string | undefined>;
      const person = passwords.check(username, password);
      if (person === 'wait') throw new pkg.errors.InvalidGrant('too many failures for this user name; wait five minutes');
      if (!person) throw new pkg.errors.InvalidGrant('user name or password is wrong');
      const client = ctx.oidc.client!;
      const asked = scope?.split(' ');
      const granted = scopesOf(person).filter((s) => !asked || asked.includes(s));

      const token = new provider.AccessToken({ accountId: person.username, client, grantId: undefined as unknown as string, gty: 'demo_user', scope: granted.join(' ') });
      token.resourceServer = new provider.ResourceServer(RESOURCE, { ...resourceFor(client.clientId, audience, life), accessTokenTTL: life.person_s });
      ctx.oidc.entity('AccessToken', token);
      const value = await token.save();
      ctx.body = { access_token: value, expires_in: token.expiration, token_type: token.tokenType, scope: token.scope };
    },
    ['username', 'password', 'scope'],
  );
}
