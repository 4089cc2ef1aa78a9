/** The credentials this vendor accepts until told otherwise by the environment. */
export const credentials = {
  /** The static bearer token an account administrator would issue. */
  staticToken: process.env.SANDBOX_KANTATA_TOKEN ?? 'sandbox-kantata-token',
  clientId: process.env.SANDBOX_KANTATA_CLIENT_ID ?? 'throughline',
  clientSecret: process.env.SANDBOX_KANTATA_CLIENT_SECRET ?? 'sandbox-kantata-secret',
  /** The code the authorization page would hand back; good any number of times. */
  authorizationCode: 'sandbox-kantata-code',
} as const;
