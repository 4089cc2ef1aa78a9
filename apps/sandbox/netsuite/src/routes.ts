import type { Ctx, Handler, Reply, Router } from '../../kernel/src/index.js';
import { answered, answering } from './answering.js';
import { asJob, getJob, getTask, getTaskResult, listTasks, wantsAsync } from './async/jobs.js';
import { demandToken, limitConcurrency } from './auth/guard.js';
import { requestToken } from './auth/token-route.js';
import { TOKEN_PATH } from './credentials.js';
import { noSuchResource } from './errors.js';
import { governanceLimits } from './governance.js';
import { RECORDS, SERVICES } from './records/links.js';
import { getMetadata, listMetadata } from './records/metadata-routes.js';
import { getRecord, getSublist, listRecords } from './records/read-routes.js';
import { transformRecord } from './records/transform-routes.js';
import { createRecord, removeRecord, updateRecord, upsertRecord } from './records/write-routes.js';
import { suiteql } from './suiteql/route.js';

/** Every route of the account; those of the record service also work as jobs (`Prefer: respond-async`). */
export function registerRoutes(router: Router): void {
  router.before(limitConcurrency);
  router.before(demandToken);
  router.on('POST', TOKEN_PATH, requestToken);
  router.on('POST', `${SERVICES}/query/v1/suiteql`, answering(suiteql));
  router.on('GET', `${SERVICES}/system/v1/governanceLimits`, answering(governanceLimits));
  router.on('GET', `${SERVICES}/async/v1/job/:job`, answering(getJob));
  router.on('GET', `${SERVICES}/async/v1/job/:job/task`, answering(listTasks));
  router.on('GET', `${SERVICES}/async/v1/job/:job/task/:task`, answering(getTask));
  router.on('GET', `${SERVICES}/async/v1/job/:job/task/:task/result`, answering(getTaskResult));
  router.on('GET', `${RECORDS}/metadata-catalog`, answering(listMetadata));
  router.on('GET', `${RECORDS}/metadata-catalog/:type`, answering(getMetadata));
  router.on('POST', `${RECORDS}/:type/:id/!transform/:target`, record(transformRecord));
  router.on('GET', `${RECORDS}/:type`, answering(listRecords));
  router.on('POST', `${RECORDS}/:type`, record(createRecord));
  router.on('GET', `${RECORDS}/:type/:id`, answering(getRecord));
  router.on('GET', `${RECORDS}/:type/:id/:sublist`, answering(getSublist));
  router.on('PATCH', `${RECORDS}/:type/:id`, record(updateRecord));
  router.on('PUT', `${RECORDS}/:type/:id`, record(upsertRecord));
  router.on('DELETE', `${RECORDS}/:type/:id`, record(removeRecord));
  router.notFound((ctx) => noSuchResource(ctx.path).reply());
}

const record = (run: (ctx: Ctx) => Reply): Handler => (ctx) => answered(ctx, (inner) => (wantsAsync(inner) ? asJob(inner, run) : run(inner)));
