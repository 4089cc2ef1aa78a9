import { type SettingsOf, vendorSettings } from '#lib/connector';

/** What a tenant sets for Workday. Defaults follow the tenant conventions (docs/vendors). */
export const settings = vendorSettings({
  base_url: { env: 'WORKDAY_BASE_URL', type: 'url', required: true, doc: 'Origin of the Workday service host, as "View API Clients" shows it, such as https://wd5-services1.myworkday.com.' },
  tenant: { env: 'WORKDAY_TENANT', type: 'string', default: 'acme_ps', doc: 'Name of the tenant.' },
  path_prefix: { env: 'WORKDAY_PATH_PREFIX', type: 'string', default: '/ccx', doc: 'What stands before /api, /service and /oauth2 in this tenant’s addresses; a few tenants have none.' },
  client_id: { env: 'WORKDAY_CLIENT_ID', type: 'string', required: true, doc: 'API client for integrations: client id.' },
  client_secret: { env: 'WORKDAY_CLIENT_SECRET', type: 'string', secret: true, required: true, doc: 'API client for integrations: client secret.' },
  refresh_token: { env: 'WORKDAY_REFRESH_TOKEN', type: 'string', secret: true, required: true, doc: 'Non-expiring refresh token of the API client, issued for the integration system user.' },
  isu_user: { env: 'WORKDAY_ISU_USER', type: 'string', default: 'ISU_Throughline@acme_ps', doc: 'Integration system user as user@tenant, for web services and custom reports.' },
  isu_password: { env: 'WORKDAY_ISU_PASSWORD', type: 'string', secret: true, required: true, doc: 'Password of the integration system user.' },
  human_resources_version: { env: 'WORKDAY_HUMAN_RESOURCES_VERSION', type: 'string', default: 'v44.2', doc: 'Version of the Human_Resources web service.' },
  report_owner: { env: 'WORKDAY_REPORT_OWNER', type: 'string', default: 'ISU_Throughline', doc: 'Owner of the custom reports.' },
  work_calendar_report: { env: 'WORKDAY_WORK_CALENDAR_REPORT', type: 'string', default: 'Throughline_Work_Calendars', doc: 'Custom report of work calendars.' },
  holiday_report: { env: 'WORKDAY_HOLIDAY_REPORT', type: 'string', default: 'Throughline_Holidays', doc: 'Custom report of public holidays.' },
  time_off_report: { env: 'WORKDAY_TIME_OFF_REPORT', type: 'string', default: 'Throughline_Time_Off', doc: 'Custom report of time off entries.' },
  cost_rate_report: { env: 'WORKDAY_COST_RATE_REPORT', type: 'string', default: 'Throughline_Cost_Rates', doc: 'Custom report of cost rates.' },
  org_unit_types: { env: 'WORKDAY_ORG_UNIT_TYPES', type: 'list', default: ['BUSINESS_UNIT=practice', 'REGION=region', 'COST_CENTER=cost_center'], doc: 'Organization types that become org units: type=kind (practice, region, cost_center, department).' },
  contingent_kinds: { env: 'WORKDAY_CONTINGENT_KINDS', type: 'list', default: ['Subcontractor=subcontractor'], doc: 'Contingent worker types that are not plain contractors: type=kind.' },
  hire_horizon_days: { env: 'WORKDAY_HIRE_HORIZON_DAYS', type: 'integer', default: 60, min: 0, max: 366, doc: 'Workers hired up to this many days ahead are read as pre_hire; 0 reads none before the hire date.' },
  default_fte: { env: 'WORKDAY_DEFAULT_FTE', type: 'string', default: '1', doc: 'Fraction of full time of workers for whom Workday gives no percentage (often contingent workers).' },
  cost_rate_kind: { env: 'WORKDAY_COST_RATE_KIND', type: 'enum', values: ['standard', 'actual', 'burdened'] as const, default: 'burdened', doc: 'What Hourly_Cost of the cost rate report is.' },
  time_off_kinds: { env: 'WORKDAY_TIME_OFF_KINDS', type: 'list', default: ['PTO=pto', 'Sick=sick', 'Leave=leave', 'Training=training'], doc: 'Kind in the time off report = canonical kind (pto, sick, leave, training).' },
  time_off_statuses: { env: 'WORKDAY_TIME_OFF_STATUSES', type: 'list', default: ['Approved=approved', 'Submitted=submitted', 'Sent Back=rejected', 'Canceled=cancelled'], doc: 'Status in the time off report = canonical status (submitted, approved, rejected, cancelled).' },
});

export type WorkdaySettings = SettingsOf<typeof settings>;
