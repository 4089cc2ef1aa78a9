/** Demo credentials of the sandbox org. They open nothing but this sandbox. */
export const credentials = {
  clientId: process.env.SANDBOX_SALESFORCE_CLIENT_ID ?? 'throughline',
  clientSecret: process.env.SANDBOX_SALESFORCE_CLIENT_SECRET ?? 'sandbox-salesforce-secret',
  refreshToken: process.env.SANDBOX_SALESFORCE_REFRESH_TOKEN ?? 'sandbox-salesforce-refresh',
  username: 'throughline.integration@acme-ps.example',
};
