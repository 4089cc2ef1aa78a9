import { Abort, type Ctx, type Reply, type Row, switchValue } from '../../../kernel/src/index.js';
import { answered } from '../answering.js';
import { Refusal, noSuchInstance } from '../errors.js';
import { SERVICES, originOf } from '../records/links.js';

/** A request taken up to be answered later. */
interface Job {
  id: string;
  key: string | undefined;
  method: string;
  path: string;
  /** Machine time, ms, from which the job shows as completed. */
  ready: number;
  result: { status: number; headers: Record<string, string>; body?: unknown };
}

const TABLE = 'async_job';
/** Jobs whose request failed: nothing of it may be committed, so they live in process memory. */
const FAILED = 'failed_jobs';

/** Whether the caller asked for `Prefer: respond-async`. */
export const wantsAsync = (ctx: Ctx): boolean => /\brespond-async\b/i.test(ctx.headers.prefer ?? '');

/**
 * Takes up a request as a job: 202 with the job's address. A second request with the same X-NetSuite-Idempotency-Key is
 * refused and told the first one's job. The work is done at once; the job shows it after switch `async_delay_ms`.
 */
export function asJob(ctx: Ctx, run: (ctx: Ctx) => Reply): Reply {
  const key = ctx.headers['x-netsuite-idempotency-key'];
  const earlier = key === undefined ? undefined : allJobs(ctx, 'key', key)[0];
  if (earlier) throw alreadyTaken(ctx, earlier);
  const reply = answered(ctx, run);
  const job: Job = {
    id: String(ctx.books.next('async_job')), key, method: ctx.method, path: ctx.path, ready: Date.now() + switchValue<number>(ctx.books, 'async_delay_ms', 0),
    result: { status: reply.status, headers: reply.headers ?? {}, body: reply.body },
  };
  const accepted: Reply = { status: 202, headers: { 'preference-applied': 'respond-async', location: jobUrl(ctx, job.id) } };
  if (reply.status < 400) {
    ctx.books.table(TABLE).insert({ ...job });
    return accepted;
  }
  const failed = { ...job, id: `f${failedJobs(ctx).size + 1}` };
  failedJobs(ctx).set(failed.id, failed);
  throw new Abort({ ...accepted, headers: { ...accepted.headers, location: jobUrl(ctx, failed.id) } });
}

/** GET /async/v1/job/{id}. */
export function getJob(ctx: Ctx): Reply {
  const { job, progress, done } = shown(ctx);
  const url = jobUrl(ctx, job.id);
  return { status: 200, body: { links: [{ rel: 'self', href: url }], completed: done, id: job.id, progress, task: { links: [{ rel: 'self', href: `${url}/task` }] } } };
}

/** GET /async/v1/job/{id}/task: a job has one task. */
export function listTasks(ctx: Ctx): Reply {
  const url = `${jobUrl(ctx, shown(ctx).job.id)}/task`;
  return { status: 200, body: { links: [{ rel: 'self', href: url }], items: [{ links: [{ rel: 'self', href: `${url}/1` }], id: '1' }], totalResults: 1 } };
}

/** GET /async/v1/job/{id}/task/1. */
export function getTask(ctx: Ctx): Reply {
  const { job, progress, done } = shown(ctx);
  if (ctx.params.task !== '1') throw noSuchInstance(ctx.path);
  const url = `${jobUrl(ctx, job.id)}/task/1`;
  return { status: 200, body: { links: [{ rel: 'self', href: url }], id: '1', completed: done, progress, method: job.method, result: { links: [{ rel: 'self', href: `${url}/result` }] } } };
}

/** GET /async/v1/job/{id}/task/1/result: what the request would have answered. */
export function getTaskResult(ctx: Ctx): Reply {
  const { job, done } = shown(ctx);
  if (ctx.params.task !== '1' || !done) throw noSuchInstance(ctx.path);
  return { ...job.result, write: false };
}

function shown(ctx: Ctx): { job: Job; progress: string; done: boolean } {
  const id = ctx.params.job ?? '';
  const job = (ctx.books.table(TABLE).get(id) as unknown as Job | undefined) ?? failedJobs(ctx).get(id);
  if (!job) throw noSuchInstance(ctx.path);
  const done = Date.now() >= job.ready;
  return { job, done, progress: !done ? 'pending' : job.result.status < 400 ? 'succeeded' : 'failed' };
}

function alreadyTaken(ctx: Ctx, job: Job): Refusal {
  const details = [{ detail: 'A request with the same idempotency key has already been submitted.', 'o:errorCode': 'IDEMPOTENCY_ERROR' }];
  return new Refusal(400, details, { location: jobUrl(ctx, job.id) }, 'Conflict');
}

const allJobs = (ctx: Ctx, column: keyof Job, value: unknown): Job[] => [
  ...(ctx.books.table(TABLE).by(column, value) as (Row & object)[] as unknown as Job[]),
  ...[...failedJobs(ctx).values()].filter((job) => job[column] === value),
];

function failedJobs(ctx: Ctx): Map<string, Job> {
  let jobs = ctx.state.get(FAILED) as Map<string, Job> | undefined;
  if (!jobs) ctx.state.set(FAILED, (jobs = new Map()));
  return jobs;
}

const jobUrl = (ctx: Ctx, id: string): string => `${originOf(ctx)}${SERVICES}/async/v1/job/${id}`;
