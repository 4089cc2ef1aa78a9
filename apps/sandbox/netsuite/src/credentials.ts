/** What the sandbox account accepts unless the environment says otherwise. */
export const ACCOUNT = 'TSTDRV1234567';

/** Client id of the one integration record with the client-credentials flow enabled. */
export const clientId = (): string => process.env.SANDBOX_NETSUITE_CLIENT_ID ?? 'throughline-m2m';

/** Certificate id of the machine-to-machine mapping whose key may come from SANDBOX_NETSUITE_PUBLIC_KEY. */
export const DEFAULT_KID = 'tl-cert-1';

/** Table in which public keys are posted: {id: kid, pem}. */
export const CERTIFICATES = 'oauth_certificate';

export const TOKEN_PATH = '/services/rest/auth/oauth2/v1/token';

/** PEM of the default certificate from the environment; `\n` may be written as two characters. */
export const environmentKey = (): string | undefined => process.env.SANDBOX_NETSUITE_PUBLIC_KEY?.replace(/\\n/g, '\n');
