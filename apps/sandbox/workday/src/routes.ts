import type { Ctx, Handler, Reply, Router } from '../../kernel/src/index.js';
import { customReport } from './raas/endpoint.js';
import { directReports, listWorkers, readWorker, workerOrganizations } from './rest/common-workers.js';
import { hiddenOrMissing } from './rest/error.js';
import { holidayEvents } from './rest/holiday-events.js';
import { listOrganizations, listOrganizationTypes, listSupervisory, readOrganization } from './rest/organizations.js';
import { serve } from './rest/serve.js';
import { listStaffing, readStaffing } from './rest/staffing-workers.js';
import { balances, eligibleTypes, request, timeOffDetails } from './rest/time-off.js';
import { wql } from './rest/wql.js';
import { tokenEndpoint } from './session/token.js';
import { humanResources } from './soap/endpoint.js';

type Resource = [method: string, service: string, path: string, handler: (ctx: Ctx) => Reply];

/** REST resources below /ccx/api/{service}/{version}/{tenant}; any version answers, as versions move independently. */
const resources: Resource[] = [
  ['GET', 'common', 'workers', listWorkers],
  ['GET', 'common', 'workers/:id', readWorker],
  ['GET', 'common', 'workers/:id/organizations', workerOrganizations],
  ['GET', 'common', 'workers/:id/directReports', directReports],
  ['GET', 'common', 'organizationTypes', listOrganizationTypes],
  ['GET', 'common', 'organizations', listOrganizations],
  ['GET', 'common', 'organizations/:id', readOrganization],
  ['GET', 'common', 'supervisoryOrganizations', listSupervisory],
  ['GET', 'staffing', 'workers', listStaffing],
  ['GET', 'staffing', 'workers/:id', readStaffing],
  ['GET', 'absenceManagement', 'balances', balances],
  ['GET', 'absenceManagement', 'workers/:id/timeOffDetails', timeOffDetails],
  ['GET', 'absenceManagement', 'workers/:id/eligibleAbsenceTypes', eligibleTypes],
  ['POST', 'absenceManagement', 'workers/:id/requestTimeOff', request],
  ['GET', 'holiday', 'holidayEvents', holidayEvents],
  ['GET', 'wql', 'data', wql],
  ['POST', 'wql', 'data', wql],
];

export function registerRoutes(plain: Router): void {
  const router: Pick<Router, 'on' | 'notFound'> = { on: (method, pattern, handler) => plain.on(method, pattern, dated(handler)), notFound: (handler) => plain.notFound(dated(handler)) };
  router.on('POST', '/ccx/oauth2/:tenant/token', tokenEndpoint);
  router.on('POST', '/ccx/service/:tenant/Human_Resources/:version', humanResources);
  router.on('GET', '/ccx/service/customreport2/:tenant/:owner/:report', customReport);
  // Some tenants are addressed without /ccx, and the common service without its name.
  for (const prefix of ['/ccx/api', '/api']) {
    for (const [method, service, path, handler] of resources) {
      router.on(method, `${prefix}/${service}/:version/:tenant/${path}`, serve(handler));
      if (service === 'common') router.on(method, `${prefix}/v1/:tenant/${path}`, serve(handler));
    }
  }
  router.notFound(() => hiddenOrMissing().reply());
}

/** A server's Date header shows its own clock: here the virtual one. */
function dated(handler: Handler): Handler {
  return async (ctx) => {
    const reply = await handler(ctx);
    return { ...reply, headers: { Date: ctx.now().toUTCString(), ...reply.headers } };
  };
}
