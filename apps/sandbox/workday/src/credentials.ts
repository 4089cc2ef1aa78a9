/** Demo credentials of the sandbox tenant. They open nothing but this sandbox. */
export const credentials = {
  tenant: 'acme_ps',
  clientId: process.env.SANDBOX_WORKDAY_CLIENT_ID ?? 'throughline',
  clientSecret: process.env.SANDBOX_WORKDAY_CLIENT_SECRET ?? 'sandbox-workday-secret',
  refreshToken: process.env.SANDBOX_WORKDAY_REFRESH_TOKEN ?? 'sandbox-workday-refresh',
  /** Integration system user: `user@tenant` in SOAP and RaaS. */
  isu: 'ISU_Throughline@acme_ps',
  isuPassword: process.env.SANDBOX_WORKDAY_ISU_PASSWORD ?? 'sandbox-isu-password',
};

/** Owner of the custom reports. */
export const REPORT_OWNER = 'ISU_Throughline';
