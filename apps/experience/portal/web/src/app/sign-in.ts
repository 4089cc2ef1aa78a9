import { UserManager, WebStorageStateStore } from 'oidc-client-ts';
import { tokenFrom } from '../api/clients';
import type { components } from '../api/generated/experience-portal';

type Facts = components['schemas']['SignInFacts'];
const BASE = '/portal';

/** Signs people in by authorization code with PKCE. Tokens live in the session storage of this tab and go with it. */
export async function openSignIn(): Promise<UserManager> {
  const answer = await fetch(`${BASE}/config.json`);
  if (!answer.ok) throw new Error(`${BASE}/config.json answered ${answer.status}`);
  const facts = (await answer.json()) as Facts;
  const here = (path: string) => `${window.location.origin}${BASE}/${path}`;
  const users = new UserManager({
    authority: facts.issuer,
    client_id: facts.client_id,
    scope: facts.scopes.join(' '),
    redirect_uri: here('signed-in'),
    silent_redirect_uri: here('silent'),
    post_logout_redirect_uri: here(''),
    userStore: new WebStorageStateStore({ store: window.sessionStorage }),
    automaticSilentRenew: true,
  });
  tokenFrom(async () => (await users.getUser())?.access_token);
  return users;
}

/** In the frame of a renewal: hands the answer to the page that opened it. */
export async function finishSilentRenewal(users: UserManager): Promise<void> {
  await users.signinSilentCallback();
}

/** Where a person was when sign-in began, kept through it. */
export interface SignInState {
  returnTo: string;
}

/** Starts sign-in; afterwards the present address is shown again. */
export function signInHere(users: { signinRedirect(args: { state: SignInState }): Promise<void> }): Promise<void> {
  return users.signinRedirect({ state: { returnTo: window.location.pathname + window.location.search } });
}
