/** How the page signs people in. Nothing here is secret. */
export class SignInFacts {
  /** OpenID issuer, as it writes itself. */
  issuer: string;
  /** Public client of the portal (authorization code with PKCE). */
  client_id: string;
  /** Scopes to ask for; the issuer gives those of the person's role. */
  scopes: string[];
}

/** Who is signed in, as the verified token says. */
export class SignedIn {
  /** Stable id of the person at the issuer. */
  sub: string;
  name: string;
  roles: string[];
  scopes: string[];
  /** Legal entities the person is limited to; null means all. */
  legal_entities: string[] | null;
}
